#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/reading/actors.h"
#include "entente/reading/dates.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// What a document that bears no date tells of the time when it was written: the persons whom it
/// names, whose terms of office knowledge/persons.tsv has, and the last day that it tells of.
///
/// The estimate is a posterior over months, all alike beforehand. A person whom a text names is in
/// office then with probability `kInOffice`, in a month after all terms or between them with
/// `kOutOfOffice`, and before the first one with `kNotYet`; a day that is told of with its year is
/// past, the more recent the likelier. docs/reading.md has how the figures were found, and how far
/// estimates lie from dates that were hidden.
class DateEvidence {
 public:
  explicit DateEvidence(const Actors& actors) : actors_(actors) {}

  /// `expressions` are those of find_dates without a document date.
  void add_sentence(std::span<const text::Token> tokens,
                    std::span<const TimeExpression> expressions);

  /// The months that hold nine tenths of the posterior, with Precision::estimate: in which the
  /// document was probably written. Nothing where they span more than `kLongestEstimate` months:
  /// such a text could be of any time.
  [[nodiscard]] std::optional<base::Interval> estimate() const;

 private:
  struct Term {
    std::string_view person;
    int first, last;  ///< months from `kFirstYear` on, both included
  };
  void add_person(std::span<const Sense> terms);

  const Actors& actors_;
  std::vector<Term> terms_;
  int last_told_ = -1;  ///< month; -1 when no day is named with its year
};

inline constexpr int kLongestEstimate = 60;

}  // namespace entente::reading
