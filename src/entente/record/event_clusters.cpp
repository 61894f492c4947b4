#include "entente/record/event_clusters.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

namespace entente::record {

namespace {

constexpr std::int32_t kWeek = 7;
constexpr std::int32_t kMonth = 31;
constexpr std::int32_t kYear = 366;
constexpr std::int32_t kNews = 3;  // days that a report without a date may lag behind the event
constexpr std::int32_t kForever = std::numeric_limits<std::int32_t>::max() / 4;  // days

/// What a claim may join, besides claims that stand for the same days.
enum class Joins : std::uint8_t {
  nearest,  ///< of the events that it overlaps
  single,   ///< the event that it overlaps, if there is no other
  none
};

/// The days that a claim may stand for, both included.
struct Window {
  std::int32_t from = 0, to = 0;
  Joins joins = Joins::nearest;

  [[nodiscard]] std::int32_t width() const { return to - from + 1; }
  friend auto operator<=>(const Window&, const Window&) = default;
};

Window days_up_to(base::Date day, std::int32_t count) { return {day.days - count + 1, day.days}; }

/// The days that words name; those of more than `longest` days pin down nothing.
Window named_days(const base::Interval& date, std::int32_t longest) {
  Window days{date.start.days, std::max(date.start.days, date.end.days)};
  if (days.width() > kWeek) days.joins = days.width() > longest ? Joins::none : Joins::single;
  return days;
}

Window window_in_document(const Report& report) {
  if (report.has_own_date && report.date) return named_days(*report.date, kYear);
  if (report.is_standing_tie() && report.published) return days_up_to(*report.published, kMonth);
  if (report.date) return days_up_to(report.date->end, kWeek);
  if (report.is_background) return {-2 * kForever, -2 * kForever};  // with its like alone
  return {-kForever, kForever, Joins::single};
}

/// Nothing for what no other document can be held against.
std::optional<Window> window_among_documents(const Report& report) {
  if (report.has_own_date && report.date) return named_days(*report.date, kMonth);
  if (report.is_standing_tie() && report.published) return days_up_to(*report.published, kMonth);
  if (report.date) return days_up_to(report.date->end, kNews);
  if (report.is_background || !report.published) return std::nullopt;
  const std::int32_t day = report.published->days;
  if (report.realis == Realis::asserted) return Window{day - kWeek + 1, day, Joins::single};
  return Window{day, day + kWeek - 1, Joins::single};
}

/// A report with what sorts it.
struct Item {
  std::uint64_t ends = 0;
  std::uint32_t what = 0;  ///< type, trend, realis, and the layer of a tie
  std::uint32_t document = 0, position = 0, report = 0;
  bool denies = false, is_undated = false;
  model::Layer layer = model::Layer::political;
  Window window;

  [[nodiscard]] auto key() const { return std::tuple(ends, what); }
  [[nodiscard]] auto key_in_document() const { return std::tuple(ends, what, document); }
  /// Exactly dated reports come first, so that they are the anchors; denials come last.
  [[nodiscard]] auto rank() const {
    return std::tuple(denies, window.width(), window.from, document, position);
  }
};

Item item(const Report& report, std::size_t number, const Window& window) {
  const bool is_tie = report.type == model::ClaimType::tie;
  const auto what = unsigned(report.type) << 12 | unsigned(report.trend) << 8 |
                    unsigned(report.realis) << 4 | (is_tie ? unsigned(report.layer) : 0u);
  return {.ends = std::uint64_t(report.actor) << 32 | report.recipient,
          .what = what,
          .document = report.document,
          .position = report.position,
          .report = std::uint32_t(number),
          .denies = report.denies && !report.is_standing_tie(),
          .is_undated = !report.date,
          .layer = report.layer,
          .window = window};
}

/// The anchors of one group, by their days.
class Anchors {
 public:
  explicit Anchors(std::int32_t tolerance) : tolerance_(tolerance) {}

  /// The anchor that an item joins, of those that `may_join`: one of the same days before others
  /// where days are vague ("in 2017" is one thing in all that say so).
  template <class MayJoin>
  const Item* match(const Item& item, MayJoin may_join) const {
    const Window& window = item.window;
    if (window.joins != Joins::nearest) {
      const auto [begin, end] = vague_.equal_range({window.from, window.to});
      for (auto at = begin; at != end; ++at)
        if (may_join(*at->second, item)) return at->second;
    }
    if (window.joins == Joins::none) return nullptr;
    const Item* found = nullptr;
    std::int32_t found_gap = 0;
    const std::int32_t first = window.from - tolerance_ - kMonth;  // no anchor is longer
    for (auto at = by_day_.lower_bound(first); at != by_day_.end(); ++at) {
      const Item& anchor = *at->second;
      if (anchor.window.from > window.to + tolerance_) break;
      if (anchor.window.to < window.from - tolerance_) continue;
      const bool wants_single = window.joins == Joins::single;
      if (found != nullptr && wants_single) return nullptr;
      if (!wants_single && !may_join(anchor, item)) continue;
      const std::int32_t gap =
          std::max({0, anchor.window.from - window.to, window.from - anchor.window.to});
      if (found != nullptr && gap > found_gap) continue;
      found = &anchor;
      found_gap = gap;
    }
    return found != nullptr && may_join(*found, item) ? found : nullptr;
  }
  void add(const Item& item) {
    if (item.window.width() <= kMonth) by_day_.emplace(item.window.from, &item);
    if (item.window.joins != Joins::nearest)
      vague_.emplace(std::pair(item.window.from, item.window.to), &item);
  }

 private:
  std::int32_t tolerance_;
  /// Those of up to a month, by their first day; and those that are vague, by first and last.
  std::multimap<std::int32_t, const Item*> by_day_;
  std::multimap<std::pair<std::int32_t, std::int32_t>, const Item*> vague_;
};

/// Lets the items of a group, which come by rank, join one another: writes into `anchor_of`.
template <class MayJoin>
void join(std::span<const Item> group, std::int32_t tolerance, MayJoin may_join,
          std::vector<std::uint32_t>& anchor_of) {
  if (group.size() < 2) return;
  Anchors anchors(tolerance);
  for (const Item& item : group) {
    const Item* anchor = anchors.match(item, may_join);
    if (anchor != nullptr)
      anchor_of[item.report] = anchor_of[anchor->report];
    else if (!item.denies)
      anchors.add(item);
  }
}

/// Calls `visit` with each stretch of items of the same key.
template <class Key, class Visit>
void each_group(std::span<const Item> items, Key key, Visit visit) {
  for (std::size_t begin = 0, end = 0; begin < items.size(); begin = end) {
    while (end < items.size() && key(items[end]) == key(items[begin])) ++end;
    visit(items.subspan(begin, end - begin));
  }
}

/// Sorts items by key and then by rank.
template <class Key>
void sort_by(std::vector<Item>& items, Key key) {
  std::sort(items.begin(), items.end(), [key](const Item& a, const Item& b) {
    const auto key_a = key(a), key_b = key(b);
    return key_a != key_b ? key_a < key_b : a.rank() < b.rank();
  });
}

/// A claim without a date has only its context to tell what it is about.
bool may_be_one(const Item& a, const Item& b) {
  return (!a.is_undated && !b.is_undated) || same_context(a.layer, b.layer);
}

void join_in_documents(std::span<const Report> reports, std::vector<std::uint32_t>& anchor_of) {
  std::vector<Item> items;
  items.reserve(reports.size());
  for (std::size_t i = 0; i < reports.size(); ++i)
    items.push_back(item(reports[i], i, window_in_document(reports[i])));
  const auto key = [](const Item& item) { return item.key_in_document(); };
  sort_by(items, key);
  each_group(items, key,
             [&](std::span<const Item> group) { join(group, 0, may_be_one, anchor_of); });
}

/// The documents of each anchor's reports, as a list sorted by both.
using Documents = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Documents documents_by_anchor(std::span<const Report> reports,
                              const std::vector<std::uint32_t>& anchor_of) {
  Documents documents(reports.size());
  for (std::size_t i = 0; i < reports.size(); ++i)
    documents[i] = {anchor_of[i], reports[i].document};
  std::sort(documents.begin(), documents.end());
  return documents;
}

/// True when both anchors have reports of one document.
bool share_document(const Documents& documents, std::uint32_t a, std::uint32_t b) {
  auto at = std::lower_bound(documents.begin(), documents.end(), std::pair(a, 0u));
  auto other = std::lower_bound(documents.begin(), documents.end(), std::pair(b, 0u));
  while (at != documents.end() && other != documents.end() && at->first == a && other->first == b) {
    if (at->second == other->second) return true;
    ++(at->second < other->second ? at : other);
  }
  return false;
}

void join_among_documents(std::span<const Report> reports, std::vector<std::uint32_t>& anchor_of) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < reports.size(); ++i)
    if (const auto window = window_among_documents(reports[i]); window && anchor_of[i] == i)
      items.push_back(item(reports[i], i, *window));
  const auto key = [](const Item& item) { return item.key(); };
  sort_by(items, key);
  each_group(items, key,
             [&](std::span<const Item> group) { join(group, 0, may_be_one, anchor_of); });
  std::erase_if(items, [&](const Item& item) { return anchor_of[item.report] != item.report; });
  // `anchor_of` of a claim is here its document's anchor still, one step from its event's.
  std::vector<std::uint32_t> event_of = anchor_of;
  for (std::uint32_t& anchor : event_of) anchor = anchor_of[anchor];
  const Documents documents = documents_by_anchor(reports, event_of);
  const auto not_told_apart = [&](const Item& a, const Item& b) {
    return may_be_one(a, b) && !share_document(documents, a.report, b.report);
  };
  each_group(items, key,
             [&](std::span<const Item> group) { join(group, 1, not_told_apart, anchor_of); });
}

}  // namespace

bool same_context(model::Layer a, model::Layer b) {
  return a == b || a == model::Layer::political || b == model::Layer::political;
}

std::int32_t inexactness(const Report& report) {
  if (!report.date) return kForever;
  return report.has_own_date ? named_days(*report.date, kYear).width() : kNews;
}

std::vector<std::uint32_t> anchors(std::span<const Report> reports) {
  std::vector<std::uint32_t> anchor_of(reports.size());
  std::iota(anchor_of.begin(), anchor_of.end(), 0u);
  join_in_documents(reports, anchor_of);
  join_among_documents(reports, anchor_of);
  for (std::uint32_t& anchor : anchor_of)
    while (anchor_of[anchor] != anchor) anchor = anchor_of[anchor];
  return anchor_of;
}

}  // namespace entente::record
