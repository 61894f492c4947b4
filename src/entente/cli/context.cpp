#include "entente/cli/context.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "entente/base/date.h"
#include "entente/base/terminal.h"

namespace entente::cli {

std::string Painter::operator()(Ink ink, std::string_view text) const {
  // Select Graphic Rendition codes of ECMA-48, in the order of Ink; the eight basic colours follow
  // the user's own palette.
  constexpr std::array<const char*, 8> kCodes{"", "1", "2", "36", "32", "1;33", "35", "34"};
  if (!colours_ || ink == Ink::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[std::size_t(ink)], text);
}

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() > kBuffer) flush();
}

void Output::flush() {
  if (!failed_)
    failed_ = std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size() ||
              std::fflush(stdout) != 0;
  buffer_.clear();
}

base::Result<void> Output::close() {
  flush();
  if (failed_) return base::fail(std::strerror(errno), "standard output");
  return {};
}

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Painter Context::painter() const {
  if (colour != "auto") return Painter(colour == "always");
  const char* refused = std::getenv("NO_COLOR");  // no-color.org: set and not empty
  return Painter(::isatty(STDOUT_FILENO) != 0 && (refused == nullptr || *refused == '\0'));
}

std::optional<int> Context::width() const { return base::terminal_width(STDOUT_FILENO); }

void add_record_option(CLI::App& command, Context& context) {
  command.add_option("--record", context.record, "The record's file (entente.duckdb)")
      ->type_name("PATH");
}

CLI::Validator is_day() {
  return {[](const std::string& text) {
            const bool is_date = text.size() == 10 && base::Date::parse(text);
            return is_date ? std::string() : text + " is no date like 2017-09-05";
          },
          ""};
}

void add_common_options(CLI::App& command, Context& context) {
  static const std::map<std::string, Format> kFormats{
      {"table", Format::table},
      {"json", Format::jsonl},  // a command with one answer prints one line: a JSON document
      {"jsonl", Format::jsonl},
      {"csv", Format::csv}};
  add_record_option(command, context);
  command.add_option("--format", context.format, "For people, or for programs (table)")
      ->type_name("{table,json,jsonl,csv}")
      ->transform(CLI::CheckedTransformer(kFormats).description(""));
  command.add_option("--color", context.colour, "Colours: auto means on a terminal")
      ->type_name("{auto,always,never}")
      ->transform(CLI::IsMember({"auto", "always", "never"}).description(""));
}

void add_world_option(CLI::App& command, std::vector<std::filesystem::path>& worlds) {
  command
      .add_option("--world", worlds,
                  "A folder of knowledge of its own, on top of knowledge/; may be repeated")
      ->type_name("FOLDER")
      ->allow_extra_args(false);
}

}  // namespace entente::cli
