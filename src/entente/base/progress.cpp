#include "entente/base/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "entente/base/terminal.h"

namespace entente::base {

namespace {
constexpr auto kFirst = std::chrono::milliseconds(500);
constexpr auto kEvery = std::chrono::milliseconds(100);
constexpr int kBar = 24;  // columns

std::string bar(std::uint64_t done, std::uint64_t total) {
  const double part = std::min(1.0, double(done) / double(total));
  const int full = int(part * kBar);
  std::string cells;
  for (int i = 0; i < kBar; ++i) cells += i < full ? "━" : "╌";
  return fmt::format("{} {:3.0f}%  ", cells, part * 100);
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }
}  // namespace

Progress::Progress(bool wanted)
    : width_(wanted ? terminal_width(STDERR_FILENO).value_or(0) : 0),
      next_(Clock::now() + kFirst) {}

void Progress::show(std::uint64_t done, std::uint64_t total, std::string_view note) {
  if (width_ == 0) return;
  const std::scoped_lock lock(mutex_);
  if (Clock::now() < next_) return;
  next_ = Clock::now() + kEvery;
  const std::string line = total > 0 ? bar(done, total).append(note) : std::string(note);
  erase();
  print(one_line(line, width_ - 1));
  visible_ = true;
}

void Progress::say(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  erase();
  print(one_line(line) + "\n");
}

void Progress::clear() {
  const std::scoped_lock lock(mutex_);
  erase();
}

void Progress::erase() {
  if (visible_) print("\r\x1b[K");
  visible_ = false;
}

}  // namespace entente::base
