#include "entente/text/cleanup_lines.h"

#include <algorithm>

#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

struct Line {
  Paragraph content;
  bool blank_before = false;
  bool is_title_case = false;  // most of its words start with a capital
  bool is_item = false;        // starts with a bullet
  bool is_broken = false;      // ends in the middle of a hyphenated word
};

Line measure(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view inner = trimmed(text.substr(begin, end - begin));
  Line line;
  if (inner.empty()) return line;
  const std::size_t first = static_cast<std::size_t>(inner.data() - text.data());
  Paragraph& p = line.content;
  p.span = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first + inner.size())};
  bool in_word = false, seen_letter = false;
  std::uint32_t capitals = 0;
  Character before_last;
  for (std::size_t at = 0; at < inner.size();) {
    const Character c = character_at(inner, at);
    at += c.length;
    if (at < inner.size()) before_last = c;
    ++p.characters;
    if (c.kind == Kind::space) {
      in_word = false;
      continue;
    }
    if (!in_word) {
      ++p.words;
      capitals += c.kind == Kind::upper || c.kind == Kind::digit;
    }
    in_word = true;
    if (c.kind == Kind::stop)
      p.is_terminated = true;
    else if (is_word(c.kind) || c.kind == Kind::other || c.kind == Kind::dash)
      p.is_terminated = false;
    if (!seen_letter && is_letter(c.kind)) {
      seen_letter = true;
      p.starts_small = c.kind == Kind::lower;
    }
  }
  line.is_title_case = capitals * 3 >= p.words * 2;
  line.is_item = length_of_bullet(inner) > 0;
  line.is_broken = inner.size() > 1 && inner.back() == '-' && is_letter(before_last.kind);
  return line;
}

std::vector<Line> lines_of(std::string_view text, std::size_t begin) {
  std::vector<Line> lines;
  bool blank = true;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    Line line = measure(text, begin, end);
    if (line.content.span.empty()) {
      blank = true;
    } else {
      line.blank_before = blank;
      lines.push_back(line);
      blank = false;
    }
    begin = end + 1;
  }
  return lines;
}

// Widths at which text is wrapped, in characters. Longer lines are paragraphs.
constexpr std::uint32_t kNarrowest = 30, kWidest = 160;

bool runs_on(const Line& line, const Line& next) {
  return !next.blank_before && !next.is_item && !line.content.is_terminated &&
         next.content.starts_small;
}

/// The length of a full line: the upper quartile of those that plainly run on into the next; 0 when
/// the text is not wrapped.
std::uint32_t wrap_width(const std::vector<Line>& lines) {
  std::vector<std::uint32_t> widths;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::uint32_t characters = lines[i].content.characters;
    if (runs_on(lines[i], lines[i + 1]) && characters >= kNarrowest && characters <= kWidest)
      widths.push_back(characters);
  }
  if (widths.empty()) return 0;
  const auto quartile = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 3 / 4);
  std::ranges::nth_element(widths, quartile);
  return *quartile;
}

/// True when the line break between the two is only where the line was full.
bool is_wrapped(const Line& line, const Line& next, std::uint32_t width) {
  const std::uint32_t characters = line.content.characters;
  if (next.blank_before || next.is_item) return false;
  if (line.is_broken) return true;
  if (runs_on(line, next)) return characters >= kNarrowest;
  if (width == 0 || characters > kWidest) return false;
  if (line.content.is_terminated) return characters * 20 >= width * 19;
  return characters * 4 >= width * 3 && !(line.blank_before && line.is_title_case);
}

void append(Paragraph& paragraph, const Paragraph& line) {
  paragraph.span.end = line.span.end;
  paragraph.words += line.words;
  paragraph.characters += line.characters + 1;
  paragraph.is_terminated = line.is_terminated;
}

}  // namespace

std::size_t length_of_bullet(std::string_view text) {
  if (text.empty()) return 0;
  const Character c = character_at(text, 0);
  const bool bullet = c.code == '*' || c.code == 0x2022 || c.code == 0x25CF || c.code == 0x25AA ||
                      c.code == 0x00B7 || c.code == '.' || c.kind == Kind::dash;
  if (!bullet || c.length >= text.size()) return 0;
  if (character_at(text, c.length).kind != Kind::space) return 0;
  return text.size() - trimmed(text.substr(c.length)).size();
}

std::vector<Paragraph> paragraphs_of(std::string_view text, std::size_t begin) {
  const std::vector<Line> lines = lines_of(text, begin);
  const std::uint32_t width = wrap_width(lines);
  std::vector<Paragraph> paragraphs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && is_wrapped(lines[i - 1], lines[i], width))
      append(paragraphs.back(), lines[i].content);
    else
      paragraphs.push_back(lines[i].content);
  }
  return paragraphs;
}

}  // namespace entente::text
