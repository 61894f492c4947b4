#include "entente/text/pdf.h"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <map>
#include <memory>
#include <unordered_set>
#include <vector>

#include "entente/text/cleanup_lines.h"
#include "entente/text/cleanup_phrases.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

using Lines = std::vector<std::string>;  ///< of one page; empty ones part its blocks

constexpr std::size_t kEdge = 2;  // lines at a page's top and bottom that may be running heads
constexpr std::size_t kRunningPages = 3;  // pages on which such a line must stand

std::string utf8(const poppler::ustring& text) {
  const poppler::byte_array bytes = text.to_utf8();
  return {bytes.begin(), bytes.end()};
}

/// Writes ligatures as letters and drops what is no text.
std::string plain(std::string_view text) {
  constexpr std::array<std::string_view, 7> kLigatures{"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if (byte >= ' ' || byte == '\n')
        out += text[at];
      else
        out += byte == '\f' ? '\n' : ' ';
      ++at;
      continue;
    }
    const Character c = character_at(text, at);
    if (c.code >= 0xFB00 && c.code <= 0xFB06)
      out += kLigatures[c.code - 0xFB00];
    else
      out.append(text.substr(at, c.length));
    at += c.length;
  }
  return out;
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

base::Result<std::vector<Lines>> pages_of(const poppler::document& pdf, const std::string& where) {
  std::vector<Lines> pages;
  for (int i = 0; i < pdf.pages(); ++i) {
    const std::unique_ptr<poppler::page> page(pdf.create_page(i));
    if (!page)
      return base::fail(fmt::format("page {} of the PDF cannot be read", i + 1), where,
                        "the file is damaged or was cut short: fetch it again");
    const auto text = page->text(poppler::rectf(), poppler::page::raw_order_layout);
    pages.push_back(lines_of(plain(utf8(text))));
  }
  return pages;
}

/// Calls `visit` for the lines at the top and the bottom of a page that are not empty.
template <class Visit>
void for_each_edge_line(Lines& page, Visit visit) {
  std::size_t left = kEdge;
  for (auto line = page.begin(); line != page.end() && left > 0; ++line)
    if (!line->empty()) visit(*line), --left;
  left = kEdge;
  for (auto line = page.rbegin(); line != page.rend() && left > 0; ++line)
    if (!line->empty()) visit(*line), --left;
}

/// Leaves out page numbers, and lines that stand at the edge of several pages with at most a number
/// changed; the first page keeps the document's title.
void drop_running_heads(std::vector<Lines>& pages, std::string_view title) {
  std::map<std::string, std::size_t> counts;
  std::string folded;
  for (Lines& page : pages)
    for_each_edge_line(page, [&](const std::string& line) {
      fold(line, folded);
      ++counts[folded];
    });
  for (Lines& page : pages)
    for_each_edge_line(page, [&](std::string& line) {
      if (&page == &pages.front() && line == title) return;
      fold(line, folded);
      if (folded == "#" || folded == "page #" || folded == "- # -" ||
          counts[folded] >= kRunningPages)
        line.clear();
    });
}

/// All pages as one text. A paragraph that a page break cuts is put together again by the line
/// rules, as long as no blank line parts its halves.
std::string joined(const std::vector<Lines>& pages) {
  std::string text;
  for (const Lines& page : pages) {
    const auto is_content = [](const std::string& line) { return !line.empty(); };
    const auto first = std::ranges::find_if(page, is_content);
    const auto last = std::find_if(page.rbegin(), page.rend(), is_content).base();
    for (auto line = first; line < last; ++line) text += *line + '\n';
  }
  return text;
}

/// The words of a text, hyphens within them included: what tells "diplo-matic" from "Sino-Russian".
class Vocabulary {
 public:
  explicit Vocabulary(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
      words_.insert(bare(text.substr(at, end - at)));
      at = end + 1;
    }
  }
  [[nodiscard]] bool has(std::string_view word) const { return words_.contains(bare(word)); }

 private:
  static std::string bare(std::string_view word) {
    const auto is_part = [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || is_word(detail::kAscii[c & 0x7F]);
    };
    while (!word.empty() && !is_part(word.front())) word.remove_prefix(1);
    while (!word.empty() && !is_part(word.back())) word.remove_suffix(1);
    std::string small(word);
    std::ranges::transform(small, small.begin(), lower);
    return small;
  }
  std::unordered_set<std::string> words_;
};

std::string_view last_word(std::string_view text) {
  const std::size_t space = text.find_last_of(" \n");
  return text.substr(space == std::string_view::npos ? 0 : space + 1);
}
std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \n"));
}

/// Joins a line to the paragraph before it.
void append_line(std::string& paragraph, std::string_view line, const Vocabulary& words) {
  constexpr std::string_view kSoftHyphen = "\xC2\xAD";
  if (paragraph.ends_with(kSoftHyphen)) {
    paragraph.resize(paragraph.size() - kSoftHyphen.size());
  } else if (paragraph.ends_with('-') && paragraph.size() > 1 && !line.empty() &&
             is_letter(character_at(line, 0).kind)) {
    const std::string_view left = last_word(paragraph);
    const std::string hyphenated = std::string(left).append(first_word(line));
    const std::string whole = std::string(left.substr(0, left.size() - 1)).append(first_word(line));
    const bool small = !left.empty() && character_at(left, 0).kind == Kind::lower &&
                       character_at(line, 0).kind == Kind::lower;
    if (words.has(whole) || (small && !words.has(hyphenated))) paragraph.pop_back();
  } else if (!paragraph.empty()) {
    paragraph += ' ';
  }
  paragraph += line;
}

std::string unwrapped(std::string_view text) {
  const Vocabulary words(text);
  std::string out;
  for (const Paragraph& p : paragraphs_of(text, 0)) {
    std::string paragraph;
    for (const std::string& line : lines_of(p.span.of(text))) append_line(paragraph, line, words);
    if (!out.empty()) out += "\n\n";
    out += paragraph;
  }
  return out;
}

base::Result<model::Document> read(std::string_view bytes, const std::string& where) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> pdf(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!pdf)
    return base::fail("the PDF cannot be read", where,
                      "the file is damaged or was cut short: fetch it again");
  if (pdf->is_locked())
    return base::fail("the PDF is encrypted", where, "save it without a password");
  auto pages = pages_of(*pdf, where);
  if (!pages) return tl::unexpected(pages.error());
  auto title = utf8(pdf->get_title());
  drop_running_heads(*pages, title);

  model::Document document;
  document.text = unwrapped(joined(*pages));
  if (document.text.empty())
    return base::fail("no text in the PDF", where,
                      "its pages are pictures: run text recognition (OCR) on it");
  const std::string_view head = std::string_view(document.text).substr(0, 2000);
  if (head.find(title) != std::string_view::npos) document.title = std::move(title);
  if (auto author = utf8(pdf->get_author()); head.find(author) != std::string_view::npos)
    document.author = std::move(author);
  return document;
}

}  // namespace

base::Result<model::Document> read_pdf(std::string_view bytes, const std::string& where) {
  if (bytes.size() > std::size_t{std::numeric_limits<int>::max()})
    return base::fail("the PDF is over 2 GB", where, "split it");
  try {  // poppler promises nothing about what it throws on damaged files
    return read(bytes, where);
  } catch (const std::exception& error) {
    return base::fail(fmt::format("the PDF cannot be read ({})", error.what()), where,
                      "the file is damaged: fetch it again");
  }
}

}  // namespace entente::text
