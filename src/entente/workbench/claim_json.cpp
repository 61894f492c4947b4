#include "entente/workbench/claim_json.h"

#include "entente/formats/claim_json.h"

namespace entente::workbench {

using record::Quote;
using record::QuotedClaim;
using record::QuotedParty;

namespace {

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

/// How exactly a time is named by its written ends: "2017-09" alone is a month.
base::Precision exactness(std::string_view start, std::string_view end) {
  if (start != end) return base::Precision::range;
  return start.size() == 4   ? base::Precision::year
         : start.size() == 7 ? base::Precision::month
                             : base::Precision::day;
}

/// Reads a claim's fields from JSON, until one is wrong.
class Fields {
 public:
  explicit Fields(const Json& object) : object_(object) {}

  /// The member, if it is there.
  const Json* member(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  void text(const char* name, std::string& into) {
    const Json* value = member(name);
    if (value == nullptr) return;
    if (value->is_null())
      into.clear();
    else if (value->is_string())
      into = value->get<std::string>();
    else
      wrong(name, "a text was expected");
  }
  template <class Enum>
  void named(const char* name, std::optional<Enum> (*from_name)(std::string_view), Enum& into) {
    std::string text;
    if (member(name) == nullptr) return;
    this->text(name, text);
    if (const auto value = from_name(text))
      into = *value;
    else
      wrong(name, "there is no such value: " + text);
  }
  void span(Quote& into) {
    const Json *start = member("start"), *end = member("end");
    if (start == nullptr && end == nullptr) return;
    if (start == nullptr || end == nullptr || start->is_null() || end->is_null())
      into = {};
    else if (start->is_number_integer() && end->is_number_integer())
      into = {"", start->get<std::int64_t>(), end->get<std::int64_t>()};
    else
      wrong("start", "start and end are whole numbers, code points of the document");
  }
  /// Calls `read` with the fields of a member that is an object.
  template <class Read>
  void object(const char* name, Read read) {
    const Json* value = member(name);
    if (value == nullptr || value->is_null()) return;
    if (!value->is_object()) return wrong(name, "an object was expected");
    Fields fields(*value);
    read(fields);
    if (fields.problem_)
      wrong(name + ("." + fields.problem_->error.where), fields.problem_->error.what);
  }
  void party(const char* name, QuotedParty& into) {
    object(name, [&](Fields& fields) {
      fields.text("id", into.id);
      fields.text("sector", into.sector);
      fields.span(into.mention);
    });
  }
  void modes(model::AuxSet& into) {
    const Json* list = member("aux");
    if (list == nullptr) return;
    if (!list->is_array()) return wrong("aux", "a list was expected");
    into = 0;
    for (const Json& name : *list) {
      const auto mode =
          name.is_string() ? model::aux_from_name(name.get<std::string>()) : std::nullopt;
      if (!mode) return wrong("aux", "there is no such mode: " + name.dump());
      into |= *mode;
    }
  }
  void date(QuotedClaim& claim) {
    const Json* value = member("date");
    if (value != nullptr && value->is_null()) claim.date.reset(), claim.date_mention = {};
    object("date", [&](Fields& fields) {
      std::string start, end, precision;
      fields.text("start", start);
      fields.text("end", end);
      fields.text("precision", precision);
      if (end.empty()) end = start;
      const auto from = base::Date::parse(start), to = last_day(end);
      if (!from || !to || *to < *from)
        return fields.wrong("start", "dates like 2017, 2017-09 or 2017-09-05 were expected");
      const auto exact =
          precision.empty() ? exactness(start, end) : base::precision_from_name(precision);
      if (!exact)
        return fields.wrong("precision", "day, week, month, quarter, year or range was expected");
      const base::Interval interval{*from, *to, *exact};
      if (exact == base::Precision::estimate && claim.date != interval)
        return fields.wrong("precision",
                            "only the reader estimates dates: give the day, or a range of days");
      claim.date = interval;
    });
  }
  void wrong(const std::string& name, std::string what) {
    if (!problem_) problem_ = Problem{400, {std::move(what), name, {}}};
  }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

 private:
  const Json& object_;
  std::optional<Problem> problem_;
};

}  // namespace

Json to_json(const QuotedClaim& claim) {
  return Json::parse(formats::claim_json(claim, formats::ClaimFields::all));
}

Answer<QuotedClaim> changed(QuotedClaim claim, const Json& changes) {
  if (!changes.is_object()) return refuse(400, "a claim's fields were expected as an object");
  Fields fields(changes);
  fields.party("actor", claim.actor);
  fields.party("recipient", claim.recipient);
  fields.party("claimant", claim.claimant);
  fields.object("trigger", [&](Fields& f) { f.span(claim.trigger); });
  fields.object("sentence", [&](Fields& f) { f.span(claim.sentence); });
  fields.named("type", model::claim_type_from_name, claim.type);
  fields.named("layer", model::layer_from_name, claim.layer);
  fields.named("sign", model::sign_from_name, claim.sign);
  fields.named("trend", model::trend_from_name, claim.trend);
  fields.text("mode", claim.mode);
  fields.modes(claim.aux);
  fields.date(claim);
  if (claim.type != model::ClaimType::tie) {  // what only a tie has goes with it
    claim.sign = model::Sign::none;
    claim.trend = model::Trend::none;
  }
  if (fields.problem()) return tl::unexpected(*fields.problem());
  return claim;
}

bool may_name_new_actor(std::string_view id) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return id == "UNK" || id.find_first_not_of(kLetters) == id.npos;
}

Json to_json(const record::Review& review) {
  return {{"number", review.number},
          {"document", review.document},
          {"verdict", name(review.verdict)},
          {"reviewer", text_or_null(review.reviewer)},
          {"note", text_or_null(review.note)},
          {"at", review.at},
          {"undone_at", text_or_null(review.undone_at)},
          {"undone_by", text_or_null(review.undone_by)},
          {"before", review.before ? to_json(*review.before) : Json()},
          {"after", review.after ? to_json(*review.after) : Json()}};
}

}  // namespace entente::workbench
