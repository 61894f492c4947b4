#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace entente::base {

/// What went wrong, where, and what the user can do about it. Errors are values; nothing throws
/// across a stage's border.
struct Error {
  std::string what;    ///< "front matter is not closed"
  std::string where;   ///< a file, with line or byte where there is one; may be empty
  std::string advice;  ///< what to do next; may be empty

  /// "WHERE: WHAT; ADVICE", with the parts that are there.
  [[nodiscard]] std::string message() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error from a function that returns a Result.
inline tl::unexpected<Error> fail(std::string what, std::string where = {},
                                  std::string advice = {}) {
  return tl::unexpected<Error>(Error{std::move(what), std::move(where), std::move(advice)});
}

}  // namespace entente::base
