#include "entente/text/cleanup_phrases.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "entente/base/tsv.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

constexpr auto kKinds =
    std::to_array<std::string_view>({"end", "links", "drop", "credit", "tail", "label", "published",
                                     "modified", "byline", "source", "dated"});
constexpr auto kPlaces =
    std::to_array<std::string_view>({"whole", "start", "end", "inside", "early"});
constexpr std::size_t kEarly = 80;

template <class T, std::size_t N>
std::optional<T> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<T>(found - names.begin());
}

/// A phrase that ends in a letter must not end inside a word.
bool ends_word(std::string_view text, std::size_t end) {
  return end == text.size() || !is_word(character_at(text, end - 1).kind) ||
         !is_word(character_at(text, end).kind);
}

std::string_view without_final_marks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" .:!?*>|-");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Where `pattern` ends `folded`, with or without final marks; npos when it does not.
std::size_t found_at_end(std::string_view folded, std::string_view whole,
                         std::string_view pattern) {
  if (folded.ends_with(pattern)) return folded.size() - pattern.size();
  if (whole.ends_with(pattern)) return whole.size() - pattern.size();
  return std::string_view::npos;
}

}  // namespace

base::Result<PhraseBook> PhraseBook::load(const std::filesystem::path& path) {
  PhraseBook book;
  const auto read = base::read_tsv(path, [&](const base::TsvRow& row) -> base::Result<void> {
    const auto kind = from_name<PhraseKind>(kKinds, row["kind"]);
    const auto place = from_name<Place>(kPlaces, row["place"]);
    if (!kind || !place)
      return base::fail("unknown kind or place of a phrase", row.where(),
                        "the file's header lists them");
    Phrase phrase{*kind, *place, {}, std::numeric_limits<std::size_t>::max(), {}};
    if (const std::string_view longest = row["longest"]; !longest.empty()) {
      const char* end = longest.data() + longest.size();
      if (std::from_chars(longest.data(), end, phrase.longest).ptr != end)
        return base::fail("the longest paragraph is not a number", row.where(),
                          "give bytes, or leave the cell empty");
    }
    fold(row["phrase"], phrase.pattern);
    if (phrase.pattern.empty()) return base::fail("empty phrase", row.where(), "remove the row");
    phrase.bytes = bytes_of(phrase.pattern);
    const auto first = static_cast<unsigned char>(phrase.pattern[0]);
    const bool at_start = *place == Place::whole || *place == Place::start;
    (at_start ? book.by_first_byte_[first] : book.elsewhere_).push_back(std::move(phrase));
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return book;
}

PhraseBook::Bytes PhraseBook::bytes_of(std::string_view text) {
  std::array<bool, 128> held{};
  for (const char c : text) held[c & 0x7F] = true;
  Bytes bytes;
  for (std::size_t i = 0; i < held.size(); ++i) bytes[i] = held[i];
  return bytes;
}

std::optional<PhraseBook::Match> PhraseBook::best(std::string_view folded, bool tail) const {
  std::optional<Match> match;
  const auto offer = [&](const Phrase& phrase, std::size_t end) {
    if (!match || phrase.kind < match->kind) match = {phrase.kind, end};
  };
  const auto applies = [&](const Phrase& phrase) {
    return folded.size() <= phrase.longest && (phrase.kind == PhraseKind::tail) == tail;
  };
  if (folded.empty()) return match;
  const std::string_view whole = without_final_marks(folded);
  for (const Phrase& phrase : by_first_byte_[static_cast<unsigned char>(folded[0])]) {
    if (!applies(phrase)) continue;
    const std::string_view pattern = phrase.pattern;
    if (phrase.place == Place::whole
            ? whole == pattern || folded == pattern
            : folded.starts_with(pattern) && ends_word(folded, pattern.size()))
      offer(phrase, pattern.size());
  }
  const Bytes lacking = ~bytes_of(folded);
  for (const Phrase& phrase : elsewhere_) {
    if (!applies(phrase) || (phrase.bytes & lacking).any()) continue;
    const std::string_view reach =
        phrase.place == Place::early ? folded.substr(0, kEarly + phrase.pattern.size()) : folded;
    const std::size_t found = phrase.place == Place::end
                                  ? found_at_end(folded, whole, phrase.pattern)
                                  : reach.find(phrase.pattern);
    if (found != std::string_view::npos) offer(phrase, found + phrase.pattern.size());
  }
  return match;
}

std::optional<PhraseBook::Match> PhraseBook::match(std::string_view folded) const {
  return best(folded, false);
}

bool PhraseBook::is_tail(std::string_view folded) const { return best(folded, true).has_value(); }

void fold(std::string_view text, std::string& folded) {
  folded.resize(text.size());  // no character grows
  char* out = folded.data();
  const auto last = [&] { return out == folded.data() ? ' ' : out[-1]; };
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    const std::size_t next = at + c.length;
    const bool joins_digits = (c.code == '.' || c.code == ',' || c.code == ':') && last() == '#' &&
                              next < text.size() && character_at(text, next).kind == Kind::digit;
    if (c.kind == Kind::space) {
      if (last() != ' ') *out++ = ' ';
    } else if (c.kind == Kind::digit || joins_digits) {
      if (last() != '#') *out++ = '#';
    } else if (c.code < 0x80) {
      *out++ = lower(static_cast<char>(c.code));
    } else if (c.kind == Kind::apostrophe || c.code == 0x2018) {
      *out++ = '\'';
    } else if (c.kind == Kind::dash) {
      *out++ = '-';
    } else if (c.code == 0x201C || c.code == 0x201D) {
      *out++ = '"';
    } else if (c.kind != Kind::joiner) {
      out = std::ranges::copy(text.substr(at, c.length), out).out;
    }
    at = next;
  }
  if (out != folded.data() && last() == ' ') --out;
  folded.resize(static_cast<std::size_t>(out - folded.data()));
}

}  // namespace entente::text
