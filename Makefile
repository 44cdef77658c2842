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

.PHONY: check-long
check-long: deps
	@$(MAKE) --no-print-directory programs test-tools module-6.1 module-newest module-rt \
		module-x86-6.1-debug
	@tools/check long

.PHONY: check-kernels
check-kernels: deps
	@$(MAKE) --no-print-directory programs test-tools
	@tools/check-kernels $(KERNELS)

.PHONY: check-install
check-install: deps
	@$(MAKE) --no-print-directory deb
	@kselftest/install/run

.PHONY: probe
probe: modules
	@tools/probe

.PHONY: bench
bench: deps
	@$(MAKE) --no-print-directory programs test-tools module-6.1
	@bench/run

.PHONY: bench-rate
bench-rate: deps
	@$(MAKE) --no-print-directory programs test-tools module-uml-6.1
	@bench/rate

.PHONY: lint
lint: deps
	@tools/lint

.PHONY: format
format:
	@git ls-files 'ctl/*.cpp' 'ctl/*.h' 'tests/*.cpp' 'tests/*.h' | xargs clang-format -i

# --- on this machine

xtlibdir = $(shell pkg-config --variable=xtlibdir xtables)
moddir    = $(DESTDIR)/lib/modules/$(KVER)/updates
sbindir   = $(DESTDIR)$(PREFIX)/sbin
mandir    = $(DESTDIR)$(PREFIX)/share/man
compdir   = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
unitdir   = $(PREFIX)/lib/systemd/system
version  := $(shell cat VERSION)
dkms_src  = $(DESTDIR)/usr/src/nftrace-$(version)

.PHONY: install
install:
	@test -e $(build)/kmod/$(KVER)/nftrace.ko -a -e $(build)/bin/nfctl || \
		{ echo "make install: not built for the running kernel $(KVER); run make first" >&2; exit 1; }
	install -D -m 644 $(build)/kmod/$(KVER)/nftrace.ko $(moddir)/nftrace.ko
	@$(MAKE) --no-print-directory install-programs
	$(if $(DESTDIR),,depmod $(KVER))

# Everything but the module: what the package nfctl holds.
.PHONY: install-programs
install-programs:
	install -D -m 644 $(build)/xtables/libxt_NFTRACE.so $(DESTDIR)$(xtlibdir)/libxt_NFTRACE.so
	install -D -m 755 $(build)/bin/nfctl $(sbindir)/nfctl
	install -D -m 644 docs/man/nfctl.8 $(mandir)/man8/nfctl.8
	install -D -m 644 docs/man/nftrace.7 $(mandir)/man7/nftrace.7
	install -d $(mandir)/man8
	cat docs/man/iptables-nftrace.head ctl/xtables/libxt_NFTRACE.man >$(mandir)/man8/iptables-nftrace.8
	install -D -m 644 packaging/completion/nfctl.bash $(compdir)/nfctl
	install -d $(DESTDIR)$(unitdir)
	sed 's#/usr/sbin/nfctl#$(PREFIX)/sbin/nfctl#' packaging/systemd/nftrace-rules.service \
		>$(DESTDIR)$(unitdir)/nftrace-rules.service

.PHONY: uninstall
uninstall:
	rm -f $(moddir)/nftrace.ko $(DESTDIR)$(xtlibdir)/libxt_NFTRACE.so $(sbindir)/nfctl \
		$(mandir)/man8/nfctl.8 $(mandir)/man8/iptables-nftrace.8 $(mandir)/man7/nftrace.7 \
		$(compdir)/nfctl $(DESTDIR)$(unitdir)/nftrace-rules.service
	$(if $(DESTDIR),,depmod $(KVER))

# The sources for dkms, which builds them now and again with each new kernel.
.PHONY: dkms-install
dkms-install:
	install -d $(dkms_src)
	cp -r kmod include VERSION dkms.conf $(dkms_src)/
	git describe --always --dirty --abbrev=12 >$(dkms_src)/GIT_ID 2>/dev/null || rm -f $(dkms_src)/GIT_ID
	$(if $(DESTDIR),,dkms add -m nftrace -v $(version) && dkms install -m nftrace -v $(version) -k $(KVER))

.PHONY: dkms-uninstall
dkms-uninstall:
	$(if $(DESTDIR),,dkms remove -m nftrace -v $(version) --all)
	rm -rf $(dkms_src)

# --- packages

.PHONY: deb
deb: deps
	@JOBS=$(JOBS) tools/make-deb $(build)/deb

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
#: make check-long       every order of loading and unloading; churn on two CPUs
#: make check-kernels    the guest tests on every Debian kernel that is known (KERNELS="6.1 rt")
#: make check-install    the packages in a Debian guest: install, kernel upgrade, purge
#: make probe            what the compile probes found in the kernel's headers
#: make bench            what a packet costs, in instructions, beside other tools
#: make bench-rate       at which rate readers of events begin to lose, in UML
#: make lint             formatters and static checkers
#: make format           the C++ formatter, in place
#: make install          module, plugin and nfctl on this machine (DESTDIR, PREFIX, KVER)
#: make uninstall        takes them away again
#: make dkms-install     the module's sources for dkms, which builds them for each kernel
#: make dkms-uninstall   takes them away again
#: make deb              the Debian packages nftrace-dkms and nfctl, in build/deb
#: make clean            removes build/; kernels stay in $NFTRACE_CACHE (~/.cache/nftrace)
