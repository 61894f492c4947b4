#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "entente/base/result.h"

namespace entente::formats {

/// Whole lines of a file. The text holds as long as the block is kept.
struct Block {
  std::string_view text;        ///< empty: the file is over
  std::int64_t first_line = 1;  ///< of the file
  std::shared_ptr<const void> keep{};
};

/// A file as it is distributed, plain, in gzip or alone in a zip archive, or standard input; cut
/// into blocks of whole lines. A byte-order mark is left out.
class Input {
 public:
  /// "-" is standard input.
  static base::Result<Input> open(const std::string& path);
  Input(Input&&) noexcept;
  Input& operator=(Input&&) noexcept;
  ~Input();

  /// The next whole lines, about a megabyte, or one line that is longer.
  base::Result<Block> next();
  /// All that is left, as one block.
  base::Result<Block> rest();

  /// The file's name without folder, ".gz" and ".zip"; "-" for standard input.
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::string& path() const;
  /// base::content_hash of the bytes as they were given, when all has been read.
  [[nodiscard]] std::string hash() const;
  /// The bytes as they were given: in all (0 when unknown), and those read so far.
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] std::uint64_t bytes_read() const;

 private:
  struct State;
  explicit Input(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace entente::formats
