#include "entente/reading/document_date.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace entente::reading {

using base::Date;
using base::Interval;
using base::Precision;
using text::Tag;

namespace {

constexpr int kFirstYear = 1980;  // five years before the first terms of persons.tsv

constexpr double kInOffice = 0.94, kOutOfOffice = 0.05, kNotYet = 0.01;
// How long ago the last day lies that a text names with its year: for a fifth of the texts some
// years, for the others, which name old years only, some decades; and it seldom lies ahead.
constexpr double kRecent = 0.2, kRecentYears = 2, kOldYears = 20, kAhead = 0.003;

int month_of(Date date) {
  // Terms without a beginning or an end reach to days that no calendar has.
  const auto [year, month, day] =
      std::clamp(date, Date::from_civil(1000, 1, 1), Date::from_civil(3000, 1, 1)).civil();
  return (year - kFirstYear) * 12 + month - 1;
}

Date first_day(int month) { return Date::from_civil(kFirstYear + month / 12, month % 12 + 1, 1); }

/// The logarithm of the density of what was told of so many months ago.
double log_age(int months) {
  if (months < 0) return std::log(kAhead);
  const auto decay = [&](double years) { return std::exp(-months / 12.0 / years) / years; };
  return std::log(kRecent * decay(kRecentYears) + (1 - kRecent) * decay(kOldYears));
}

/// A log-likelihood by month to which stretches of months are added.
class Likelihood {
 public:
  explicit Likelihood(int months) : steps_(std::size_t(months) + 1) {}
  /// Adds to the months [first, end), as far as there are such.
  void add(int first, int end, double amount) {
    const int months = int(steps_.size()) - 1;
    first = std::clamp(first, 0, months);
    end = std::clamp(end, first, months);
    steps_[std::size_t(first)] += amount;
    steps_[std::size_t(end)] -= amount;
  }
  /// Probabilities by month.
  [[nodiscard]] std::vector<double> posterior() const {
    std::vector<double> months(steps_.size() - 1);
    std::partial_sum(steps_.begin(), steps_.end() - 1, months.begin());
    const double most = *std::ranges::max_element(months);
    for (double& month : months) month = std::exp(month - most);
    const double sum = std::accumulate(months.begin(), months.end(), 0.0);
    for (double& month : months) month /= sum;
    return months;
  }

 private:
  std::vector<double> steps_;  // differences between neighbours
};

/// The first month up to which a share of the probability lies.
int quantile(const std::vector<double>& months, double share) {
  double sum = 0;
  for (std::size_t i = 0; i < months.size(); ++i)
    if ((sum += months[i]) >= share) return int(i);
  return int(months.size()) - 1;
}

/// True when the expression names its time as exactly as a year, and as past or present.
bool tells_of_past(const TimeExpression& expression, std::span<const text::Token> tokens) {
  if (!expression.when || expression.when->precision == Precision::range ||
      expression.relation != TimeRelation::in)
    return false;
  return std::ranges::none_of(tokens, [](const text::Token& token) {
    return token.tag == Tag::AUX_MODAL;  // what "will", "would" or "may" be is not told of
  });
}

}  // namespace

void DateEvidence::add_sentence(std::span<const text::Token> tokens,
                                std::span<const TimeExpression> expressions) {
  for (const TimeExpression& expression : expressions)
    if (tells_of_past(expression, tokens))
      last_told_ = std::max(last_told_, month_of(expression.when->start));
  for (int i = 0; i < int(tokens.size());) {
    const Match<Sense> match = actors_.name_at(tokens, i);
    add_person(match.meanings);
    i += std::max(match.length, 1);
  }
}

void DateEvidence::add_person(std::span<const Sense> senses) {
  const bool is_one_person =
      !senses.empty() && std::ranges::all_of(senses, [&](const Sense& sense) {
        return sense.kind == NameKind::person && sense.name == senses.front().name;
      });
  if (!is_one_person ||
      std::ranges::find(terms_, senses.front().name, &Term::person) != terms_.end())
    return;
  for (const Sense& term : senses)
    terms_.push_back({term.name, month_of(term.from), month_of(term.to)});
}

std::optional<Interval> DateEvidence::estimate() const {
  if (terms_.empty()) return std::nullopt;
  const int months = std::max(month_of(actors_.known_until()), last_told_ + 24) + 1;
  Likelihood likelihood(months);
  for (auto term = terms_.begin(); term != terms_.end();) {
    const auto end =
        std::find_if(term, terms_.end(), [&](const Term& t) { return t.person != term->person; });
    std::vector<Term> terms(term, end);
    std::ranges::sort(terms, {}, &Term::first);
    likelihood.add(0, terms.front().first, std::log(kNotYet));
    likelihood.add(terms.front().first, months, std::log(kOutOfOffice));
    int counted = 0;  // months before it have been: terms may overlap
    for (const Term& t : terms) {
      likelihood.add(std::max(t.first, counted), t.last + 1, std::log(kInOffice / kOutOfOffice));
      counted = std::max(counted, t.last + 1);
    }
    term = end;
  }
  if (last_told_ >= 0)
    for (int month = 0; month < months; ++month)
      likelihood.add(month, month + 1, log_age(month - last_told_));
  const std::vector<double> posterior = likelihood.posterior();
  const int first = quantile(posterior, 0.05), last = quantile(posterior, 0.95);
  if (last - first >= kLongestEstimate) return std::nullopt;
  return Interval{first_day(first), first_day(last + 1) - 1, Precision::estimate};
}

}  // namespace entente::reading
