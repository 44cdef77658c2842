// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/client.h"

#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/netlink.h>
#include <linux/nftrace.h>

#include <optional>
#include <utility>

#include "client/decode.h"

namespace nftrace {
namespace {

constexpr int kReadsAtMost = 10;

void put_name(MessageBuilder& request, const RuleName& name) {
  if (const auto* id = std::get_if<std::uint32_t>(&name)) {
    request.put_u32(NFTRACE_RULE_A_ID, *id);
  } else {
    request.put_text(NFTRACE_RULE_A_LABEL, std::get<std::string>(name));
  }
}

MessageBuilder request_for(const GenlFamily& family, std::uint16_t flags, nftrace_cmd command) {
  return MessageBuilder(family.id, flags, static_cast<std::uint8_t>(command), NFTRACE_GENL_VERSION);
}

/// Decodes one message into `out` with `decode`.
template <class Decode>
auto decode_message(const Message& message, Decode decode) {
  return genl_message(message).and_then(
      [&](const GenlMessage& generic) { return decode(generic.attributes); });
}

Error no_module() {
  return Error{Code::NoModule, 0, "the kernel module nftrace is not loaded", {}};
}

/// Questions that name no rule can only miss the family itself: the module was
/// unloaded since it was looked up.
Error gone_if_not_found(Error error) { return error.code == Code::NotFound ? no_module() : error; }

/// A label that the kernel could not hold names no rule; asking would only say
/// that the attribute is out of range.
bool can_exist(const RuleName& name) {
  const auto* label = std::get_if<std::string>(&name);
  return label == nullptr || (!label->empty() && label->size() < XT_NFTRACE_LABEL_SIZE &&
                              label->find('\0') == std::string::npos);
}

Error no_such_rule() { return Error{Code::NotFound, 0, "no such rule", {}}; }

}  // namespace

Client::Client(NetlinkSocket socket, GenlFamily family)
    : socket_(std::move(socket)), family_(std::move(family)) {}

Result<Client> Client::open(Autoload autoload) {
  auto socket = NetlinkSocket::open(NETLINK_GENERIC);
  if (!socket) return tl::unexpected(std::move(socket).error());
  auto family = autoload == Autoload::Yes ? load_family(*socket, NFTRACE_GENL_NAME)
                                          : find_family(*socket, NFTRACE_GENL_NAME);
  if (!family && family.error().code == Code::NotFound) return tl::unexpected(no_module());
  if (!family) return tl::unexpected(std::move(family).error());
  return Client(*std::move(socket), *std::move(family));
}

Result<ModuleInfo> Client::module() {
  std::optional<ModuleInfo> found;
  auto request = request_for(family_, NLM_F_ACK, NFTRACE_CMD_INFO_GET);
  auto answer = exchange(socket_, request, [&](const Message& message) {
    return decode_message(message, decode_info).map([&](ModuleInfo module) {
      found = std::move(module);
    });
  });
  if (!answer) return tl::unexpected(gone_if_not_found(std::move(answer).error()));
  if (!found) return fail(Code::Malformed, "the module did not answer");
  return *std::move(found);
}

Result<std::vector<RuleCounters>> Client::rules() {
  Result<> answer;
  for (int reads = 0; reads < kReadsAtMost; ++reads) {
    std::vector<RuleCounters> rules;
    auto request = request_for(family_, NLM_F_DUMP, NFTRACE_CMD_RULE_GET);
    answer = exchange(socket_, request, [&](const Message& message) {
      return decode_message(message, decode_rule).map([&](RuleCounters rule) {
        rules.push_back(std::move(rule));
      });
    });
    if (answer) return rules;
    if (answer.error().code != Code::Interrupted) break;
  }
  return tl::unexpected(gone_if_not_found(std::move(answer).error()));
}

Result<RuleCounters> Client::rule(const RuleName& name) {
  if (!can_exist(name)) return tl::unexpected(no_such_rule());
  std::optional<RuleCounters> found;
  auto request = request_for(family_, NLM_F_ACK, NFTRACE_CMD_RULE_GET);
  put_name(request, name);
  auto answer = exchange(socket_, request, [&](const Message& message) {
    return decode_message(message, decode_rule).map([&](RuleCounters rule) {
      found = std::move(rule);
    });
  });
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (!found) return tl::unexpected(no_such_rule());
  return *std::move(found);
}

Result<> Client::reset(const RuleName& name) {
  if (!can_exist(name)) return tl::unexpected(no_such_rule());
  auto request = request_for(family_, NLM_F_ACK, NFTRACE_CMD_RULE_RESET);
  put_name(request, name);
  return exchange(socket_, request, [](const Message&) { return Result<>{}; });
}

Result<> Client::reset_all() {
  auto request = request_for(family_, NLM_F_ACK, NFTRACE_CMD_RULE_RESET);
  request.put_flag(NFTRACE_RULE_A_ALL);
  auto answer = exchange(socket_, request, [](const Message&) { return Result<>{}; });
  return answer.map_error(gone_if_not_found);
}

}  // namespace nftrace
