#include "entente/text/cleanup.h"

#include <algorithm>
#include <array>

#include "entente/text/cleanup_head.h"
#include "entente/text/cleanup_lines.h"
#include "entente/text/cleanup_phrases.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

struct Cleaner::Phrases {
  PhraseBook book;
};

Cleaner::Cleaner(std::unique_ptr<Phrases> phrases) : phrases_(std::move(phrases)) {}
Cleaner::Cleaner(Cleaner&&) noexcept = default;
Cleaner& Cleaner::operator=(Cleaner&&) noexcept = default;
Cleaner::~Cleaner() = default;

base::Result<Cleaner> Cleaner::load(const std::filesystem::path& knowledge) {
  auto book = PhraseBook::load(knowledge / "boilerplate.tsv");
  if (!book) return tl::unexpected(book.error());
  return Cleaner(std::make_unique<Phrases>(Phrases{std::move(*book)}));
}

namespace {

// Sizes are in characters unless said otherwise.
constexpr std::uint32_t kLongestHeadline = 150;
constexpr std::uint32_t kMostHeadlineWords = 22;
constexpr std::uint32_t kBodyParagraph = 80;      // shorter ones do not open the article's body
constexpr std::uint32_t kArticleParagraph = 200;  // so long, or of more sentences than one, ...
constexpr std::uint32_t kShortArticleParagraph = 100;  // ... and so long, it ends a list of teasers
constexpr std::uint32_t kEnoughBody = 300;             // so much was read: an end mark is believed
constexpr std::uint32_t kMenuItem = 24;
constexpr std::size_t kLongestDateLine = 100;  // bytes
constexpr std::size_t kFolded = 2048;  // bytes; no phrase of the file asks for longer paragraphs
constexpr std::uint32_t kDatelineParagraphs = 2;
constexpr std::ptrdiff_t kSpeechesOfTranscript = 2;

bool is_image_file(std::string_view text) {
  constexpr std::array<std::string_view, 6> kEndings{".jpg", ".jpeg", ".png",
                                                     ".gif", ".webp", ".svg"};
  return text.size() < 160 && std::ranges::any_of(kEndings, [&](auto ending) {
           return text.size() > ending.size() &&
                  equals_ignoring_case(text.substr(text.size() - ending.size()), ending);
         });
}

bool has_letter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (is_letter(c.kind)) return true;
    at += c.length;
  }
  return false;
}

/// "Introduction . . . . . 1": a line of a table of contents.
bool is_contents_line(std::string_view text) {
  return text.find(". . . .") != std::string_view::npos ||
         text.find("......") != std::string_view::npos;
}

/// "[3] …": a note at the end.
bool is_note(std::string_view text) {
  if (!text.starts_with('[')) return false;
  const std::size_t close = text.find(']');
  return close != std::string_view::npos && close >= 2 && close <= 4 &&
         std::ranges::all_of(text.substr(1, close - 1),
                             [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_words(std::string_view text, std::size_t words) {
  for (; words > 0; --words) {
    std::size_t at = 0;
    while (at < text.size() && character_at(text, at).kind != Kind::space)
      at += character_at(text, at).length;
    text = trimmed(text.substr(at));
  }
  return text;
}

/// One walk over the paragraphs of a document, from its title to the end of its body.
class Cleaning {
 public:
  Cleaning(const model::Document& document, const PhraseBook& book)
      : document_(document), text_(document.text), book_(book) {}

  Cleaned run() {
    std::size_t begin = 0;
    if (const auto front = front_matter(text_); front && front->is_closed) {
      take(*front);
      begin = front->end;
    }
    paragraphs_ = paragraphs_of(text_, begin);
    is_transcript_ = std::ranges::count_if(paragraphs_, [&](const Paragraph& p) {
                       return is_speech(text_of(p));
                     }) >= kSpeechesOfTranscript;
    for (at_ = 0; at_ < paragraphs_.size(); ++at_) {
      fold(text_of(paragraphs_[at_]).substr(0, kFolded), folded_);
      if (ended_)
        look_for_date_behind_end();
      else
        judge(paragraphs_[at_]);
    }
    drop_tail();
    return finish();
  }

 private:
  [[nodiscard]] std::string_view text_of(const Paragraph& p) const { return p.span.of(text_); }
  [[nodiscard]] bool in_head() const { return body_paragraphs_ == 0; }

  void take(const FrontMatter& front) {
    if (!front.title.empty()) add(front.title, Role::title);
    cleaned_.author = front.author;
    cleaned_.source = front.source;
    published_ = read_date(front.date);
  }

  void add(model::Span span, Role role) {
    if (role == Role::title) cleaned_.title = span.of(text_);
    cleaned_.blocks.push_back({span, role, 0});
  }

  void judge(const Paragraph& p) {
    const std::string_view text = text_of(p);
    if (is_note(text) && body_characters_ > 0) return take_cited(p.span);
    if (const auto match = book_.match(folded_)) {
      if (drop_by(*match, p)) return;
    }
    if (is_image_file(text) || !has_letter(text) || is_contents_line(text)) return;
    if (in_head() && (is_date_line(p) || is_menu_item(p) || take_name(p))) return;
    if (in_links_ && !ends_links(p)) return;
    in_links_ = false;
    if (is_headline(p))
      add_headline(p);
    else
      add_body(p.span, p);
  }

  /// "[2] “A quarrel of many weeks”, The Gazette": others' headline, where it is long enough to
  /// tell anything.
  void take_cited(model::Span note) {
    constexpr std::ptrdiff_t kSpaces = 4;
    const std::string_view text = note.of(text_);
    const std::size_t begin = text.find("“"), end = text.find("”");
    if (begin == text.npos || end == text.npos || begin > text.find(']') + 2 || end < begin) return;
    const model::Span inside{note.begin + static_cast<std::uint32_t>(begin + 3),
                             note.begin + static_cast<std::uint32_t>(end)};
    if (std::ranges::count(inside.of(text_), ' ') >= kSpaces) cited_.push_back(inside);
  }

  /// A teaser is a title or one sentence; a paragraph of the article is more.
  [[nodiscard]] bool ends_links(const Paragraph& p) const {
    const std::size_t stop = text_of(p).find(". ");
    return p.is_terminated &&
           (p.characters >= kArticleParagraph ||
            (p.characters >= kShortArticleParagraph && stop != std::string_view::npos));
  }

  /// True when the phrase leaves the paragraph out.
  bool drop_by(const PhraseBook::Match& match, const Paragraph& p) {
    const std::string_view text = text_of(p);
    const auto words = static_cast<std::size_t>(
        std::ranges::count(std::string_view(folded_).substr(0, match.folded_end), ' ') + 1);
    switch (match.kind) {
      case PhraseKind::end:
        ended_ = body_characters_ >= kEnoughBody;
        return true;
      case PhraseKind::links:
        in_links_ = !in_head();
        return true;
      case PhraseKind::drop:
        take_first_date(text, photographed_);
        return true;
      case PhraseKind::credit:
        take_first_date(text, photographed_);
        take_caption(p);
        return true;
      case PhraseKind::published:
        if (!in_head() && p.is_terminated) return false;
        // A summary may stand before the line that dates the article.
        if (body_paragraphs_ <= 1) take_date(text, published_);
        return true;
      case PhraseKind::modified:
        if (!in_head() && p.is_terminated) return false;
        take_date(text, modified_);
        return true;
      case PhraseKind::byline:
        return take_byline(without_words(text, words));
      case PhraseKind::source:
        if (p.is_terminated) return false;
        if (cleaned_.source.empty()) cleaned_.source = without_words(text, words);
        return true;
      case PhraseKind::label:
        return take_label(p, without_words(text, words));
      case PhraseKind::dated:
        if (const auto found = find_date(without_words(text, words));
            in_head() && !published_ && found && found->begin == 0)
          published_ = found->date;
        return false;
      case PhraseKind::tail:
        return false;
    }
    return false;
  }

  /// "Soldiers of Ruritania cross the bridge after … A. Name / Agency (Photo by …)": a caption is
  /// read where it is long enough to tell anything, without who took the picture. It does not open
  /// the body.
  void take_caption(const Paragraph& p) {
    constexpr std::ptrdiff_t kSpaces = 11;
    std::string_view told = text_of(p).substr(0, text_of(p).find_last_of("(["));
    if (const std::size_t slash = told.rfind(" / "); slash != told.npos)
      told = told.substr(0, told.rfind(". ", slash) + 1);
    told = trimmed(told);
    if (told.ends_with('.') && std::ranges::count(told, ' ') >= kSpaces)
      add({p.span.begin, p.span.begin + static_cast<std::uint32_t>(told.size())}, Role::body);
  }

  /// "BACKGROUND: While there is …": the paragraph starts behind its label.
  bool take_label(const Paragraph& p, std::string_view rest) {
    if (rest.empty()) return true;
    const auto begin = static_cast<std::uint32_t>(rest.data() - text_.data());
    if (is_headline(p)) return false;
    add_body({begin, p.span.end}, p);
    return true;
  }

  bool take_byline(std::string_view name) {
    const std::size_t end = name.find_first_of(",|/");
    const std::string_view first = trimmed(name.substr(0, end));
    const bool is_single_word = !name.empty() && first == name && name.find(' ') == name.npos &&
                                is_letter(character_at(name, 0).kind);
    if (!in_head() || !(looks_like_name(first) || is_single_word)) return false;
    if (cleaned_.author.empty()) cleaned_.author = first;
    if (const auto found = find_date(name); found && !published_) published_ = found->date;
    return true;
  }
  bool take_name(const Paragraph& p) {
    if (cleaned_.title.empty() || !looks_like_titled_name(text_of(p))) return false;
    if (cleaned_.author.empty()) cleaned_.author = text_of(p);
    return true;
  }

  void take_date(std::string_view text, std::optional<base::Date>& date) {
    if (date || text.size() > 4 * kLongestDateLine) return;
    if (const auto found = find_date(text)) date = found->date;
  }
  /// A date counts only when the text starts with it, or is short.
  void take_first_date(std::string_view text, std::optional<base::Date>& date) {
    if (date || !in_head()) return;
    const auto found = find_date(text.substr(0, kLongestDateLine));
    if (found && (found->begin == 0 || text.size() <= kLongestDateLine)) date = found->date;
  }
  /// "Tuesday, 29 August 2017", "August 29, 2017, the CACI Analyst"
  bool is_date_line(const Paragraph& p) {
    const std::string_view text = text_of(p);
    if (text.size() > kLongestDateLine || p.is_terminated) return false;
    const auto found = find_date(text);
    if (!found) return false;
    const std::string_view before = trimmed(text.substr(0, found->begin));
    const std::string_view behind = trimmed(text.substr(found->end));
    const bool opens = before.size() <= 40 &&
                       (before.find(' ') == before.npos || before.ends_with(','));  // "New Delhi,"
    if (!opens || std::ranges::count(behind, ' ') > 5) return false;
    if (!published_) published_ = found->date;
    if (const std::size_t the = behind.find("the "); the != std::string_view::npos && the <= 2)
      if (cleaned_.source.empty()) cleaned_.source = behind.substr(the + 4);
    return true;
  }
  /// A very short line among others like it.
  [[nodiscard]] bool is_menu_item(const Paragraph& p) const {
    const auto is_short = [](const Paragraph& q) {
      return q.characters <= kMenuItem && q.words <= 2 && !q.is_terminated;
    };
    if (!is_short(p)) return false;
    return (at_ > 0 && is_short(paragraphs_[at_ - 1])) ||
           (at_ + 1 < paragraphs_.size() && is_short(paragraphs_[at_ + 1]));
  }

  [[nodiscard]] bool is_headline(const Paragraph& p) const {
    const std::string_view text = text_of(p);
    if (p.characters > kLongestHeadline || p.words > kMostHeadlineWords) return false;
    if (p.starts_small || length_of_bullet(text) > 0 || is_speech(text)) return false;
    const char last = text.back();
    if (last == ',' || last == ';' || (last == ':' && p.words > 4)) return false;
    return !p.is_terminated || (last == '?' && p.words <= 14 && is_single_stop(text));
  }
  [[nodiscard]] static bool is_single_stop(std::string_view text) {
    return text.find_first_of(".!?") == text.size() - 1;
  }
  /// "MR. PRICE: Good afternoon", "QUESTION: And Kabul": a turn of a transcript.
  [[nodiscard]] static bool is_speech(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon < 2 || colon > 40) return false;
    return std::ranges::none_of(text.substr(0, colon), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  void add_headline(const Paragraph& p) {
    const std::string_view text = text_of(p);
    if (text == cleaned_.title) return;
    const bool is_title = cleaned_.title.empty() && cleaned_.blocks.empty() &&
                          (document_.title.empty() || text == document_.title);
    add(is_title ? without_byline(p.span) : p.span, is_title ? Role::title : Role::headline);
  }
  /// "Why Russia wants an ally By SALMAN RAFI SHEIKH": the title without the author.
  model::Span without_byline(model::Span span) {
    const std::string_view text = span.of(text_);
    const std::size_t by = text.rfind(" By ");
    if (by == std::string_view::npos || by < 10 || !looks_like_name(text.substr(by + 4)))
      return span;
    if (cleaned_.author.empty()) cleaned_.author = text.substr(by + 4);
    const auto length = trimmed(text.substr(0, by)).size();
    return {span.begin, span.begin + static_cast<std::uint32_t>(length)};
  }

  void add_body(model::Span span, const Paragraph& p) {
    span.begin += static_cast<std::uint32_t>(length_of_bullet(span.of(text_)));
    if (body_paragraphs_ < kDatelineParagraphs && !is_transcript_) {
      if (const auto line = dateline(span.of(text_)); line && line->end < span.of(text_).size()) {
        if (!published_)
          if (const auto found = find_date(span.of(text_).substr(0, line->end)))
            published_ = found->date;
        if (cleaned_.source.empty()) cleaned_.source = line->agency;
        if (cleaned_.dateline.empty())
          cleaned_.dateline = {span.begin, span.begin + static_cast<std::uint32_t>(line->end)};
        span.begin += static_cast<std::uint32_t>(line->end);
      }
    }
    if (span.empty()) return;
    add(span, Role::body);
    if (p.is_terminated && p.characters >= kBodyParagraph) ++body_paragraphs_;
    body_characters_ += p.characters;
  }

  void look_for_date_behind_end() {
    if (published_ || modified_) return;
    if (const auto match = book_.match(folded_); match && match->kind == PhraseKind::modified)
      take_date(text_of(paragraphs_[at_]), modified_);
  }

  /// Biographies, notes and stray lines behind the last paragraph of the body.
  void drop_tail() {
    auto& blocks = cleaned_.blocks;
    const auto is_body = [](const Block& block) { return block.role == Role::body; };
    auto bodies = std::ranges::count_if(blocks, is_body);
    while (bodies > 0) {
      const Block& last = blocks.back();
      if (is_body(last)) {
        fold(last.span.of(text_).substr(0, kFolded), folded_);
        if (bodies == 1 || !book_.is_tail(folded_)) return;
        --bodies;
      }
      blocks.pop_back();
    }
  }

  Cleaned finish() {
    for (const model::Span span : cited_) add(span, Role::cited);
    for (std::uint32_t i = 0; i < cleaned_.blocks.size(); ++i) cleaned_.blocks[i].paragraph = i;
    cleaned_.date = document_.date;
    for (const auto& date : {published_, photographed_, modified_})
      if (!cleaned_.date) cleaned_.date = date;
    if (!document_.title.empty()) cleaned_.title = document_.title;
    if (!document_.author.empty()) cleaned_.author = document_.author;
    if (!document_.source.empty()) cleaned_.source = document_.source;
    return std::move(cleaned_);
  }

  const model::Document& document_;
  std::string_view text_;
  const PhraseBook& book_;
  Cleaned cleaned_;
  std::vector<Paragraph> paragraphs_;
  std::vector<model::Span> cited_;
  std::size_t at_ = 0;  // the paragraph that is judged
  std::string folded_;  // and its text, folded
  std::optional<base::Date> published_, photographed_, modified_;
  std::uint32_t body_paragraphs_ = 0, body_characters_ = 0;
  bool is_transcript_ = false, in_links_ = false, ended_ = false;
};

}  // namespace

Cleaned Cleaner::clean(const model::Document& document) const {
  return Cleaning(document, phrases_->book).run();
}

}  // namespace entente::text
