#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/model/document.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// A stretch of a document that is worth reading. It may span line ends.
struct Block {
  model::Span span;
  Role role = Role::body;
  std::uint32_t paragraph = 0;  ///< counts the blocks of one document from 0
};

/// A document without its boiler-plate, and what its head says of it. Where the document itself
/// already has a title, author, source or date, that one is kept.
struct Cleaned {
  std::vector<Block> blocks;  ///< in the order of the text, apart from one another
  model::Span dateline;       ///< "NAIROBI, Kenya (AP) — ", where the report has one
  std::string title, author, source;
  std::optional<base::Date> date;
};

/// Tells an article from what the web has put around it: menus, bylines, datelines, captions, share
/// buttons, teasers, notes, comments. Loaded once; `clean` may run on many threads.
class Cleaner {
 public:
  /// Reads boilerplate.tsv from the folder `knowledge`.
  static base::Result<Cleaner> load(const std::filesystem::path& knowledge);
  Cleaner(Cleaner&&) noexcept;
  Cleaner& operator=(Cleaner&&) noexcept;
  ~Cleaner();

  [[nodiscard]] Cleaned clean(const model::Document& document) const;

 private:
  struct Phrases;
  explicit Cleaner(std::unique_ptr<Phrases> phrases);
  std::unique_ptr<Phrases> phrases_;
};

}  // namespace entente::text
