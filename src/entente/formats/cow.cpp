// Tables of the Correlates of War project and its kin (ATOP, Gibler-Miller-Little, the rivalry
// lists): states by number, a year or a period, and columns of numbers. One description each.
#include <array>

#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using base::Date;
using record::Measure;

/// What a column of numbers becomes.
struct Kind {
  std::string_view column;  ///< as Columns::find takes it
  std::string_view kind;
  bool is_flag = false;  ///< counts when it is 1; else every number counts that is not negative
};

/// How the rows of a table are dated.
enum class Dated : std::uint8_t {
  year,   ///< one column
  years,  ///< first and last
  days,   ///< first and last, "1920-01-31"
  parts,  ///< first and last in three columns each: year, month, day
};

struct Description {
  std::string_view actor, recipient;  ///< columns; no recipient: numbers of one state
  Dated dated;
  std::vector<std::string_view> dates;  ///< columns
  model::Layer layer;
  std::vector<Kind> kinds;
  std::string_view always{};   ///< a kind that every row gives, with the value 1
  std::string_view nothing{};  ///< why a row without any number is left out
};

class CowTable : public TableReader {
 public:
  CowTable(const Knowledge& knowledge, Description description)
      : names_(knowledge.names), is_(std::move(description)) {
    columns_ = {is_.actor, is_.recipient.empty() ? "?" : is_.recipient};
    columns_.insert(columns_.end(), is_.dates.begin(), is_.dates.end());
    for (const Kind& kind : is_.kinds) columns_.push_back(kind.column);
  }

  [[nodiscard]] std::span<const std::string_view> columns() const override { return columns_; }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    if (!row.columns.has(0)) return Outcome::left_out("a dispute without its parties");
    const auto actor = whole_from(row[0]);
    if (!actor || *actor < 1 || *actor > 999) return Outcome::malformed("the state is no number");
    const auto recipient = is_.recipient.empty() ? 0 : whole_from(row[1]);
    if (!recipient || *recipient < 0 || *recipient > 999)
      return Outcome::malformed("the other state is no number");
    const auto period = dates(row);
    if (!period) return Outcome::malformed("the date is no date");
    bool given = false;
    if (!is_.always.empty()) given = emit(row, is_.always, 1, *actor, *recipient, *period, sink);
    for (std::size_t i = 0; i < is_.kinds.size(); ++i) {
      const std::string_view cell = row[2 + is_.dates.size() + i];
      const auto value = number_from(cell);
      if (!value && !cell.empty() && cell != "NA" && cell != ".")
        return Outcome::malformed("a number is no number");
      if (value && (is_.kinds[i].is_flag ? *value == 1 : *value >= 0))
        given |= emit(row, is_.kinds[i].kind, *value, *actor, *recipient, *period, sink);
    }
    return given ? Outcome{} : Outcome::left_out(is_.nothing);
  }

 private:
  struct Period {
    Date from, to;
  };

  static std::optional<Date> new_year(std::string_view year) {
    const auto number = whole_from(year);
    if (!number || *number < 1 || *number > 9998) return std::nullopt;
    return Date::from_civil(int(*number), 1, 1);
  }
  static std::optional<Date> last_day(std::string_view year) {
    const auto first = new_year(year);
    return first ? std::optional(first->plus_months(12) - 1) : std::nullopt;
  }
  /// Three columns; a day or month that is not known is the first, or at an end the last.
  static std::optional<Date> from_parts(const TableRow& row, std::size_t at, bool is_end) {
    const auto year = whole_from(row[at]), month = whole_from(row[at + 1]),
               day = whole_from(row[at + 2]);
    if (!year || *year < 1 || *year > 9998) return std::nullopt;
    const int m = month && *month >= 1 && *month <= 12 ? int(*month) : is_end ? 12 : 1;
    const int last = base::days_in_month(int(*year), m);
    const int d = day && *day >= 1 && *day <= last ? int(*day) : is_end ? last : 1;
    return Date::from_civil(int(*year), m, d);
  }

  [[nodiscard]] std::optional<Period> dates(const TableRow& row) const {
    constexpr std::size_t at = 2;
    std::optional<Date> from, to;
    switch (is_.dated) {
      case Dated::year:
      case Dated::years:
        from = new_year(row[at]);
        to = last_day(row[is_.dated == Dated::year ? at : at + 1]);
        break;
      case Dated::days:
        from = day_from(row[at]);
        to = day_from(row[at + 1]);
        break;
      case Dated::parts:
        from = from_parts(row, at, false);
        to = from_parts(row, at + 3, true);
        break;
    }
    if (!from || !to || *to < *from) return std::nullopt;
    return Period{*from, *to};
  }

  /// A number of a year is that of the state of its middle; longer periods fall apart.
  [[nodiscard]] std::vector<Names::Spell> spells(std::int64_t number, Period period) const {
    if (is_.dated != Dated::year) return names_.cow(int(number), period.from, period.to);
    return {{names_.cow(int(number), period.from.plus_months(6)), period.from, period.to}};
  }

  bool emit(const TableRow& row, std::string_view kind, double value, std::int64_t actor,
            std::int64_t recipient, Period period, const MeasureSink& sink) {
    Measure measure;
    measure.row = row.line;
    measure.kind = kind;
    measure.layer = is_.layer;
    measure.actor_name = row[0];
    measure.recipient_name = is_.recipient.empty() ? std::string_view{} : row[1];
    measure.value = value;
    for (const Names::Spell& a : spells(actor, period)) {
      note(a.named);
      measure.actor = a.named.id;
      measure.from = a.from;
      measure.to = a.to;
      if (is_.recipient.empty()) {
        sink(measure);
        continue;
      }
      for (const Names::Spell& b : spells(recipient, {a.from, a.to})) {
        note(b.named);
        measure.recipient = b.named.id;
        measure.from = b.from;
        measure.to = b.to;
        sink(measure);
      }
    }
    return true;
  }

  const Names& names_;
  const Description is_;
  std::vector<std::string_view> columns_;
};

Table table(const Knowledge& knowledge, Description description) {
  return std::make_unique<CowTable>(knowledge, std::move(description));
}

using model::Layer;

}  // namespace

Table cow_alliances(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1",
                           "ccode2",
                           Dated::year,
                           {"year"},
                           Layer::military,
                           {{"cow_defense|defense", "alliance.defense", true},
                            {"cow_neutral|neutrality", "alliance.neutrality", true},
                            {"cow_nonagg|nonaggression", "alliance.nonaggression", true},
                            {"cow_entente|entente", "alliance.entente", true}},
                           {},
                           "no obligation"});
}

Table atop_alliances(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1|stateA",
                           "ccode2|stateB",
                           Dated::year,
                           {"year"},
                           Layer::military,
                           {{"atop_defense|defense", "alliance.defense", true},
                            {"atop_offense|offense", "alliance.offense", true},
                            {"atop_neutral|neutral", "alliance.neutrality", true},
                            {"atop_nonagg|nonagg", "alliance.nonaggression", true},
                            {"atop_consul|consul", "alliance.consultation", true}},
                           {},
                           "no obligation"});
}

Table disputes(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"?ccode1|statea",
                           "?ccode2|stateb",
                           Dated::year,
                           {"year|styear"},
                           Layer::military,
                           {{"?hostlev1|hostleva", "dispute.hostility"}},
                           {},
                           "no level of hostility"});
}

Table wars(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1",
                           "ccode2",
                           Dated::year,
                           {"year"},
                           Layer::military,
                           {{"?batdeath1", "war.deaths"}},
                           "war",
                           {}});
}

Table rivalries(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1|ccodea",
                           "ccode2|ccodeb",
                           Dated::years,
                           {"styear|start", "endyear|end"},
                           Layer::political,
                           {{"?positional", "rivalry.positional", true},
                            {"?spatial", "rivalry.spatial", true},
                            {"?ideological", "rivalry.ideological", true},
                            {"?interventionary", "rivalry.interventionary", true}},
                           "rivalry",
                           {}});
}

Table capabilities(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode",
                           {},
                           Dated::year,
                           {"year"},
                           Layer::military,
                           {{"cinc", "capability.cinc"},
                            {"?milex", "capability.milex"},
                            {"?milper", "capability.milper"},
                            {"?irst", "capability.irst"},
                            {"?pec", "capability.pec"},
                            {"?tpop", "capability.tpop"},
                            {"?upop", "capability.upop"}},
                           {},
                           "no number"});
}

Table contiguity(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1|state1no",
                           "ccode2|state2no",
                           Dated::days,
                           {"stdate", "enddate"},
                           Layer::territorial,
                           {{"conttype", "contiguity"}},
                           {},
                           "no type"});
}

Table shared_igos(const Knowledge& knowledge, const File&) {
  return table(knowledge, {"ccode1",
                           "ccode2",
                           Dated::year,
                           {"year"},
                           Layer::political,
                           {{"dyadigos", "igo.shared"}},
                           {},
                           "no number"});
}

Table state_system(const Knowledge& knowledge, const File& file) {
  // The list of major powers has the same columns without the names of states.
  const bool has_names = file.first_line.find("stat") != std::string::npos;
  return table(knowledge, {"ccode",
                           {},
                           Dated::parts,
                           {"styear", "stmonth", "stday", "endyear", "endmonth", "endday"},
                           Layer::political,
                           {},
                           has_names ? "state.member" : "state.major",
                           {}});
}

}  // namespace entente::formats
