#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "entente/base/result.h"
#include "entente/formats/format.h"
#include "entente/formats/tally.h"
#include "entente/record/import.h"
#include "entente/record/record.h"

namespace entente::formats {

struct ImportOptions {
  std::string name{};               ///< of the data set; of its file when empty
  std::optional<base::Date> start;  ///< the day that a count of hours starts from
  unsigned threads = 2;
  std::function<bool()> stop{};  ///< true: break off, and leave the record as it was
  /// Called now and then, from any thread; the total is 0 when it is not known.
  std::function<void(std::uint64_t read, std::uint64_t total)> show{};
  std::function<void(const Reject&)> reject{};  ///< called for each malformed row, in their order
};

struct ImportReport {
  record::Dataset dataset;
  Tally tally;
  bool known = false;     ///< the record had the same file already: nothing was changed
  bool replaced = false;  ///< another file of this name and format has gone
};

/// Puts a file ("-": standard input) into the record in one transaction. When more than half of its
/// rows are malformed it is not a file of this format: an error, and nothing is changed.
base::Result<ImportReport> import_file(record::Record& record, const Knowledge& knowledge,
                                       const Format& format, const std::string& path,
                                       const ImportOptions& options);

}  // namespace entente::formats
