// SPDX-License-Identifier: GPL-2.0-or-later
// How many packets of a rule netfilter dropped, by the place in the kernel.
//
//   count_drops [LABEL]      all rules without one; ends after ten seconds
//
// A whole program on top of the client library, as short as it gets.
#include <cstdio>
#include <map>
#include <string>

#include "client/tap.h"
#include "ui/text.h"

namespace {

int complain(const nftrace::Error& error) {
  std::fprintf(stderr, "count_drops: %s\n", nftrace::ui::escape(error.what).c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  auto client = nftrace::Client::open(nftrace::Autoload::No);
  if (!client) return complain(client.error());

  nftrace::TapOptions options;
  options.drops_only = true;
  if (argc > 1) options.packets = nftrace::RuleName(std::string(argv[1]));
  auto tap = nftrace::Tap::open(client->family(), options);
  if (!tap) return complain(tap.error());

  std::map<std::string, unsigned long> drops;
  std::vector<nftrace::Event> batch;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    if (auto read = tap->next(batch, std::chrono::milliseconds(200)); !read) {
      return complain(read.error());
    }
    for (const nftrace::Event& event : batch) {
      // Gaps have no record; the counters below tell how many are missing.
      if (event.record != nullptr)
        ++drops[std::string(tap->place(nftrace::detail_of(*event.record).place))];
    }
  }
  const auto counters = tap->drain();
  if (!counters) return complain(counters.error());
  tap->rest(batch);
  for (const nftrace::Event& event : batch) {
    if (event.record != nullptr)
      ++drops[std::string(tap->place(nftrace::detail_of(*event.record).place))];
  }
  for (const auto& [place, count] : drops) {
    std::printf("%10lu  %s\n", count, place.empty() ? "-" : nftrace::ui::escape(place).c_str());
  }
  if (counters->lost != 0) {
    std::printf("%10llu  not told: this reader was too slow\n",
                static_cast<unsigned long long>(counters->lost));
  }
  return 0;
}
