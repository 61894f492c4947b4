#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "entente/alignment/standings.h"
#include "entente/alignment/turning_points.h"
#include "entente/workbench/desk.h"

namespace entente::workbench {

/// All pairs of the record as they stand, worked out once after each change of the record.
class Board {
 public:
  explicit Board(Desk& desk) : desk_(desk) {}

  struct View {
    alignment::Standings standings;
    alignment::TurningPoints turning_points;
    base::Date
        last;  ///< of the documents and the coded claims: what they say of later is foresight
  };
  /// Of one layer, or of all together.
  [[nodiscard]] base::Result<std::shared_ptr<const View>> view(
      const record::Record& record, std::optional<model::Layer> layer = {});

 private:
  struct Kept {
    std::mutex mutex;  ///< held while it is worked out: whoever comes meanwhile waits for it
    std::uint64_t version = 0;
    std::shared_ptr<const View> view;
  };
  Desk& desk_;
  std::mutex mutex_;
  std::map<int, Kept> kept_;  ///< by layer; -1: all
};

}  // namespace entente::workbench
