#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "entente/base/progress.h"

namespace entente::cli {

/// Says on a terminal what is being done while this lives, for work that cannot say how far it is.
class Working {
 public:
  explicit Working(std::string note)
      : ticker_([note = std::move(note)](const std::stop_token& stop) {
          base::Progress progress;
          for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(20)))
            progress.show(0, 0, note);
        }) {}

 private:
  std::jthread ticker_;
};

}  // namespace entente::cli
