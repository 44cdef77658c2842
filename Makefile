# SPDX-License-Identifier: GPL-2.0-or-later
# nftrace: "make help" lists what can be asked for.

PREFIX  ?= /usr/local
DESTDIR ?=
KVER    ?= $(shell uname -r)
JOBS    ?= $(shell nproc)

top   := $(CURDIR)
vm    := kselftest/vm
build := build

# Without headers of the running kernel (a container, a cloud image) the module
# is built for the kernel that the tests boot.
headers := /lib/modules/$(KVER)/build
ifneq ($(wildcard $(headers)/Makefile),)
KDIR ?= $(headers)
endif

.PHONY: all
all: modules programs

# --- what is built

.PHONY: modules
ifdef KDIR
modules:
	@tools/build-module $(build)/kmod/$$(tools/kernel-release $(KDIR)) $(KDIR)
else
modules: module-6.1
	@echo "note: no headers of the running kernel in $(headers)" \
		"(apt-get install linux-headers-$(KVER)): built for the test kernel"
endif

# module-NAME: for a kernel of kselftest/vm/kernels.conf
.PHONY: module-%
module-%:
	@$(vm)/build-module $*

.PHONY: programs
programs: $(build)/ctl/CMakeCache.txt
	@cmake --build $(build)/ctl -j$(JOBS)

$(build)/ctl/CMakeCache.txt: ctl/CMakeLists.txt
	@cmake -S ctl -B $(build)/ctl

.PHONY: test-tools
test-tools:
	@$(MAKE) --no-print-directory -C kselftest/tools OUT=$(top)/$(build)/kselftest/tools

.PHONY: deps
deps:
	@tools/deps

# --- what is shown and proven

.PHONY: demo
demo: deps
	@$(MAKE) --no-print-directory programs test-tools module-6.1
	@kselftest/demo/run

.PHONY: check
check: deps
	@$(MAKE) --no-print-directory programs test-tools module-6.1 module-newest
	@tools/check

.PHONY: check-uml
check-uml: deps
	@$(MAKE) --no-print-directory programs test-tools module-uml-6.1
	@tools/check uml

.PHONY: check-debug
check-debug: deps
	@$(MAKE) --no-print-directory programs test-tools module-uml-6.1-kasan module-x86-6.1-debug
	@tools/check debug

.PHONY: check-rt
check-rt: deps
	@$(MAKE) --no-print-directory programs test-tools module-rt
	@tools/check rt

.PHONY: bench
bench: deps
	@$(MAKE) --no-print-directory programs test-tools module-6.1
	@bench/run

.PHONY: lint
lint: deps
	@tools/lint

.PHONY: format
format:
	@git ls-files 'ctl/*.cpp' 'ctl/*.h' 'tests/*.cpp' 'tests/*.h' | xargs clang-format -i

# --- on this machine

xtlibdir = $(shell pkg-config --variable=xtlibdir xtables)
moddir    = $(DESTDIR)/lib/modules/$(KVER)/updates

.PHONY: install
install:
	@test -e $(build)/kmod/$(KVER)/nftrace.ko -a -e $(build)/bin/nfctl || \
		{ echo "make install: not built for the running kernel $(KVER); run make first" >&2; exit 1; }
	install -D -m 644 $(build)/kmod/$(KVER)/nftrace.ko $(moddir)/nftrace.ko
	install -D -m 644 $(build)/xtables/libxt_NFTRACE.so $(DESTDIR)$(xtlibdir)/libxt_NFTRACE.so
	install -D -m 755 $(build)/bin/nfctl $(DESTDIR)$(PREFIX)/sbin/nfctl
	install -D -m 644 docs/man/nfctl.8 $(DESTDIR)$(PREFIX)/share/man/man8/nfctl.8
	install -D -m 644 packaging/completion/nfctl.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nfctl
	$(if $(DESTDIR),,depmod $(KVER))

.PHONY: uninstall
uninstall:
	rm -f $(moddir)/nftrace.ko $(DESTDIR)$(xtlibdir)/libxt_NFTRACE.so \
		$(DESTDIR)$(PREFIX)/sbin/nfctl $(DESTDIR)$(PREFIX)/share/man/man8/nfctl.8 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nfctl
	$(if $(DESTDIR),,depmod $(KVER))

.PHONY: clean
clean:
	rm -rf $(build)

.PHONY: help
help:
	@sed -n 's/^#: //p' Makefile

#: make                  the module for the running kernel, nfctl, the iptables plugin
#: make modules KDIR=DIR the module for another kernel's headers
#: make module-NAME      the module for a kernel of kselftest/vm/kernels.conf
#: make deps             install what building and testing need (Debian, apt)
#: make demo             a guest with client, router and server, watched by nfctl
#: make check            every test, on kernel 6.1 and on the newest
#: make check-uml        the guest tests in User Mode Linux, fast
#: make check-debug      the guest tests in kernels that find memory and lock errors
#: make check-rt         the guest tests on the newest PREEMPT_RT kernel
#: make bench            what a packet costs, in instructions, beside other tools
#: make lint             formatters and static checkers
#: make format           the C++ formatter, in place
#: make install          module, plugin and nfctl on this machine (DESTDIR, PREFIX, KVER)
#: make uninstall        takes them away again
#: make clean            removes build/; kernels stay in $NFTRACE_CACHE (~/.cache/nftrace)
