#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/model/document.h"

namespace entente::text {

/// A plain text, web page or PDF must not be larger; JSON Lines files may, their lines must not.
inline constexpr std::size_t kLargestDocument = std::size_t{64} << 20;

/// The documents behind what the user named, one at a time: files, folders with what is in them,
/// and
/// "-" for the standard input. Each is plain text (with or without front matter), HTML, PDF or JSON
/// Lines, told by its content first and its name second.
///
/// A document's id is the file's name; for files of a folder its path from that folder; for JSON
/// Lines the line's "id", or NAME:LINE.
class Source {
 public:
  /// Lists the inputs; nothing is read yet. Fails when there are none. What is missing or
  /// unreadable comes as an error from next().
  static base::Result<Source> open(const std::vector<std::string>& inputs);
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;
  ~Source();

  /// The next document; an error for one that could not be read, after which the next call goes on;
  /// nothing at the end.
  std::optional<base::Result<model::Document>> next();

  [[nodiscard]] std::size_t files() const;         ///< files, folders walked
  [[nodiscard]] std::uint64_t bytes() const;       ///< of all of them; streams count as 0
  [[nodiscard]] std::uint64_t bytes_read() const;  ///< so far

 private:
  struct Walk;
  explicit Source(std::unique_ptr<Walk> walk);
  std::unique_ptr<Walk> walk_;
};

}  // namespace entente::text
