// SPDX-License-Identifier: GPL-2.0-or-later
// JSON for streams: one object a line, written straight into a buffer.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ui/line_buffer.h"

namespace nftrace::ui {

/// Writes objects one after the other:
///
///   line.open();
///   line.number("len", 60);
///   line.open("ct");  line.text("state", "new");  line.close();
///   line.close();
///   line.end();
///
/// Names are ours: plain ASCII without quotes, not escaped. The usual mistake is
/// to forget a close(); nothing checks it.
class JsonLine {
 public:
  void open() {
    buffer_.put('{');
    first_ = true;
  }
  void open(std::string_view name) {
    this->name(name);
    open();
  }
  void close() {
    buffer_.put('}');
    first_ = false;
  }
  void end() { buffer_.put('\n'); }

  /// Exact to 64 bits.
  [[gnu::always_inline]] void number(std::string_view name, std::uint64_t value) {
    this->name(name);
    buffer_.put_number(value);
  }
  [[gnu::always_inline]] void boolean(std::string_view name, bool value) {
    this->name(name);
    buffer_.put(value ? std::string_view("true") : std::string_view("false"));
  }
  [[gnu::always_inline]] void null(std::string_view name) {
    this->name(name);
    put_null();
  }
  /// In ASCII only: \uXXXX for the rest, and bytes that are not UTF-8 become the
  /// four characters \xNN.
  [[gnu::always_inline]] void text(std::string_view name, std::string_view value) {
    this->name(name);
    put_text(value);
  }
  /// A text of ours: printable ASCII without `"` and `\`, which nobody looks at.
  [[gnu::always_inline]] void word(std::string_view name, std::string_view value) {
    open_text(name);
    buffer_.put(value);
    close_text();
  }
  /// Two hexadecimal digits for each byte.
  void hex(std::string_view name, std::span<const std::byte> bytes) {
    open_text(name);
    buffer_.put_hex_bytes(bytes);
    close_text();
  }
  /// Between quotes stands what is put into buffer() in between: plain text.
  [[gnu::always_inline]] void open_text(std::string_view name) {
    this->name(name);
    buffer_.put('"');
  }
  void close_text() { buffer_.put('"'); }

  /// In line, so that the name's length is known where it is copied. One of the
  /// values below, or a number in buffer(), has to follow.
  [[gnu::always_inline]] void name(std::string_view name) {
    char* at = buffer_.room(name.size() + 4);
    *at = ',';
    at += first_ ? 0 : 1;
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    at += name.size();
    *at++ = '"';
    *at++ = ':';
    buffer_.advance_to(at);
    first_ = false;
  }
  /// So much was written into buffer() behind open(): whole members, commas between.
  void members_written() { first_ = false; }
  void put_null() { buffer_.put(std::string_view("null")); }
  void put_text(std::string_view value);

  [[nodiscard]] LineBuffer& buffer() { return buffer_; }

 private:
  LineBuffer buffer_;
  bool first_ = true;
};

}  // namespace nftrace::ui
