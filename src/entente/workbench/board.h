#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "entente/alignment/standings.h"
#include "entente/alignment/turning_points.h"
#include "entente/workbench/answer.h"
#include "entente/workbench/desk.h"

namespace entente::workbench {

/// All pairs of the record as they stand, worked out once after each change of the record.
class Board {
 public:
  explicit Board(Desk& desk) : desk_(desk) {}

  struct View {
    alignment::Standings standings;
    alignment::TurningPoints turning_points;
    /// Of the documents and the coded claims: what they say of later days is foresight.
    base::Date last;
    /// Networks that were drawn of it, by what was asked: drawing takes a while.
    struct Drawn {
      std::mutex mutex;
      std::map<std::string, Json> answers;
    };
    std::unique_ptr<Drawn> drawn = std::make_unique<Drawn>();
  };
  /// Of one layer, or of all together. After a review it is worked out anew before it is given;
  /// while documents come in, at most every other second, so that answers do not wait for it.
  [[nodiscard]] base::Result<std::shared_ptr<const View>> view(
      const record::Record& record, std::optional<model::Layer> layer = {});

 private:
  struct Kept {
    std::mutex working;  ///< held while it is worked out
    std::mutex mutex;    ///< of what follows
    std::uint64_t version = 0, growth = 0;
    std::chrono::steady_clock::time_point at;
    std::shared_ptr<const View> view;
  };
  /// What is kept, if it will do.
  [[nodiscard]] std::shared_ptr<const View> kept_view(Kept& kept, bool is_worked_on) const;
  base::Result<std::shared_ptr<const View>> work_out(const record::Record& record,
                                                     std::optional<model::Layer> layer);

  Desk& desk_;
  std::mutex mutex_;
  std::map<int, Kept> kept_;  ///< by layer; -1: all
};

}  // namespace entente::workbench
