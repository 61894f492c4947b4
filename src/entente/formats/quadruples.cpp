// Time-stamped quadruples: numbers of subject, relation, object and time, with the files that name
// the numbers beside them, as the benchmarks made of ICEWS are distributed.
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "entente/formats/format.h"

namespace entente::formats {

using base::fail;
using base::Result;
using record::CodedClaim;

namespace {

using NamesByNumber = std::vector<std::string>;

/// "Police_(Afghanistan)<TAB>17" a line.
Result<NamesByNumber> read_names(const std::filesystem::path& path) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  auto block = input->rest();
  if (!block) return tl::unexpected(block.error());
  constexpr std::int64_t kMost = 10'000'000;
  NamesByNumber names;
  std::string_view rest = block->text;
  for (std::int64_t line = 1; !rest.empty(); ++line) {
    std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    std::array<std::string_view, 3> cells;
    const bool has_cells = split_tabs(text, cells) >= 2;
    const auto number = has_cells ? whole_from(cells[1]) : std::nullopt;
    if (!number || *number < 0 || *number >= kMost)
      return fail("a name, a TAB and a number were expected",
                  fmt::format("{}:{}", path.string(), line));
    if (names.size() <= std::size_t(*number)) names.resize(std::size_t(*number) + 1);
    std::string& name = names[std::size_t(*number)];
    name = cells[0];
    for (char& c : name)
      if (c == '_') c = ' ';
  }
  return names;
}

/// Read once, for all threads.
struct Dictionary {
  NamesByNumber entities;
  std::vector<const CameoCode*> relations;
  std::optional<base::Date> start;
};

class Parser : public LineParser<CodedClaim> {
 public:
  Parser(const Knowledge& knowledge, std::shared_ptr<const Dictionary> dictionary)
      : knowledge_(knowledge), dictionary_(std::move(dictionary)) {}

  Outcome parse(std::string_view line, std::int64_t number,
                std::vector<CodedClaim>& rows) override {
    if (split_tabs(line, cells_) < 4) return Outcome::malformed("not four cells");
    const auto subject = name_of(cells_[0]), object = name_of(cells_[2]);
    if (subject.empty() || object.empty()) return Outcome::malformed("a number without a name");
    const auto relation = whole_from(cells_[1]);
    const auto& relations = dictionary_->relations;
    if (!relation || *relation < 0 || *relation >= std::int64_t(relations.size()))
      return Outcome::malformed("a relation without a name");
    const CameoCode* code = relations[std::size_t(*relation)];
    if (code == nullptr) return Outcome::malformed("the relation is no label of CAMEO's");
    CodedClaim claim;
    claim.row = number;
    claim.date = date(cells_[3]);
    if (!claim.date) return Outcome::malformed("the time is neither a day nor a count of hours");
    claim.code = code->code;
    if (code->type) claim.type = model::name(*code->type);
    claim.mode = code->mode;
    claim.layer = model::name(code->layer);
    claim.actor = party(subject, *claim.date);
    claim.recipient = party(object, *claim.date);
    rows.push_back(claim);
    return {};
  }

  void count_unknown(Tally& tally) const override { met_.count_unknown(tally); }

 private:
  [[nodiscard]] std::string_view name_of(std::string_view cell) const {
    const auto number = whole_from(cell);
    const auto& names = dictionary_->entities;
    if (!number || *number < 0 || *number >= std::int64_t(names.size())) return {};
    return names[std::size_t(*number)];
  }

  [[nodiscard]] std::optional<base::Date> date(std::string_view cell) const {
    constexpr std::int64_t kMostHours = 24 * 366 * 1000;
    const auto hours = whole_from(cell);
    if (!hours) return day_from(cell);
    if (!dictionary_->start || *hours < 0 || *hours > kMostHours) return std::nullopt;
    return *dictionary_->start + int(*hours / 24);
  }

  record::CodedParty party(std::string_view name, base::Date date) {
    // A person has the office of the first of the month.
    const base::Date first = first_of_month(date);
    key_.assign(name).append("\t").append(std::to_string(first.days));
    const Named& named =
        met_.find(key_, [&] { return knowledge_.names.icews(name, {}, {}, first); });
    return {named.id, named.sector, name};
  }

  const Knowledge& knowledge_;
  const std::shared_ptr<const Dictionary> dictionary_;
  std::array<std::string_view, 5> cells_;
  std::string key_;
  MetNames met_;
};

}  // namespace

ClaimPlan quadruples(const Knowledge& knowledge, const File& file) {
  const auto folder = std::filesystem::path(file.path).parent_path();
  if (file.path == "-")
    return fail("quadruples need entity2id.txt and relation2id.txt beside them", "standard input",
                "name the file");
  std::array<std::string_view, 5> cells;
  if (split_tabs(file.first_line, cells) >= 4 && whole_from(cells[3]) && !file.start)
    return fail("times are counts of hours, and the day of hour 0 is not known", file.path,
                "name it: --start 2014-01-01");
  auto entities = read_names(folder / "entity2id.txt");
  if (!entities) return tl::unexpected(entities.error());
  const auto relations = read_names(folder / "relation2id.txt");
  if (!relations) return tl::unexpected(relations.error());
  auto dictionary = std::make_shared<Dictionary>();
  dictionary->entities = std::move(*entities);
  dictionary->start = file.start;
  for (const std::string& name : *relations)
    dictionary->relations.push_back(knowledge.cameo.of_name(name));
  return LinePlan<CodedClaim>{false,
                              [&knowledge, shared = std::shared_ptr<const Dictionary>(dictionary)] {
                                return std::make_unique<Parser>(knowledge, shared);
                              }};
}

}  // namespace entente::formats
