#include "entente/cli/event_list.h"

#include <algorithm>

#include "entente/cli/event_formats.h"
#include "entente/cli/event_table.h"

namespace entente::cli {

using base::Result;
using record::ClaimFilter;
using record::Event;
using record::Events;

namespace {

std::size_t shown(const Events& events, const ClaimFilter& filter) {
  return filter.limit > 0 ? std::min(std::size_t(filter.limit), events.size()) : events.size();
}

/// Calls `visit` with the first `count` events and their claims: the surest report's, or all.
template <class Visit>
Result<void> each_event(const record::Record& record, const Events& events, std::size_t count,
                        bool all_claims, Visit visit) {
  constexpr std::size_t kBatch = 1000;  // events whose claims are fetched at a time
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    std::vector<Event> batch;
    std::vector<std::string> ids;
    for (std::size_t i = begin; i < std::min(count, begin + kBatch); ++i) {
      batch.push_back(events.at(i));
      if (!all_claims) ids.push_back(batch.back().reports.best);
      if (all_claims)
        for (const auto* side : {&batch.back().reports, &batch.back().denials})
          ids.insert(ids.end(), side->claims.begin(), side->claims.end());
    }
    const auto claims = record::claims_by_id(record, ids);
    if (!claims) return tl::unexpected(claims.error());
    for (const Event& event : batch) visit(event, *claims);
  }
  return {};
}

template <class EventsOrContested>
Result<void> print_event_table(const record::Record& record, const Events& events,
                               std::size_t count, std::string_view noun, bool all_claims,
                               Context& context) {
  EventsOrContested table(context.painter(), context.width());
  const auto add = [&](const Event& event, const ClaimsById& claims) { table.add(event, claims); };
  if (auto visited = each_event(record, events, count, all_claims, add); !visited) return visited;
  if (count > 0) table.print(context.out);
  context.out.print("{}{} of {}{}\n", count > 0 ? "\n" : "", count,
                    counted(std::int64_t(events.size()), noun),
                    count < events.size() ? "; --limit 0 shows all" : "");
  return {};
}

}  // namespace

Result<void> print_events(const record::Record& record, const ClaimFilter& filter,
                          Context& context) {
  const auto events = Events::find(record, filter, Events::View::all);
  if (!events) return tl::unexpected(events.error());
  const std::size_t count = shown(*events, filter);
  if (context.format == Format::table)
    return print_event_table<EventTable>(record, *events, count, "event", false, context);
  const bool is_json = context.format == Format::jsonl;
  if (!is_json) context.out.write(kEventCsvHeader);
  for (std::size_t i = 0; i < count; ++i)
    context.out.write(is_json ? json_line(events->at(i)) : csv_line(events->at(i)));
  return {};
}

Result<void> print_contested(const record::Record& record, const ClaimFilter& filter,
                             Context& context) {
  const auto events = Events::find(record, filter, Events::View::contested);
  if (!events) return tl::unexpected(events.error());
  const std::size_t count = shown(*events, filter);
  if (context.format == Format::table)
    return print_event_table<ContestedTable>(record, *events, count, "contested event", true,
                                             context);
  const bool is_json = context.format == Format::jsonl;
  if (!is_json) context.out.write(kContestedCsvHeader);
  return each_event(
      record, *events, count, true, [&](const Event& event, const ClaimsById& claims) {
        context.out.write(is_json ? json_line(event, claims) : csv_lines(event, claims));
      });
}

}  // namespace entente::cli
