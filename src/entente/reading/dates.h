#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// How an expression's interval hangs on the date that it names: "in 2014", "since 2014", …
enum class TimeRelation : std::uint8_t { in, since, until, by, before, after };

/// The words of a sentence that say when.
struct TimeExpression {
  int begin = 0, end = 0;  ///< tokens [begin, end), without a mere "in", "on", "at", "during"
  /// Both ends included. "since X" and "after X" end on the document's date, "by X" and an "until
  /// X" that lies ahead begin on it; an "until X" that is past is X, the last time it held. Nothing
  /// for "before X" in the past, and for what is vague. A season has the precision of a quarter.
  std::optional<base::Interval> when;
  TimeRelation relation = TimeRelation::in;
  /// The words alone put it into a past that is over: "Cold War-era", "in the past", "for decades"
  /// (but not "has for decades"). Whether a dated interval is background: `is_background`.
  bool historical = false;
};

/// What a document has told about time, sentence by sentence: what "the same month" and "two days
/// later" count from.
struct Timeline {
  std::optional<base::Date> document_date;
  std::optional<base::Interval> last;  ///< the date that was named last
  int age = 0;                         ///< sentences since then; find_dates counts them
};

/// Names for stretches of time, and names that only look like dates ("Good Friday Agreement"): the
/// lines of knowledge/dates.tsv.
class Periods {
 public:
  static base::Result<Periods> load(const std::filesystem::path& tsv);

  struct Name {
    std::vector<std::string> words;
    std::optional<base::Interval> when;
    bool historical = false;
    [[nodiscard]] bool is_date() const { return when.has_value() || historical; }
  };
  /// The names that begin with `word`, the longest first; nullptr when there are none.
  [[nodiscard]] const std::vector<Name>* starting_with(std::string_view word) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  void add(Name name);

  std::unordered_map<std::string, std::vector<Name>, Hash, std::equal_to<>> names_;
  std::uint64_t initials_[4] = {};  // the set of first bytes: most words stop here
};

/// The time expressions of one sentence, left to right, none overlapping. Needs forms, and tags
/// where tense decides: "on Monday" is the nearest Monday before the document's date, or after it
/// when the verb speaks of the future. Without a document date only dates that name their year are
/// found. Durations ("for three weeks", "the first visit in a decade") are not dates.
std::vector<TimeExpression> find_dates(std::span<const text::Token> tokens, Timeline& timeline,
                                       const Periods& periods);

/// True for what was over more than `kBackgroundYears` before the document's date (codebook 5).
bool is_background(const base::Interval& when, base::Date document_date);
inline constexpr int kBackgroundYears = 8;

}  // namespace entente::reading
