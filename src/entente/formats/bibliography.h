#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entente/base/date.h"

/// Documents as reference managers take them.
namespace entente::formats {

struct Reference {
  std::string key;    ///< unique, letters and digits
  std::string title;  ///< likewise never empty
  std::string author{}, source{}, url{}, language{};
  std::optional<base::Date> date{};
};

/// The persons of "A. Khan; B. Li and C. Roy".
std::vector<std::string> authors(std::string_view text);

/// An entry of a RIS file.
std::string ris(const Reference& reference);
/// An entry of a BibTeX file, in UTF-8, with what LaTeX would take for its own escaped.
std::string bibtex(const Reference& reference);

}  // namespace entente::formats
