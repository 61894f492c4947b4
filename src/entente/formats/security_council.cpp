// Vetoes in the UN Security Council, one row a draft, with a column for each permanent member, as
// the World Politics Data Lab gives them.
#include <algorithm>
#include <array>

#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using record::Measure;

class VetoesTable : public TableReader {
 public:
  explicit VetoesTable(const Knowledge& knowledge) : names_(knowledge.names) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 10> kNames{
        "date", "China", "France",        "Russia",        "USSR",
        "USA",  "UK",    "?member_veto1", "?member_veto2", "?member_veto3"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    const auto day = day_from(row[0]);
    if (!day) return Outcome::malformed("the date is no date");
    // Some rows name the members, some have ones in the members' columns, most have both.
    std::vector<std::string> vetoing;
    for (std::size_t i = 1; i <= 6; ++i)
      if (row[i] == "1") add(columns()[i], vetoing);
    for (std::size_t i = 7; i <= 9; ++i)
      if (!row[i].empty()) add(row[i], vetoing);
    if (vetoing.empty()) return Outcome::left_out("nobody's veto");
    Measure measure;
    measure.row = row.line;
    measure.from = measure.to = *day;
    measure.value = 1;
    for (std::size_t i = 0; i < vetoing.size(); ++i) {
      measure.actor = vetoing[i];
      measure.kind = "veto";
      measure.recipient = {};
      sink(measure);
      measure.kind = "veto.together";
      for (std::size_t j = i + 1; j < vetoing.size(); ++j) {
        measure.recipient = vetoing[j];
        sink(measure);
      }
    }
    return {};
  }

 private:
  void add(std::string_view name, std::vector<std::string>& vetoing) {
    const Named named = names_.by_name(name);
    note(named);
    if (std::ranges::find(vetoing, named.id) == vetoing.end()) vetoing.push_back(named.id);
  }

  const Names& names_;
};

}  // namespace

Table vetoes(const Knowledge& knowledge, const File&) {
  return std::make_unique<VetoesTable>(knowledge);
}

}  // namespace entente::formats
