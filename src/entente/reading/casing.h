#pragma once

#include <string>

#include "entente/reading/actors.h"
#include "entente/reading/patterns.h"

namespace entente::reading {

/// While it lives, a text without capitals (a transcript by machine, a chat) has those that running
/// text has: at the head of sentences and in the names that knowledge/ has. What is written in
/// small letters and is also a common word ("hope", "nice") stays small. The bytes stay where they
/// are and as many as they were, so that places in the text hold; other texts are left alone.
class Capitals {
 public:
  Capitals(std::string& text, const Actors& actors, const Patterns& patterns);
  ~Capitals();
  Capitals(const Capitals&) = delete;
  Capitals& operator=(const Capitals&) = delete;

 private:
  std::string& text_;
  std::string written_;  // empty: nothing to restore
};

}  // namespace entente::reading
