#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "entente/base/result.h"
#include "entente/model/claim.h"

namespace entente::formats {

/// What a CAMEO code says, in the codebook's words.
struct CameoCode {
  std::string code;                      ///< "042"; leading zeros count
  std::string name;                      ///< "make a visit"
  std::optional<model::ClaimType> type;  ///< none for what is merely said
  std::string mode;                      ///< PLOVER's, or empty
  model::Layer layer = model::Layer::political;
};

/// knowledge/cameo.tsv: from the CAMEO event scale to the codebook's types, and back.
class Cameo {
 public:
  static base::Result<Cameo> load(const std::filesystem::path& knowledge);

  /// Null for what is no code.
  [[nodiscard]] const CameoCode* of_code(std::string_view code) const;
  /// By its label, whatever its case; '_' and '-' are blanks. Null for what is no label.
  [[nodiscard]] const CameoCode* of_name(std::string_view name) const;
  /// The code that a type goes out as: that of its mode where the mode has one, else the type's.
  [[nodiscard]] const CameoCode& code_of(model::ClaimType type, std::string_view mode) const;
  [[nodiscard]] const std::vector<CameoCode>& all() const { return codes_; }

 private:
  static constexpr std::size_t kNone = 0;
  static constexpr std::size_t kPlaces = 1 + 10 + 100 + 1000 + 10000;  // up to four digits
  /// The place of a code of one to four digits; 0 for anything else.
  static std::size_t place(std::string_view code);
  base::Result<void> check() const;

  std::vector<CameoCode> codes_{{}};  // the first stands for none
  std::vector<std::uint16_t> by_place_ = std::vector<std::uint16_t>(kPlaces);
  std::unordered_map<std::string, std::uint16_t> by_name_;
  std::map<std::string, std::uint16_t, std::less<>> back_;  // "TYPE", "TYPE/mode"
};

}  // namespace entente::formats
