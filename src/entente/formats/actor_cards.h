#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"

namespace entente::formats {

/// What other programs are told of an actor.
struct ActorCard {
  std::string label;    ///< its usual English name
  std::string kind;     ///< "state", or as in knowledge/: "igo", "alliance", "armed", …; or empty
  std::string sector;   ///< PLOVER's, or empty; a state has none
  std::string country;  ///< the state that it is, or belongs to; or empty
};

/// The cards of the actors that knowledge/ has.
class ActorCards {
 public:
  static base::Result<ActorCards> load(const std::filesystem::path& knowledge);
  /// The card of an id; with nothing but a label for who is not in knowledge/: `name`, or the id.
  [[nodiscard]] ActorCard card(std::string_view id, std::string_view name = {}) const;
  [[nodiscard]] bool is_state(std::string_view id) const;
  /// The Correlates of War project's number for a state at a date; 0 when it has none.
  [[nodiscard]] int cow(std::string_view id, base::Date date) const;

 private:
  struct Number {
    std::string id;
    int number;
    base::Date from, to;
  };
  std::vector<Number> numbers_;
  std::map<std::string, ActorCard, std::less<>> cards_;
};

}  // namespace entente::formats
