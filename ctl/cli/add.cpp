// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl add: puts an NFTRACE rule into a chain, with the tool that owns it.
#include "cli/add.h"

#include <net/if.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/rule_name.h"
#include "cli/saved_view.h"
#include "client/client.h"
#include "ruleset/chain_owner.h"
#include "ruleset/match_iptables.h"
#include "ruleset/nft_bus.h"
#include "ruleset/nft_ruleset.h"
#include "ruleset/removal.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

/// The two forms of the command, which the parser can't know.
constexpr const char* kUsageText =
    "Usage: nfctl add [OPTIONS] CHAIN [-- MATCH...]               with iptables\n"
    "       nfctl add [OPTIONS] FAMILY TABLE CHAIN [-- MATCH...]  into a table of nft\n";

/// One rule to write, with who writes it.
struct Job {
  Family family;
  Backend backend;
};

/// What was done so far, to be told and, if a later step fails, undone.
struct Done {
  std::vector<Place> places;
  std::string text;
};

std::string described(const Place& place) {
  std::string text = fmt::format("added: {}, rule {}", describe(place), place.id);
  const std::string& label = place.options.label;
  if (!label.empty()) text += fmt::format(" \"{}\"", ui::escape(label));
  return text + "\n";
}

/// Who writes each family's chain, asked for all before anything is written.
Result<std::vector<Job>> jobs_for(const IptablesAdd& add, Done& done) {
  std::vector<Job> jobs;
  for (const Family family : add.families) {
    const AddRequest& request = add.request;
    auto owner = owner_of_chain(family, request.table, request.chain);
    if (!owner) return tl::unexpected(std::move(owner).error());
    if (!owner->iptables) {
      const std::string name =
          fmt::format("{} {} {}", to_string(family), request.table, request.chain);
      return fail(Code::Failed, name + " is a chain of nft, not of iptables", 0,
                  "write: nfctl add " + name);
    }
    const Backend backend = add.backend.value_or(owner->backend);
    done.text += fmt::format("{} {} {}: {} ({})\n", to_string(family), ui::escape(request.table),
                             ui::escape(request.chain), to_string(backend),
                             add.backend ? "as asked for" : ui::escape(owner->why));
    jobs.push_back({family, backend});
  }
  return jobs;
}

/// The rule that was just written, as the ruleset has it now.
Result<Place> find_added(const Job& job, const AddRequest& request) {
  auto places = read_places();
  if (!places) return tl::unexpected(std::move(places).error());
  const Place* found = nullptr;
  for (const Place& place : places->rules) {
    const bool here = place.family == job.family && place.backend == job.backend &&
                      place.table == request.table && place.chain == request.chain &&
                      place.options.label == request.options.label;
    // At the end: the last one that fits.
    if (here && (request.append || place.number == request.number)) found = &place;
  }
  if (found == nullptr) {
    return fail(Code::Failed, "the rule was added, but somebody changed the chain since", 0,
                "see: nfctl rules");
  }
  return *found;
}

Result<Place> write_one(const Job& job, const AddRequest& request) {
  auto ran = run_iptables(job.backend, job.family, add_words(request));
  if (!ran) return tl::unexpected(std::move(ran).error());
  if (ran->status != 0) {
    std::string said = ran->err;
    while (!said.empty() && said.back() == '\n') said.pop_back();
    return fail(Code::Failed,
                fmt::format("iptables refused the rule (status {})\n{}", ran->status, said));
  }
  return find_added(job, request);
}

Result<> write_all(const IptablesAdd& add, Done& done) {
  auto jobs = jobs_for(add, done);
  if (!jobs) return tl::unexpected(std::move(jobs).error());
  for (const Job& job : *jobs) {
    auto place = write_one(job, add.request);
    if (!place) {
      // Both families or none.
      Error error = std::move(place).error();
      if (!done.places.empty() && !remove_places(done.places)) {
        error.hint = "the rule of the other family was added and is still there";
      }
      return tl::unexpected(std::move(error));
    }
    done.text += described(*place);
    done.places.push_back(*std::move(place));
  }
  return {};
}

Result<MatchWords> match_of(const NftAdd& add) {
  return parse_match_words(add.family, add.match,
                           [](const std::string& name) { return if_nametoindex(name.c_str()); });
}

/// For a table that iptables-nft owns: the same rule with iptables.
Result<Place> write_with_iptables(const NftAdd& add, unsigned number) {
  auto match = match_of(add);
  if (!match) return tl::unexpected(std::move(match).error());
  auto words = iptables_match(*match);
  if (!words) return tl::unexpected(std::move(words).error());
  AddRequest request;
  request.table = add.table;
  request.chain = add.chain;
  request.number = number;
  request.match = *std::move(words);
  request.options = add.options;
  return write_one({add.family, Backend::Nft}, request);
}

/// Who owns the table decides who writes, however the chain was named.
Result<> write_nft(const NftAdd& add, Done& done) {
  auto owner = owner_of_nft_chain(add.family, add.table, add.chain, add.position);
  if (!owner) return tl::unexpected(std::move(owner).error());
  done.text += fmt::format("{} {} {}: {}\n", to_string(add.family), ui::escape(add.table),
                           ui::escape(add.chain),
                           owner->iptables ? "written with iptables-nft, which owns the table"
                                           : "written with libnftnl, a native nft table");
  auto place = owner->iptables ? write_with_iptables(add, owner->number) : add_nft_rule(add);
  if (!place) return tl::unexpected(std::move(place).error());
  done.text += described(*place);
  done.places.push_back(*std::move(place));
  return {};
}

/// What a number means in the chain as it is now.
Result<> resolve_position(NftAdd& add) {
  if (add.position.kind != NftPosition::Kind::Number) return {};
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  auto ruleset = read_nft_ruleset(*bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  add.position = resolved(*ruleset, add.family, add.table, add.chain, add.position);
  return {};
}

void add_options(const Parser& parser, AddWords& words) {
  parser.word("CHAIN", words.words, "INPUT; or FAMILY TABLE CHAIN: inet fw input");
  parser.option("--family", "NAME", words.family, "ip, ip6 or both [ip]");
  parser.option("--backend", "NAME", words.backend, "legacy or nft [the one that owns the chain]");
  parser.option("-t,--table", "NAME", words.table, "Table of iptables [filter]");
  parser.option("--label", "TEXT", words.options.label, "Name; rules of one name share counters");
  parser.flag("--count-only", words.options.count_only, "Count hits and bytes, follow no packet");
  parser.option("--sample", "N", words.options.sample, "Events of every Nth packet only [1]");
  parser.option("--rate", "N", words.options.rate, "Events a second at most [no limit]");
  parser.option("--burst", "N", words.options.burst,
                "Events at once, with --rate [a second's worth]");
  parser.option("--position", "N", words.position, "Number within the chain [1]");
  parser.flag("--first", words.first, "In front of all others (that is so anyway)");
  parser.flag("--last", words.last, "Behind all others");
  parser.option("--before", "HANDLE", words.before, "nft: in front of this rule");
  parser.option("--after", "HANDLE", words.after, "nft: behind this rule");
}

Result<int> run(const AddWords& words, ui::Output& output) {
  auto added = add_rule(words);
  if (!added) return tl::unexpected(std::move(added).error());
  if (added->nft) added->text += std::string(kNotReloadable) + "\n";
  return output.write(added->text).map([] { return int{kOk}; });
}

}  // namespace

Result<AddWords> parse_add_words(const std::vector<std::string>& line) {
  AddWords words;
  const Parser parser;
  add_options(parser, words);
  const auto dashes = std::find(line.begin(), line.end(), "--");
  if (dashes != line.end()) words.match.assign(dashes + 1, line.end());
  return parser.parse({line.begin(), dashes}).map([&] { return words; });
}

Result<Added> add_rule(const AddWords& words) {
  auto plan = plan_add(words);
  if (!plan) return tl::unexpected(std::move(plan).error());
  if (const auto* add = std::get_if<NftAdd>(&*plan)) {
    // Wrong words are told before the kernel loads anything for them.
    if (auto match = match_of(*add); !match) return tl::unexpected(std::move(match).error());
  }
  // The only command that may make the kernel load the module.
  if (auto client = Client::open(Autoload::Yes); !client) {
    return tl::unexpected(std::move(client).error());
  }
  Done done;
  Result<> written;
  if (const auto* iptables = std::get_if<IptablesAdd>(&*plan)) {
    written = write_all(*iptables, done);
  } else {
    auto& nft = std::get<NftAdd>(*plan);
    written = resolve_position(nft).and_then([&] { return write_nft(nft, done); });
  }
  if (!written) return tl::unexpected(std::move(written).error());
  const bool nft = std::any_of(done.places.begin(), done.places.end(),
                               [](const Place& place) { return place.backend == Backend::Nft; });
  return Added{std::move(done.text), nft};
}

Command add_command(const Parser& nfctl, const std::vector<std::string>& behind_dashes) {
  auto words = std::make_shared<AddWords>();
  Command command{nfctl.command("add", "Put an NFTRACE rule into a chain")};
  const Parser& parser = command.parser;
  parser.usage(kUsageText);
  add_options(parser, *words);
  parser.footer(
      "MATCH is iptables' own words (-p tcp --dport 443), or for nft pairs of iif, oif,\n"
      "iifname, oifname, proto, saddr, daddr, sport, dport, state, mark and a value.\n"
      "Examples:\n"
      "  nfctl add --label web INPUT -- -p tcp --dport 443\n"
      "  nfctl add --family both -t raw PREROUTING --count-only\n"
      "  nfctl add inet fw input --last -- proto udp dport 53");
  command.run = [words, &behind_dashes](ui::Output& output) {
    words->match = behind_dashes;
    return run(*words, output);
  };
  return command;
}

}  // namespace nftrace::cli
