#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "entente/base/date.h"
#include "entente/model/claim.h"

namespace entente::text {

/// The block of "key: value" lines between two "---" lines at the start of a text.
struct FrontMatter {
  model::Span title;  ///< the value's bytes, quotes around it left out; empty when there is none
  std::string_view author, source, url, date;
  std::size_t end = 0;     ///< where the text proper begins
  bool is_closed = false;  ///< a second "---" line was found
};

/// Nothing when the text does not start with front matter: "---" (behind a byte order mark at most)
/// and then a line that names title, date, source, author or url.
[[nodiscard]] std::optional<FrontMatter> front_matter(std::string_view text);

struct DateMention {
  base::Date date;
  std::size_t begin = 0, end = 0;  ///< bytes of the searched text
};
/// The first full date: "August 29, 2017", "29 August 2017", "29.08.2017", "2017-08-29". Of
/// "03/04/2017" nobody knows the month, so it is none.
[[nodiscard]] std::optional<DateMention> find_date(std::string_view text);

/// A value that is given as a date: "2017-08-29T10:00", "2017-08", or a date as in find_date.
[[nodiscard]] std::optional<base::Date> read_date(std::string_view value);

struct Dateline {
  std::size_t end = 0;      ///< where the first sentence begins
  std::string_view agency;  ///< "Reuters"; may be empty
};
/// "KABUL, Sept 4 (Reuters) — ", "ISLAMABAD - ", "LAHORE: ": where and on whose wire a report was
/// filed. Nothing when the paragraph starts with its first sentence.
[[nodiscard]] std::optional<Dateline> dateline(std::string_view paragraph);

/// Two to five capitalised words: "Stephen Blank", "SALMAN RAFI SHEIKH".
[[nodiscard]] bool looks_like_name(std::string_view text);
/// A name behind "Dr.", "Ambassador" and the like.
[[nodiscard]] bool looks_like_titled_name(std::string_view text);

}  // namespace entente::text
