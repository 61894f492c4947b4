#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <utility>

#include "entente/alignment/standings.h"
#include "entente/alignment/turning_points.h"
#include "entente/workbench/answer.h"
#include "entente/workbench/desk.h"
#include "entente/workbench/layout.h"
#include "entente/workbench/ledger.h"

namespace entente::workbench {

/// All pairs of the record as they stand. They are worked out once; after that only the pairs of
/// which claims have changed are (Desk::Change), unless the record is so small that all together
/// take no time.
class Board {
 public:
  /// Records of fewer claims are worked out whole after each change.
  Board(Desk& desk, Ledger& ledger, std::size_t small = 5000)
      : desk_(desk), ledger_(ledger), small_(small) {}

  struct View {
    alignment::Standings standings;
    std::vector<alignment::BreakSearch> searches;  ///< one for each pair
    alignment::TurningPoints turning_points;
    base::Date first;  ///< the earliest observed day
    /// Of documents and coded claims that are dated: what they say of later days is foresight. When
    /// none is, the last observed day.
    base::Date last;
    /// Networks that were drawn of it, by what was asked: drawing takes a while.
    struct Drawn {
      std::mutex mutex;
      std::map<std::string, Json> answers;
      std::map<std::string, std::vector<Place>> places;
    };
    std::unique_ptr<Drawn> drawn = std::make_unique<Drawn>();
  };

  /// A view that stays as it is as long as somebody holds this.
  class Shown {
   public:
    const View& operator*() const { return *view_; }
    const View* operator->() const { return view_; }

   private:
    friend class Board;
    Shown(std::shared_lock<std::shared_mutex> lock, const View& view)
        : lock_(std::move(lock)), view_(&view) {}
    std::shared_lock<std::shared_mutex> lock_;
    const View* view_;
  };
  /// Of one layer, or of all together. It has every review, and every document that changes few
  /// pairs; while documents come in bulk it is worked out at most every other second, so that
  /// answers do not wait for it.
  [[nodiscard]] base::Result<Shown> view(const record::Record& record,
                                         std::optional<model::Layer> layer = {});
  /// The same, or nothing when it is being worked out for the first time and takes longer.
  [[nodiscard]] base::Result<std::optional<Shown>> view_within(std::chrono::milliseconds patience,
                                                               const record::Record& record,
                                                               std::optional<model::Layer> layer);
  /// What is being done while there is no view yet.
  [[nodiscard]] std::string stage(std::optional<model::Layer> layer) {
    return kept(layer).stage.load();
  }

 private:
  using Pairs = std::set<std::pair<std::string, std::string>>;
  struct Kept {
    std::timed_mutex working;  ///< held by whoever works it out
    // What follows is changed under `working`.
    Pairs behind;  ///< pairs that have changed since, but for those of reviews
    bool all_behind = false;
    std::chrono::steady_clock::time_point at;  ///< when all was worked out
    std::atomic<std::uint64_t> changes = 0;    ///< of the desk, that have been looked at
    std::atomic<bool> is_behind = true, takes_review_in = false, is_shown = false, is_small = false;
    std::atomic<const char*> stage = "claims are being read";
    std::shared_mutex mutex;  ///< of the view
    std::optional<View> view;
  };
  Kept& kept(std::optional<model::Layer> layer);
  [[nodiscard]] bool is_behind(const Kept& kept) const;
  /// True when a review is not in the view yet.
  [[nodiscard]] bool owes_review(const Kept& kept) const;
  /// Takes in what has changed, as far as it is time.
  base::Result<void> catch_up(Kept& kept, const record::Record& record,
                              std::optional<model::Layer> layer);
  base::Result<void> work_out(Kept& kept, const record::Record& record,
                              std::optional<model::Layer> layer);
  base::Result<void> work_out(Kept& kept, const record::Record& record,
                              std::optional<model::Layer> layer, const Pairs& pairs);
  static void replace(View& view, const alignment::Observed& now, const std::string& a,
                      const std::string& b);

  Desk& desk_;
  Ledger& ledger_;
  std::size_t small_;
  std::mutex mutex_;
  std::map<int, Kept> kept_;  ///< by layer; -1: all
};

}  // namespace entente::workbench
