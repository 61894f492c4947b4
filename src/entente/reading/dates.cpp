#include "entente/reading/dates.h"

#include <algorithm>

#include "entente/base/tsv.h"
#include "entente/reading/date_scanner.h"

namespace entente::reading {

using base::Date;
using base::Interval;
using base::Precision;

namespace {

/// The last day of what `text` ("1991", "1991-12", "1991-12-26") names.
Date end_of(std::string_view text, Date start) {
  const auto [year, month, day] = start.civil();
  if (text.size() == 4) return Interval::year(year).end;
  return text.size() == 7 ? Interval::month(year, month).end : start;
}

/// A name cut as the tokeniser cuts it.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (std::string_view item : base::split_list(name, ' ')) {
    const bool clitic = item.ends_with("'s");
    if (clitic) item.remove_suffix(2);
    words.emplace_back(item);
    if (clitic) words.emplace_back("'s");
  }
  return words;
}

}  // namespace

base::Result<Periods> Periods::load(const std::filesystem::path& tsv) {
  Periods periods;
  auto read = base::read_tsv(tsv, [&](const base::TsvRow& row) -> base::Result<void> {
    Name name;
    name.historical = row["historical"] == "yes";
    if (!name.historical && row["historical"] != "no")
      return base::fail("column historical is neither yes nor no", row.where());
    if (!row["from"].empty() || !row["to"].empty()) {
      const auto from = Date::parse(row["from"]);
      const auto to = Date::parse(row["to"]);
      if (!from || !to || end_of(row["to"], *to) < *from)
        return base::fail("from and to are no dates in order", row.where(),
                          "write YYYY, YYYY-MM or YYYY-MM-DD in both, or in neither");
      name.when = Interval{*from, end_of(row["to"], *to), Precision::range};
      if (name.when->start == name.when->end) name.when->precision = Precision::day;
    }
    for (const std::string_view spelling : base::split_list(row["names"])) {
      name.words = words_of(spelling);
      periods.add(name);
    }
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return periods;
}

void Periods::add(Name name) {
  if (name.words.empty()) return;
  std::string first = name.words.front();
  for (int spelling = 0; spelling < 2; ++spelling) {
    const auto byte = static_cast<unsigned char>(first[0]);
    initials_[byte / 64] |= std::uint64_t{1} << (byte % 64);
    auto& same = names_[first];
    const auto shorter = std::ranges::find_if(
        same, [&](const Name& n) { return n.words.size() < name.words.size(); });
    same.insert(shorter, name);
    if (first[0] < 'a' || first[0] > 'z') return;
    first[0] = static_cast<char>(first[0] - 'a' + 'A');
  }
}

const std::vector<Periods::Name>* Periods::starting_with(std::string_view word) const {
  if (word.empty()) return nullptr;
  const auto byte = static_cast<unsigned char>(word[0]);
  if ((initials_[byte / 64] >> (byte % 64) & 1) == 0) return nullptr;
  const auto found = names_.find(word);
  return found == names_.end() ? nullptr : &found->second;
}

std::vector<TimeExpression> find_dates(std::span<const text::Token> tokens, Timeline& timeline,
                                       const Periods& periods) {
  ++timeline.age;
  return dates::Scanner(tokens, timeline, periods).run();
}

bool is_background(const base::Interval& when, base::Date document_date) {
  return when.end < document_date.plus_months(-12 * kBackgroundYears);
}

}  // namespace entente::reading
