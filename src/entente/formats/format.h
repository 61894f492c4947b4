#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/formats/cameo.h"
#include "entente/formats/cells.h"
#include "entente/formats/lines.h"
#include "entente/formats/names.h"
#include "entente/formats/plover.h"

/// The formats that can be imported. One file each, and one row in format.cpp.
namespace entente::formats {

/// What formats need to know of the world.
struct Knowledge {
  Names names;
  Cameo cameo;
  Plover plover;
  static base::Result<Knowledge> load(const std::filesystem::path& folder);
};

/// A file that is about to be read.
struct File {
  std::string path;                 ///< "-" for standard input: then nothing lies beside it
  std::string first_line;           ///< without its line end
  std::optional<base::Date> start;  ///< the day that a count of hours starts from
};

/// How a file's lines are read, when its first line has been looked at.
template <class Row>
struct LinePlan {
  bool has_header = false;
  std::function<std::unique_ptr<LineParser<Row>>()> parser;
};

/// Takes the measures of a file, one by one.
using MeasureSink = std::function<void(const record::Measure&)>;

/// A record of a comma-separated table.
struct TableRow {
  std::int64_t line;
  std::span<const std::string_view> cells;
  const Columns& columns;
  [[nodiscard]] std::string_view operator[](std::size_t column) const {
    return columns.cell(cells, column);
  }
};

/// Reads a comma-separated table of measures.
class TableReader {
 public:
  virtual ~TableReader() = default;
  /// Names of columns, as Columns::find takes them.
  [[nodiscard]] virtual std::span<const std::string_view> columns() const = 0;
  /// Looks at the whole header; formats whose columns are without number do.
  virtual void header(std::span<const std::string_view>) {}
  virtual Outcome read(const TableRow& row, const MeasureSink& sink) = 0;
  /// What can only be said when all rows have been read.
  virtual void finish(const MeasureSink&) {}
  /// The names that were not in knowledge/, with how often they were met.
  void count_unknown(Tally& tally) const {
    for (const auto& [name, uses] : unknown_) tally.unknown[name] += uses;
  }

 protected:
  void note(const Named& named) {
    if (!named.known) ++unknown_[named.id];
  }

 private:
  std::map<std::string, std::int64_t> unknown_;
};

struct Format {
  std::string_view name, title;
  std::string_view gives;   ///< "claims", "mentions", "measures"
  std::string_view source;  ///< where users get it
  std::string_view terms;   ///< of use
  // One of these:
  base::Result<LinePlan<record::CodedClaim>> (*claims)(const Knowledge&, const File&) = nullptr;
  base::Result<LinePlan<record::Mention>> (*mentions)(const Knowledge&, const File&) = nullptr;
  base::Result<std::unique_ptr<TableReader>> (*table)(const Knowledge&, const File&) = nullptr;
  bool named_by_folder = false;  ///< files of many data sets share their names: "icews14/train.txt"
};

std::span<const Format> formats();
/// Null for what is no format's name.
const Format* format(std::string_view name);

// Each in the file of its name; those of the Correlates of War and their kin in cow.cpp.
using ClaimPlan = base::Result<LinePlan<record::CodedClaim>>;
using Table = base::Result<std::unique_ptr<TableReader>>;
ClaimPlan icews(const Knowledge&, const File&);
ClaimPlan polecat(const Knowledge&, const File&);
ClaimPlan plover_json(const Knowledge&, const File&);
ClaimPlan quadruples(const Knowledge&, const File&);
ClaimPlan gdelt1(const Knowledge&, const File&);
ClaimPlan gdelt2(const Knowledge&, const File&);
base::Result<LinePlan<record::Mention>> gdelt_mentions(const Knowledge&, const File&);
Table cow_alliances(const Knowledge&, const File&);
Table atop_alliances(const Knowledge&, const File&);
Table disputes(const Knowledge&, const File&);
Table wars(const Knowledge&, const File&);
Table rivalries(const Knowledge&, const File&);
Table capabilities(const Knowledge&, const File&);
Table contiguity(const Knowledge&, const File&);
Table shared_igos(const Knowledge&, const File&);
Table state_system(const Knowledge&, const File&);
Table un_votes(const Knowledge&, const File&);
Table ideal_points(const Knowledge&, const File&);
Table vetoes(const Knowledge&, const File&);
Table exercises(const Knowledge&, const File&);
Table visits(const Knowledge&, const File&);
Table signed_network(const Knowledge&, const File&);

}  // namespace entente::formats
