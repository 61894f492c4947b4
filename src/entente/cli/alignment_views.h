#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entente/alignment/standings.h"
#include "entente/cli/chart.h"
#include "entente/cli/context.h"
#include "entente/record/record.h"

/// What `entente alignment` shows.
namespace entente::cli {

enum class Stride { day, week, month, quarter, year };

struct AlignmentOptions {
  std::vector<std::string> pair, over;
  std::string actor, layer, from, to, step, at, explain, by;
  bool all = false, spread = false, fit = false, measures = true;
  std::int64_t limit = -1;  ///< -1: what suits the view
};

/// A record, and the pairs of a question, seen under its parameters.
struct AlignmentView {
  const AlignmentOptions& options;
  const record::Record& record;
  alignment::Standings standings;
  std::vector<std::string> ids;  ///< the pair's, or the actor's, in the order of the question
  Context& context;

  [[nodiscard]] const alignment::Observed& observed() const { return standings.observed; }
  /// The first and last day on which anything was observed of a pair (nothing: of any pair).
  [[nodiscard]] std::optional<base::Interval> observed_days(std::optional<std::size_t> pair) const;
  /// … without the first twentieth of what is known: a claim about 1947 would leave little room on
  /// a chart for all that came since.
  [[nodiscard]] std::optional<base::Interval> main_days(std::optional<std::size_t> pair) const;
  /// The last day of --at; without it the last on which something was observed.
  [[nodiscard]] base::Date date() const;
  /// From --from to --to every --step; without them the pair's days every month.
  [[nodiscard]] std::vector<base::Date> dates(base::Interval days) const;
  /// --from and --to, with `days` where they are not given.
  [[nodiscard]] base::Interval wanted(base::Interval days) const;
};

base::Result<Exit> show_course(const AlignmentView& view);
base::Result<Exit> show_explanation(const AlignmentView& view);
base::Result<Exit> show_voices(const AlignmentView& view);
base::Result<Exit> show_actor(const AlignmentView& view);
base::Result<Exit> show_matrix(const AlignmentView& view);
base::Result<Exit> show_spread(const AlignmentView& view, const std::vector<std::string>& powers);

/// So many dates at equal distances.
std::vector<base::Date> spaced(const base::Interval& days, std::size_t count);
/// "arms layer", "all layers".
std::string layer_text(const AlignmentView& view);

/// The scale of alignments on a chart.
inline constexpr ChartScale kAlignmentScale{};

/// "+3.4", "[+1.2, +5.6]".
std::string level_text(double level);
std::string interval_text(const alignment::Standing& standing);
/// `"mean":…,"low":…,"high":…,"sd":…`
std::string json_fields(const alignment::Standing& standing);
/// "mean,low,high,sd" and its values.
inline constexpr std::string_view kStandingCsv = "mean,low,high,sd";
std::string csv_cells(const alignment::Standing& standing);
/// Green above 0, magenta below, faint where the interval has 0 in it.
Ink ink_of(const alignment::Standing& standing);

}  // namespace entente::cli
