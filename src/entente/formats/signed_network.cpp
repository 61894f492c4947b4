// Signed networks as lists of edges: from,to,sign or from,to,weight, with a date where they have
// one.
#include <array>

#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using record::Measure;

class NetworkTable : public TableReader {
 public:
  explicit NetworkTable(const Knowledge& knowledge) : names_(knowledge.names) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 4> kNames{"from|source", "to|target",
                                                            "sign|weight", "?date|year"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    if (row[0].empty() || row[1].empty()) return Outcome::malformed("an end of the tie is missing");
    const auto value = row[2] == "+" ? 1.0 : row[2] == "-" ? -1.0 : number_from(row[2]);
    if (!value) return Outcome::malformed("the sign is no number");
    Measure measure;
    if (!row[3].empty()) {
      measure.from = base::Date::parse(row[3]);
      if (!measure.from) return Outcome::malformed("the date is no date");
      const int months = row[3].size() == 4 ? 12 : row[3].size() == 7 ? 1 : 0;
      measure.to = months > 0 ? measure.from->plus_months(months) - 1 : *measure.from;
    }
    const Named& a = met_.find(row[0], [&] { return names_.by_name(row[0]); });
    const Named& b = met_.find(row[1], [&] { return names_.by_name(row[1]); });
    note(a);
    note(b);
    measure.row = row.line;
    measure.kind = "tie.sign";
    measure.actor = a.id;
    measure.actor_name = row[0];
    measure.recipient = b.id;
    measure.recipient_name = row[1];
    measure.value = *value;
    sink(measure);
    return {};
  }

 private:
  const Names& names_;
  MetNames met_;
};

}  // namespace

Table signed_network(const Knowledge& knowledge, const File&) {
  return std::make_unique<NetworkTable>(knowledge);
}

}  // namespace entente::formats
