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
    put_name(name);
    open();
  }
  void close() {
    buffer_.put('}');
    first_ = false;
  }
  void end() { buffer_.put('\n'); }

  /// Exact to 64 bits.
  void number(std::string_view name, std::uint64_t value) {
    put_name(name);
    buffer_.put_number(value);
  }
  void boolean(std::string_view name, bool value) {
    put_name(name);
    buffer_.put(value ? std::string_view("true") : std::string_view("false"));
  }
  void null(std::string_view name) {
    put_name(name);
    buffer_.put(std::string_view("null"));
  }
  /// In ASCII only: \uXXXX for the rest, and bytes that are not UTF-8 become the
  /// four characters \xNN.
  void text(std::string_view name, std::string_view value);
  /// Two hexadecimal digits for each byte.
  void hex(std::string_view name, std::span<const std::byte> bytes) {
    put_name(name);
    buffer_.put('"');
    buffer_.put_hex_bytes(bytes);
    buffer_.put('"');
  }
  /// Between quotes stands what is put into buffer() in between: plain text.
  void open_text(std::string_view name) {
    put_name(name);
    buffer_.put('"');
  }
  void close_text() { buffer_.put('"'); }

  [[nodiscard]] LineBuffer& buffer() { return buffer_; }

 private:
  void put_name(std::string_view name) {
    // In one piece, so that the name's length is known where it is copied.
    char* at = buffer_.room(name.size() + 4);
    std::size_t used = 0;
    if (!first_) at[used++] = ',';
    at[used++] = '"';
    std::memcpy(at + used, name.data(), name.size());
    used += name.size();
    at[used++] = '"';
    at[used++] = ':';
    buffer_.advance(used);
    first_ = false;
  }

  LineBuffer buffer_;
  bool first_ = true;
};

}  // namespace nftrace::ui
