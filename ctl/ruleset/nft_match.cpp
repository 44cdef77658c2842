// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_match.h"

#include <arpa/inet.h>
#include <libnftnl/expr.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <net/if.h>

#include <array>
#include <cstring>
#include <new>

#include "ruleset/match_words.h"

namespace nftrace {
namespace {

/// nft uses the first register for each comparison.
constexpr std::uint32_t kRegister = NFT_REG_1;

template <class T>
std::span<const std::byte> bytes_of(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

/// Expressions in the order in which the kernel runs them.
class Program {
 public:
  void load_meta(nft_meta_keys key) {
    nftnl_expr* expr = append("meta");
    nftnl_expr_set_u32(expr, NFTNL_EXPR_META_KEY, key);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_META_DREG, kRegister);
  }

  void load_ct(nft_ct_keys key) {
    nftnl_expr* expr = append("ct");
    nftnl_expr_set_u32(expr, NFTNL_EXPR_CT_KEY, key);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_CT_DREG, kRegister);
  }

  void load_payload(nft_payload_bases base, std::uint32_t offset, std::uint32_t length) {
    nftnl_expr* expr = append("payload");
    nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_DREG, kRegister);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_BASE, base);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_LEN, length);
  }

  void mask(std::span<const std::byte> bits) {
    const std::array<std::byte, 16> zero{};
    nftnl_expr* expr = append("bitwise");
    const auto length = static_cast<std::uint32_t>(bits.size());
    nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_SREG, kRegister);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_DREG, kRegister);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_LEN, length);
    nftnl_expr_set(expr, NFTNL_EXPR_BITWISE_MASK, bits.data(), length);
    nftnl_expr_set(expr, NFTNL_EXPR_BITWISE_XOR, zero.data(), length);
  }

  void compare(nft_cmp_ops op, std::span<const std::byte> value) {
    nftnl_expr* expr = append("cmp");
    nftnl_expr_set_u32(expr, NFTNL_EXPR_CMP_SREG, kRegister);
    nftnl_expr_set_u32(expr, NFTNL_EXPR_CMP_OP, op);
    nftnl_expr_set(expr, NFTNL_EXPR_CMP_DATA, value.data(),
                   static_cast<std::uint32_t>(value.size()));
  }

  [[nodiscard]] std::vector<NftExpr> take() { return std::move(exprs_); }

 private:
  nftnl_expr* append(const char* name) {
    exprs_.emplace_back(nftnl_expr_alloc(name));
    if (!exprs_.back()) throw std::bad_alloc();
    return exprs_.back().get();
  }

  std::vector<NftExpr> exprs_;
};

void add_interface(Program& program, nft_meta_keys by_index, nft_meta_keys by_name,
                   const InterfaceMatch& match) {
  if (!match.by_name) {
    program.load_meta(by_index);
    program.compare(NFT_CMP_EQ, bytes_of(match.index));
    return;
  }
  // A whole name is compared with its padding, a prefix without.
  std::array<char, IFNAMSIZ> name{};
  match.name.copy(name.data(), name.size() - 1);
  program.load_meta(by_name);
  program.compare(
      NFT_CMP_EQ,
      std::as_bytes(std::span(name)).first(match.prefix ? match.name.size() : name.size()));
}

/// Source addresses stand at these offsets in the header, destinations behind them.
constexpr std::uint32_t kSource4 = 12;
constexpr std::uint32_t kSource6 = 8;

void add_address(Program& program, const AddressMatch& match, bool destination) {
  const std::uint32_t size = match.v6 ? 16 : 4;
  const std::uint32_t offset = (match.v6 ? kSource6 : kSource4) + (destination ? size : 0);
  const std::uint32_t whole = match.prefix / 8;
  const auto address = std::as_bytes(std::span(match.address));
  if (match.prefix != 0 && match.prefix % 8 == 0) {
    // nft compares just the bytes of such a prefix.
    program.load_payload(NFT_PAYLOAD_NETWORK_HEADER, offset, whole);
    program.compare(NFT_CMP_EQ, address.first(whole));
    return;
  }
  std::array<std::uint8_t, 16> mask{};
  for (std::uint32_t bit = 0; bit < match.prefix; ++bit) {
    mask.at(bit / 8) = static_cast<std::uint8_t>(mask.at(bit / 8) | 0x80U >> bit % 8);
  }
  program.load_payload(NFT_PAYLOAD_NETWORK_HEADER, offset, size);
  program.mask(std::as_bytes(std::span(mask)).first(size));
  program.compare(NFT_CMP_EQ, address.first(size));
}

void add_ports(Program& program, const PortMatch& ports, std::uint32_t offset) {
  const std::uint16_t first = htons(ports.first);
  const std::uint16_t last = htons(ports.last);
  program.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, offset, sizeof(first));
  if (first == last) {
    program.compare(NFT_CMP_EQ, bytes_of(first));
  } else {
    program.compare(NFT_CMP_GTE, bytes_of(first));
    program.compare(NFT_CMP_LTE, bytes_of(last));
  }
}

void add_transport(Program& program, const MatchWords& words) {
  if (words.protocol) {
    program.load_meta(NFT_META_L4PROTO);
    program.compare(NFT_CMP_EQ, bytes_of(*words.protocol));
  }
  const auto single = [](const std::optional<PortMatch>& ports) {
    return ports && ports->first == ports->last;
  };
  if (single(words.sport) && single(words.dport)) {
    // nft reads both ports at once then.
    const std::array<std::uint16_t, 2> both = {htons(words.sport->first),
                                               htons(words.dport->first)};
    program.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, sizeof(both));
    program.compare(NFT_CMP_EQ, bytes_of(both));
    return;
  }
  if (words.sport) add_ports(program, *words.sport, 0);
  if (words.dport) add_ports(program, *words.dport, 2);
}

void add_addresses(Program& program, Family family, const MatchWords& words) {
  const auto& any = words.saddr ? words.saddr : words.daddr;
  if (!any) return;
  if (family == Family::Inet) {
    const std::uint8_t protocol = any->v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
    program.load_meta(NFT_META_NFPROTO);
    program.compare(NFT_CMP_EQ, bytes_of(protocol));
  }
  if (words.saddr) add_address(program, *words.saddr, false);
  if (words.daddr) add_address(program, *words.daddr, true);
}

void add_state_and_mark(Program& program, const MatchWords& words) {
  if (words.state) {
    const std::uint32_t none = 0;
    program.load_ct(NFT_CT_STATE);
    program.mask(bytes_of(*words.state));
    program.compare(NFT_CMP_NEQ, bytes_of(none));
  }
  if (words.mark) {
    program.load_meta(NFT_META_MARK);
    if (words.mark->mask != UINT32_MAX) program.mask(bytes_of(words.mark->mask));
    program.compare(NFT_CMP_EQ, bytes_of(words.mark->value));
  }
}

}  // namespace

void FreeNftExpr::operator()(nftnl_expr* expr) const noexcept { nftnl_expr_free(expr); }

Result<std::vector<NftExpr>> match_expressions(Family family, std::span<const std::string> words,
                                               const InterfaceIndex& index) {
  auto match = parse_match_words(family, words, index);
  if (!match) return tl::unexpected(std::move(match).error());
  Program program;
  if (match->iif) add_interface(program, NFT_META_IIF, NFT_META_IIFNAME, *match->iif);
  if (match->oif) add_interface(program, NFT_META_OIF, NFT_META_OIFNAME, *match->oif);
  add_addresses(program, family, *match);
  add_transport(program, *match);
  add_state_and_mark(program, *match);
  return program.take();
}

Result<std::vector<NftExpr>> match_expressions(Family family, std::span<const std::string> words) {
  return match_expressions(family, words,
                           [](const std::string& name) { return if_nametoindex(name.c_str()); });
}

}  // namespace nftrace
