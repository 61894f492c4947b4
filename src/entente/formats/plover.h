#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "entente/base/result.h"
#include "entente/model/claim.h"

namespace entente::formats {

/// knowledge/plover.tsv: the words of PLOVER's versions. Names are taken whatever their case;
/// blanks,
/// '-' and '_' are alike.
class Plover {
 public:
  struct Event {
    model::ClaimType type;
    std::string mode;
  };
  static base::Result<Plover> load(const std::filesystem::path& knowledge);
  [[nodiscard]] std::optional<Event> event(std::string_view name) const;
  /// Nothing for a context that says nothing of a layer.
  [[nodiscard]] std::optional<model::Layer> layer(std::string_view context) const;

 private:
  std::map<std::string, Event> events_;
  std::map<std::string, model::Layer> layers_;
};

}  // namespace entente::formats
