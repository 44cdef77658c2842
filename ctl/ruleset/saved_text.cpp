// SPDX-License-Identifier: GPL-2.0-or-later
// What a saved ruleset's text says of NFTRACE.
#include <algorithm>
#include <array>

#include "ruleset/option_block.h"
#include "ruleset/saved_rules.h"

namespace nftrace {
namespace {

struct Token {
  std::string_view text;  ///< without its quotes
  bool quoted = false;
  unsigned line = 0;
};

/// Splits nft's language as far as it matters here: comments go, a string is one
/// token, and everything that can stand beside a word parts it.
class NftTokens {
 public:
  explicit NftTokens(std::string_view text) : text_(text) {}

  /// False at the end.
  bool next(Token& token) {
    skip();
    if (at_ == text_.size()) return false;
    token.line = line_;
    token.quoted = text_[at_] == '"';
    if (token.quoted) ++at_;
    // nft's strings know no escapes and end with their line at the latest.
    const std::size_t end = text_.find_first_of(token.quoted ? "\"\n" : kParting, at_);
    token.text = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ = std::min(end, text_.size());
    if (token.quoted && at_ < text_.size() && text_[at_] == '"') ++at_;
    return true;
  }

 private:
  static constexpr const char* kParting = " \t\r\n;{}\"#\\";

  void skip() {
    bool comment = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        comment = false;
      } else if (c == '#') {
        comment = true;
      } else if (!comment && std::string_view(" \t\r;{}\\").find(c) == std::string_view::npos) {
        return;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
};

/// Words of one line of iptables-save; quotes as iptables-restore reads them.
std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  bool quoted = false;
  bool word = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    char c = line[at];
    if (!quoted && (c == ' ' || c == '\t' || c == '\r')) {
      word = false;
      continue;
    }
    if (!std::exchange(word, true)) words.emplace_back();
    if (c == '"') {
      quoted = !quoted;
      continue;
    }
    if (quoted && c == '\\' && at + 1 < line.size()) c = line[++at];
    words.back() += c;
  }
  return words;
}

/// Does a rule with these words jump to NFTRACE, in one of the ways to write it?
bool jumps_to_nftrace(const std::vector<std::string>& words) {
  const std::string name(kTargetName);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] == "-j" + name || words[at] == "--jump=" + name) return true;
    const bool jump = words[at] == "-j" || words[at] == "--jump";
    if (jump && at + 1 < words.size() && words[at + 1] == name) return true;
  }
  return false;
}

}  // namespace

SavedText scan_nft_text(std::string_view text) {
  SavedText found;
  NftTokens tokens(text);
  std::array<Token, 3> last{};  // the newest is behind
  Token token;
  while (tokens.next(token)) {
    std::rotate(last.begin(), last.begin() + 1, last.end());
    last.back() = token;
    const bool xt = last[0].text == "xt" && !last[0].quoted && last[1].text == "target" &&
                    !last[1].quoted && last[2].text == kTargetName;
    if (xt) found.lines.push_back(last[0].line);
    if (last[1].text == "include" && !last[1].quoted && token.quoted) {
      found.includes.emplace_back(token.text);
    }
  }
  return found;
}

SavedText scan_iptables_text(std::string_view text) {
  SavedText found;
  unsigned number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.starts_with('#') || line.find(kTargetName) == std::string_view::npos) continue;
    if (jumps_to_nftrace(split_words(line))) found.lines.push_back(number);
  }
  return found;
}

}  // namespace nftrace
