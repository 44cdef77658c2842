// SPDX-License-Identifier: GPL-2.0-or-later
// A machine made of a folder: files as a test wants them, programs that answer.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "doctor/facts.h"
#include "doctor/machine.h"

namespace nftrace::doctor {

class MadeUpMachine {
 public:
  MadeUpMachine() {
    std::string pattern = (std::filesystem::temp_directory_path() / "nftrace-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  MadeUpMachine(const MadeUpMachine&) = delete;
  MadeUpMachine& operator=(const MadeUpMachine&) = delete;
  ~MadeUpMachine() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  void put(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    std::ofstream(root_ + path, std::ios::binary) << text;
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(root_ + path); }
  /// What `command` answers, its words joined by blanks.
  void answer(const std::string& command, const std::string& text) { answers_[command] = text; }

  [[nodiscard]] Machine machine() const {
    return Machine(root_, "6.1.0-test",
                   [this](const std::vector<std::string>& words) -> std::optional<std::string> {
                     std::string command;
                     for (const std::string& word : words) {
                       command += (command.empty() ? "" : " ") + word;
                     }
                     const auto found = answers_.find(command);
                     if (found == answers_.end()) return std::nullopt;
                     return found->second;
                   });
  }

 private:
  std::string root_;
  std::map<std::string, std::string> answers_;
};

/// What an nfctl of version 0.1.0 knows that has asked no kernel yet.
inline Facts facts() {
  Facts facts;
  facts.tool_version = "0.1.0";
  facts.info_size = 64;
  return facts;
}

}  // namespace nftrace::doctor
