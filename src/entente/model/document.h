#pragma once

#include <optional>
#include <string>

#include "entente/base/date.h"

namespace entente::model {

/// A text with what is known of it. `text` is exactly what was given (for HTML and PDF: what was
/// extracted from it), boiler-plate included; every span of every claim is bytes of it.
struct Document {
  std::string id;    ///< what output calls it: the file's name, or the "id" of a JSON line
  std::string hash;  ///< base::content_hash of `text`: the same text is stored once
  std::string text;
  std::string title, author, source, url;  ///< empty when neither given nor found in the text
  std::string language = "en";
  std::optional<base::Date> date;  ///< of publication, as stated
  /// When it was probably written, with Precision::estimate: worked out from its text where it
  /// bears no date. Nothing beside a stated date.
  std::optional<base::Interval> estimated_date;
};

}  // namespace entente::model
