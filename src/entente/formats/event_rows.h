#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/formats/actor_cards.h"
#include "entente/model/claim.h"
#include "entente/record/claim_filter.h"
#include "entente/record/record.h"

/// Claims as event data: what PLOVER's JSON and POLECAT's columns have room for.
namespace entente::formats {

/// Which claims go out: those read in texts, those that data sets coded, or both.
enum class Origin { any, read, coded };

/// One end of an event.
struct EventParty {
  std::string_view id, sector;  ///< as in the record
  std::string_view text;        ///< the words that name it, or what the data set calls it
};

/// Texts hold until the next row. Empty ones are unknown.
struct EventRow {
  std::string_view id;  ///< the claim's; of coded ones the data set's, or "FORMAT/FILE:LINE"
  std::optional<base::Date> date;        ///< the first day
  std::optional<model::ClaimType> type;  ///< none for what is merely said
  std::string_view mode, layer;
  model::AuxSet aux = 0;
  EventParty actor, recipient;
  std::optional<double> intensity;
  std::string_view source, url, sentence;
  std::optional<base::Date> published;
  std::string_view coder;  ///< "entente reader 1", "icews"
};

/// Calls `visit` for each of the filter's claims: those read in the order of the record, then those
/// that were coded. Stops when `visit` says false.
base::Result<void> each_event(const record::Record& record, const record::ClaimFilter& filter,
                              Origin origin, const std::function<bool(const EventRow&)>& visit);

/// One line of PLOVER JSON ("JSON Data Fields" of its manual).
std::string plover_line(const EventRow& event);

/// POLECAT's header, and a row of its 40 columns.
std::string polecat_header();
std::string polecat_line(const EventRow& event, const ActorCards& cards);

}  // namespace entente::formats
