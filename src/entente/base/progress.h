#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace entente::base {

/// A line on standard error that says how far a long job is. There is none when standard error is
/// no terminal, nor in the first half second. Safe to call from several threads.
class Progress {
 public:
  explicit Progress(bool wanted = true);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows a bar for `done` of `total`, and `note` after it. Without a total (0) only the note.
  void show(std::uint64_t done, std::uint64_t total, std::string_view note);
  /// Prints a line above the bar, or just prints it when there is none; control characters of it
  /// become blanks.
  void say(std::string_view line);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void erase();

  std::mutex mutex_;
  int width_ = 0;  // columns; 0 when there is no bar
  bool visible_ = false;
  Clock::time_point next_;
};

}  // namespace entente::base
