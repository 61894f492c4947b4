#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/base/date.h"

namespace entente::alignment {

/// On which side of 0 a pair stands, and since when. A side is where the mean of a year lies, half
/// of it before a month and half after (as far as the months go): a quarrel of some weeks is no
/// change of sides. The posterior's mean knows no date of a change; courses do, so that they are
/// drawn (`Paths`), month by month, and what is told is the spread of their last changes.
struct Since {
  bool is_aligned = false;  ///< in the end: above 0, else below
  double probability = 0;   ///< of that; half or more
  base::Date first;         ///< since when anything is known of it
  /// Given that it stands there: the first month on this side after the last on the other; the
  /// middle of all draws, and the ends between which nine in ten of them lie. Nothing: it has stood
  /// there from the first day on, since nobody knows when.
  std::optional<base::Date> date{}, from{}, to{};
};

/// Over the months from `first` to `last`. The same series and days give the same answer.
Since since(const Series& series, base::Date first, base::Date last);

/// {"side": "aligned" or "opposed", "probability", "date", "from", "to", "known_from"}: the JSON of
/// the command line and of the workbench; a day that nobody knows is null.
std::string json(const Since& since);

/// The side of each month of a course: above 0 is true.
std::vector<bool> sides(std::span<const double> course);

}  // namespace entente::alignment
