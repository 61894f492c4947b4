// Vetoes in the UN Security Council, one row a draft, with a column for each permanent member, as
// the World Politics Data Lab gives them.
#include <array>

#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using record::Measure;

struct Member {
  std::size_t column;
  std::string_view id;
};

class VetoesTable : public TableReader {
 public:
  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 8> kNames{"date", "China", "France", "Russia",
                                                            "USSR", "USA",   "UK",     "?draft"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    const auto day = day_from(row[0]);
    if (!day) return Outcome::malformed("the date is no date");
    std::vector<std::string_view> vetoing;
    for (const auto& [column, id] : kMembers)
      if (row[column] == "1") vetoing.push_back(id);
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
  static constexpr std::array<Member, 6> kMembers{Member{1, "CHN"}, {2, "FRA"}, {3, "RUS"},
                                                  {4, "SUN"},       {5, "USA"}, {6, "GBR"}};
};

}  // namespace

Table vetoes(const Knowledge&, const File&) { return std::make_unique<VetoesTable>(); }

}  // namespace entente::formats
