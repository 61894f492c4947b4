#include "entente/cli/marked_text.h"

#include <algorithm>

#include "entente/base/terminal.h"

namespace entente::cli {

namespace {

/// One code point of the marked text, and the ink it is written with.
struct Glyph {
  char32_t code_point;
  Ink ink;
};

void add(std::vector<Glyph>& glyphs, std::string_view text, Ink ink) {
  while (!text.empty()) glyphs.push_back({base::next_code_point(text), ink});
}

/// The text with its marks, white space and control characters as single blanks.
std::vector<Glyph> inked(std::string_view text, std::int64_t offset,
                         const std::vector<Mark>& marks) {
  std::vector<Glyph> glyphs;
  for (std::int64_t at = offset;; ++at) {
    for (const Mark& mark : marks)
      if (mark.end == at && mark.start >= offset) add(glyphs, mark.after, Ink::faint);
    if (text.empty()) break;
    Ink ink = Ink::plain;
    for (const Mark& mark : marks) {
      if (mark.start == at) add(glyphs, mark.before, Ink::faint);
      if (mark.start <= at && at < mark.end) ink = mark.ink;
    }
    const char32_t c = base::next_code_point(text);
    const bool blank = c == U' ' || c == U'\u00A0' || base::is_control(c);
    if (!blank)
      glyphs.push_back({c, ink});
    else if (glyphs.empty() || glyphs.back().code_point != U' ')
      glyphs.push_back({U' ', ink});
  }
  return glyphs;
}

/// Writes stretches of one ink with as few colour changes as there are.
std::string painted(const Glyph* begin, const Glyph* end, const Painter& painter) {
  std::string line, run;
  for (const Glyph* glyph = begin; glyph != end; ++glyph) {
    base::append_utf8(run, glyph->code_point);
    if (glyph + 1 != end && glyph[1].ink == glyph->ink) continue;
    line += painter(glyph->ink, run);
    run.clear();
  }
  return line;
}

}  // namespace

std::vector<Mark> marks(const record::QuotedClaim& claim, const Painter& painter,
                        std::string_view label) {
  std::vector<Mark> all;
  const auto add = [&](const record::Quote& quote, Ink ink) {
    if (!quote.empty()) all.push_back({quote.start, quote.end, ink});
  };
  add(claim.date_mention, Ink::date);
  add(claim.claimant.mention, Ink::claimant);
  add(claim.actor.mention, Ink::actor);
  add(claim.recipient.mention, Ink::recipient);
  add(claim.trigger, Ink::trigger);
  if (!claim.trigger.empty()) {
    all.back().before = painter.colours() ? "" : "[";
    all.back().after = (painter.colours() ? "" : "]") + std::string(label);
  }
  return all;
}

std::vector<std::string> marked_lines(std::string_view text, std::int64_t offset,
                                      const std::vector<Mark>& marks, const Painter& painter,
                                      std::optional<int> width, std::string_view indent) {
  const std::vector<Glyph> glyphs = inked(text, offset, marks);
  const int room = width ? *width - base::display_width(indent) : 0;
  std::vector<std::string> lines;
  const Glyph* at = glyphs.data();
  const Glyph* const end = at + glyphs.size();
  const auto is_blank = [](const Glyph& glyph) { return glyph.code_point == U' '; };
  while ((at = std::find_if_not(at, end, is_blank)) != end) {
    const Glyph* line_end = at;  // the end of the last word that fits
    int used = 0;
    for (const Glyph* word = at; word != end;) {
      const Glyph* word_end = std::find_if(word, end, is_blank);
      for (const Glyph* glyph = word; glyph != word_end; ++glyph)
        used += base::display_width(glyph->code_point);
      if (width && used > room && line_end != at) break;  // a word longer than a line has its own
      line_end = word_end;
      word = std::find_if_not(word_end, end, is_blank);
      ++used;
    }
    lines.push_back(std::string(indent) + painted(at, line_end, painter));
    at = line_end;
  }
  return lines;
}

}  // namespace entente::cli
