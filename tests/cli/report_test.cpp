// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/report.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <nlohmann/json.hpp>

namespace nftrace::cli {
namespace {

TEST(Report, ChoosesTheExitStatusByTheCode) {
  EXPECT_EQ(exit_of({Code::Usage, 0, "", ""}), 2);
  EXPECT_EQ(exit_of({Code::NoModule, 0, "", ""}), 3);
  EXPECT_EQ(exit_of({Code::Permission, 0, "", ""}), 3);
  for (const Code code :
       {Code::Failed, Code::NotFound, Code::Overrun, Code::Malformed, Code::Interrupted}) {
    EXPECT_EQ(exit_of({code, 0, "", ""}), 1);
  }
}

TEST(Report, SaysHowToLoadTheModule) {
  EXPECT_NE(error_text({Code::NoModule, 0, "not loaded", ""}).find("sudo modprobe nftrace"),
            std::string::npos);
}

TEST(Report, SaysTheSystemsReasonOnce) {
  EXPECT_EQ(error_text({Code::Failed, ENOSPC, "cannot write", ""}),
            "nfctl: cannot write: No space left on device\n");
  EXPECT_EQ(error_text({Code::Failed, ENOSPC, "No space left on device", ""}),
            "nfctl: No space left on device\n");
}

TEST(Report, IsQuietWhenTheReaderIsGone) {
  EXPECT_EQ(error_text({Code::Failed, EPIPE, "cannot write the output", ""}), "");
}

TEST(Report, KeepsLinesAndEscapesTheRest) {
  EXPECT_EQ(error_text({Code::Failed, 0, "iptables said:\n\033[31mno", ""}),
            "nfctl: iptables said:\n\\x1b[31mno\n");
}

TEST(Report, HasAStableNameForPrograms) {
  const Json json = error_json({Code::NoModule, 0, "not loaded", ""});
  EXPECT_EQ(json["error"], "no-module");
  EXPECT_EQ(json["message"], "not loaded");
  EXPECT_EQ(json["hint"], "load it: sudo modprobe nftrace");
  EXPECT_TRUE(error_json({Code::Failed, 0, "x", ""})["hint"].is_null());
}

}  // namespace
}  // namespace nftrace::cli
