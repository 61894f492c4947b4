// PLOVER's words, and events in PLOVER's own JSON: one object a line (PLOVER manual, "JSON Data
// Fields").
#include "entente/formats/plover.h"

#include <simdjson.h>

#include <deque>

#include "entente/base/ascii.h"
#include "entente/base/tsv.h"
#include "entente/formats/cells.h"
#include "entente/formats/format.h"

namespace entente::formats {

using base::fail;
using base::Result;
using record::CodedClaim;

Result<Plover> Plover::load(const std::filesystem::path& knowledge) {
  Plover plover;
  for (int i = 0; i < model::kClaimTypes; ++i) {
    const auto type = model::ClaimType(i);
    plover.events_[plain_words(model::name(type))] = {type, {}};
  }
  auto read = base::read_tsv(knowledge / "plover.tsv", [&](const auto& row) -> Result<void> {
    const auto type = model::claim_type_from_name(row["type"]);
    const auto layer = model::layer_from_name(row["layer"]);
    if (row["kind"] == "event" && type)
      plover.events_[plain_words(row["name"])] = {*type, std::string(row["mode"])};
    else if (row["kind"] == "context" && layer)
      plover.layers_[plain_words(row["name"])] = *layer;
    else
      return fail("an event with its type, or a context with its layer, was expected", row.where());
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return plover;
}

std::optional<Plover::Event> Plover::event(std::string_view name) const {
  const auto found = events_.find(plain_words(name));
  return found == events_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<model::Layer> Plover::layer(std::string_view context) const {
  const auto found = layers_.find(plain_words(context));
  return found == layers_.end() ? std::nullopt : std::optional(found->second);
}

namespace {

using simdjson::dom::element;

/// A text, or the texts of a list.
std::vector<std::string_view> texts(const element& object, const char* key) {
  std::vector<std::string_view> list;
  element value;
  if (object[key].get(value) != simdjson::SUCCESS) return list;
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) {
    if (!text.empty()) list.push_back(text);
    return list;
  }
  simdjson::dom::array array;
  if (value.get(array) == simdjson::SUCCESS)
    for (const element item : array)
      if (item.get(text) == simdjson::SUCCESS && !text.empty()) list.push_back(text);
  return list;
}

std::string_view text(const element& object, const char* key) {
  const auto list = texts(object, key);
  return list.empty() ? std::string_view{} : list.front();
}

class Parser : public LineParser<CodedClaim> {
 public:
  explicit Parser(const Knowledge& knowledge) : knowledge_(knowledge) {}

  Outcome parse(std::string_view line, std::int64_t number,
                std::vector<CodedClaim>& rows) override {
    padded_.assign(line);
    padded_.append(simdjson::SIMDJSON_PADDING, '\0');
    element event;
    if (json_.parse(padded_.data(), line.size(), false).get(event) != simdjson::SUCCESS ||
        !event.is_object())
      return Outcome::malformed("no JSON object");
    CodedClaim claim;
    claim.row = number;
    claim.event = text(event, "id");
    claim.date = day_from(text(event, "date").substr(0, 10));
    if (!claim.date) return Outcome::malformed("the date is no date");
    const auto names = texts(event, "event");
    if (names.empty()) return Outcome::malformed("no event");
    claim.mode = text(event, "mode");
    take_contexts(event, claim);
    double scale = 0;
    if (event["event_scale"].get(scale) == simdjson::SUCCESS) claim.intensity = float(scale);
    parties_.clear();
    modes_.clear();
    const std::size_t sources = take_parties(event, "source");
    const std::size_t recipients = take_parties(event, "recipient");
    if (sources == 0) return Outcome::left_out("no actor");
    for (const std::string_view name : names) {
      const auto type = knowledge_.plover.event(name);
      if (!type) return Outcome::malformed("the event is none of PLOVER's");
      claim.type = model::name(type->type);
      claim.code = name;
      add_pairs(claim, *type, sources, recipients, rows);
    }
    return rows.empty() ? Outcome::left_out("no recipient") : Outcome{};
  }

  void count_unknown(Tally& tally) const override { met_.count_unknown(tally); }

 private:
  /// Several sources of one act without a recipient act toward one another.
  void add_pairs(CodedClaim claim, const Plover::Event& type, std::size_t sources,
                 std::size_t recipients, std::vector<CodedClaim>& rows) {
    modes_.push_back(type.mode);
    if (claim.mode.empty()) claim.mode = modes_.back();
    const bool among = recipients == 0;
    for (std::size_t a = 0; a < sources; ++a)
      for (std::size_t b = among ? a + 1 : sources; b < parties_.size(); ++b) {
        claim.actor = parties_[a];
        claim.recipient = parties_[b];
        rows.push_back(claim);
      }
  }

  void take_contexts(const element& event, CodedClaim& claim) {
    claim.layer = model::name(model::Layer::political);
    bool has_layer = false;
    for (const std::string_view context : texts(event, "context")) {
      if (const auto aux = model::aux_from_name(base::lower_case(context))) claim.aux |= *aux;
      const auto layer = knowledge_.plover.layer(context);
      if (!layer || has_layer) continue;
      claim.layer = model::name(*layer);
      has_layer = true;
    }
  }

  std::size_t take_parties(const element& event, const char* key) {
    simdjson::dom::array list;
    if (event[key].get(list) != simdjson::SUCCESS) return 0;
    std::size_t count = 0;
    for (const element actor : list) {
      // "USA GOV": the sector may stand behind the country.
      const std::string_view code = text(actor, "code");
      const std::string_view name = text(actor, "text").empty() ? code : text(actor, "text");
      const std::string_view id = code.substr(0, code.find(' '));
      std::string_view sector = text(actor, "sector");
      if (sector.empty() && id.size() < code.size()) sector = code.substr(id.size() + 1);
      const std::string_view called = id.empty() ? name : id;
      if (called.empty()) continue;
      const Named& named = met_.find(called, [&] { return knowledge_.names.by_name(called); });
      parties_.push_back(
          {named.id, sector.empty() ? std::string_view(named.sector) : sector, name});
      ++count;
    }
    return count;
  }

  const Knowledge& knowledge_;
  simdjson::dom::parser json_;
  std::string padded_;
  std::vector<record::CodedParty> parties_;
  std::deque<std::string> modes_;
  MetNames met_;
};

}  // namespace

ClaimPlan plover_json(const Knowledge& knowledge, const File&) {
  return LinePlan<CodedClaim>{false, [&knowledge] { return std::make_unique<Parser>(knowledge); }};
}

}  // namespace entente::formats
