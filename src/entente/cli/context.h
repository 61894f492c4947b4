#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace entente::cli {

/// What the shell is told. `misused`: the command line makes no sense; `interrupted`: Ctrl-C.
enum class Exit { done = 0, failed = 1, misused = 2, interrupted = 130 };

enum class Format { table, jsonl, csv };

/// What a stretch of output is, and so how it is coloured.
enum class Ink { plain, strong, faint, actor, recipient, trigger, claimant, date };

/// Colours text, or leaves it as it is.
class Painter {
 public:
  explicit Painter(bool colours = false) : colours_(colours) {}
  [[nodiscard]] std::string operator()(Ink ink, std::string_view text) const;
  [[nodiscard]] bool colours() const { return colours_; }

 private:
  bool colours_;
};

/// Standard output, buffered. A failed write shows in `close`, and in `failed` from then on.
class Output {
 public:
  template <class... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Values>(values)...);
    if (buffer_.size() > kBuffer) flush();
  }
  void write(std::string_view text);
  void flush();
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] base::Result<void> close();

 private:
  static constexpr std::size_t kBuffer = 64 << 10;  // bytes
  std::string buffer_;
  bool failed_ = false;
};

/// "1 claim", "2 claims".
std::string counted(std::int64_t count, std::string_view noun);

/// The options that every command has, and where its output goes.
struct Context {
  std::string record = "entente.duckdb";
  Format format = Format::table;
  std::string colour = "auto";
  Output out;

  [[nodiscard]] Painter painter() const;
  /// Columns to fit output into; nothing when it goes to a file or a pipe, where lines may be long.
  [[nodiscard]] std::optional<int> width() const;
};

using Command = std::function<base::Result<Exit>()>;

/// Takes a day like 2017-09-05 and nothing else.
CLI::Validator is_day();

/// Adds --record to a command.
void add_record_option(CLI::App& command, Context& context);
/// Adds --record, --format and --color.
void add_common_options(CLI::App& command, Context& context);
/// Adds --world to a command that reads text.
void add_world_option(CLI::App& command, std::vector<std::filesystem::path>& worlds);

}  // namespace entente::cli
