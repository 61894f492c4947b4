#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/reading/actors.h"

namespace entente::formats {

/// Whom a data set means, in the record's terms.
struct Named {
  std::string id;      ///< as in `claims`; who is unknown keeps its own name ("tata-motors")
  std::string sector;  ///< PLOVER's, or empty
  bool known = true;   ///< knowledge/ has it
};

/// "Tata Motors" → "tata-motors": the id of who is not in knowledge/.
std::string id_from_name(std::string_view name);

/// The names that data sets give to actors: countries.tsv and the other tables of actors, and
/// data_names.tsv, icews_sectors.tsv, cameo_actors.tsv, cow_states.tsv. `load` once; look-ups are
/// const, and not fast: who looks up millions keeps what was found.
class Names {
 public:
  static base::Result<Names> load(const std::filesystem::path& knowledge);

  /// A state, organisation, group or person by name or id: "Russia", "RUS", "Hamas".
  [[nodiscard]] Named by_name(std::string_view name, std::optional<base::Date> date = {}) const;
  /// As ICEWS names: "Police (Afghanistan)", "Wang Yi". Country and sectors are those that the
  /// original files add, comma-separated, or empty.
  [[nodiscard]] Named icews(std::string_view name, std::string_view country,
                            std::string_view sectors, std::optional<base::Date> date) const;
  /// A chain of CAMEO's three-letter codes, "AFGREBTAL". Where only a sector is known the id is
  /// UNK; nothing when the codes tell not even that.
  [[nodiscard]] std::optional<Named> cameo(std::string_view code) const;
  /// A state by its Correlates of War number at a date.
  [[nodiscard]] Named cow(int number, base::Date date) const;
  /// The same for a period, which falls apart where the state became another.
  struct Spell {
    Named named;
    base::Date from, to;
  };
  [[nodiscard]] std::vector<Spell> cow(int number, base::Date from, base::Date to) const;
  /// The state that had the place of this one at the date: SUN for RUS in 1980.
  [[nodiscard]] std::string state_at(std::string_view id, base::Date date) const;

 private:
  struct Sector {
    std::vector<std::string> names;  // lower case
    std::string sector;
  };
  struct Code {
    std::string id, sector;
  };
  struct State {
    int number;
    std::string id;
    base::Date from, to;
  };
  [[nodiscard]] std::optional<Named> lookup(std::string_view name,
                                            std::optional<base::Date> date) const;
  [[nodiscard]] std::string_view sector_of_role(std::string_view role) const;
  [[nodiscard]] std::string_view sector_of_list(std::string_view sectors) const;
  base::Result<void> load_tables(const std::filesystem::path& knowledge);

  std::optional<reading::Actors> actors_;
  std::unordered_map<std::string, Named> names_;  // data_names.tsv, lower case
  std::vector<Sector> sectors_;                   // in the order of the file
  std::unordered_map<std::string, Code> codes_;
  std::vector<State> states_;
};

}  // namespace entente::formats
