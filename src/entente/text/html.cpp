#include "entente/text/html.h"

#include <gumbo.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

#include "entente/base/utf8.h"
#include "entente/text/cleanup_head.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

// ---------------------------------------------------------------------------------------------
// Parsing

/// The memory of one parse. Gumbo frees its tree by recursion, which a deep page would overflow;
/// nodes that live in blocks are freed with these.
class Arena {
 public:
  static void* allocate(void* self, std::size_t size) {
    return static_cast<Arena*>(self)->take((size + kAlign - 1) / kAlign * kAlign);
  }
  static void release(void*, void*) {}

 private:
  static constexpr std::size_t kAlign = alignof(std::max_align_t), kBlock = 256 * 1024;

  void* take(std::size_t size) {
    if (size > left_) {
      left_ = std::max(size, kBlock);
      blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));
      next_ = blocks_.back().get();
    }
    std::byte* const taken = next_;
    next_ += size;
    left_ -= size;
    return taken;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

constexpr int kDeepest = 4096;

/// How deep the page's tags nest, at a guess that leaves out tags which are often not closed. The
/// parser takes time in proportion to the depth for every tag.
int depth_of(std::string_view bytes) {
  constexpr auto kUnclosed = std::to_array<std::string_view>(
      {"area", "base", "br",     "col", "dd",    "dt",     "embed", "hr", "img", "input", "li",
       "link", "meta", "option", "p",   "param", "source", "td",    "th", "tr",  "track", "wbr"});
  int depth = 0, deepest = 0;
  for (std::size_t at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at)) {
    ++at;
    const bool closes = at < bytes.size() && bytes[at] == '/';
    if (closes) ++at;
    std::size_t end = at;
    while (end < bytes.size() && is_word(detail::kAscii[bytes[end] & 0x7F])) ++end;
    const std::string_view name = bytes.substr(at, end - at);
    const bool counts = !name.empty() && std::ranges::none_of(kUnclosed, [&](auto unclosed) {
      return equals_ignoring_case(name, unclosed);
    });
    if (counts) depth = std::max(0, depth + (closes ? -1 : 1));
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

// ---------------------------------------------------------------------------------------------
// Looking at nodes

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}
bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}
GumboTag tag_of(const GumboNode* node) {
  return is_element(node) ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

std::string_view attribute(const GumboNode* node, const char* name) {
  if (!is_element(node)) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found ? std::string_view(found->value) : std::string_view{};
}

template <class Visit>
void for_each_child(const GumboNode* node, Visit visit) {
  if (!is_element(node)) return;
  const GumboVector& children = node->v.element.children;
  for (unsigned i = 0; i < children.length; ++i)
    visit(static_cast<const GumboNode*>(children.data[i]));
}

template <std::size_t N>
bool contains(const std::array<GumboTag, N>& tags, GumboTag tag) {
  return std::ranges::find(tags, tag) != tags.end();
}

/// Never part of what a reader sees.
bool is_hidden(const GumboNode* node) {
  constexpr std::array kTags{
      GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
      GUMBO_TAG_SVG,    GUMBO_TAG_HEAD,   GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,
      GUMBO_TAG_BUTTON, GUMBO_TAG_SELECT, GUMBO_TAG_INPUT,    GUMBO_TAG_TEXTAREA,
      GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS,   GUMBO_TAG_MATH};
  if (contains(kTags, tag_of(node))) return true;
  const std::string_view style = attribute(node, "style");
  return gumbo_get_attribute(&node->v.element.attributes, "hidden") ||
         attribute(node, "aria-hidden") == "true" ||
         style.find("display:none") != std::string_view::npos ||
         style.find("display: none") != std::string_view::npos;
}

/// Words of class and id attributes that stand for what surrounds an article.
bool names_surroundings(std::string_view value) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"ad",      "ads",         "advert",     "advertisement", "breadcrumb", "breadcrumbs",
       "caption", "comment",     "comments",   "cookie",        "cookies",    "credit",
       "disqus",  "footer",      "hidden",     "menu",          "modal",      "nav",
       "navbar",  "navigation",  "newsletter", "outbrain",      "popular",    "popup",
       "promo",   "recommended", "related",    "share",         "sharing",    "sidebar",
       "signup",  "social",      "subscribe",  "subscription",  "taboola",    "tags",
       "toolbar", "trending",    "widget"});
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && is_letter(detail::kAscii[value[end] & 0x7F])) ++end;
    const std::string_view word = value.substr(at, end - at);
    if (std::ranges::any_of(kWords, [&](auto w) { return equals_ignoring_case(word, w); }))
      return true;
    at = std::max(end, at + 1);
  }
  return false;
}

/// Stands around an article rather than in it, by its tag, role, class or id.
bool is_surroundings(const GumboNode* node) {
  constexpr std::array kTags{GUMBO_TAG_NAV,   GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
                             GUMBO_TAG_ASIDE, GUMBO_TAG_FORM,   GUMBO_TAG_FIGCAPTION,
                             GUMBO_TAG_MENU};
  constexpr auto kRoles = std::to_array<std::string_view>(
      {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"});
  return contains(kTags, tag_of(node)) ||
         std::ranges::find(kRoles, attribute(node, "role")) != kRoles.end() ||
         names_surroundings(attribute(node, "class")) || names_surroundings(attribute(node, "id"));
}

bool is_block(GumboTag tag) {
  constexpr std::array kTags{
      GUMBO_TAG_P,       GUMBO_TAG_DIV,     GUMBO_TAG_H1,         GUMBO_TAG_H2,
      GUMBO_TAG_H3,      GUMBO_TAG_H4,      GUMBO_TAG_H5,         GUMBO_TAG_H6,
      GUMBO_TAG_LI,      GUMBO_TAG_UL,      GUMBO_TAG_OL,         GUMBO_TAG_DL,
      GUMBO_TAG_DT,      GUMBO_TAG_DD,      GUMBO_TAG_TABLE,      GUMBO_TAG_TR,
      GUMBO_TAG_TD,      GUMBO_TAG_TH,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,
      GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN,       GUMBO_TAG_ASIDE,
      GUMBO_TAG_HEADER,  GUMBO_TAG_FOOTER,  GUMBO_TAG_NAV,        GUMBO_TAG_FORM,
      GUMBO_TAG_FIGURE,  GUMBO_TAG_HR,      GUMBO_TAG_BODY,       GUMBO_TAG_ADDRESS,
      GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CENTER};
  return contains(kTags, tag);
}

bool is_heading(GumboTag tag) {
  constexpr std::array kTags{GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3,
                             GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6};
  return contains(kTags, tag);
}

/// Adds a text with its white space made single, and without the bytes that are no character: what
/// Gumbo makes of "&#5555555555;".
void append_collapsed(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const Character c =
        byte == '&' ? Character{'&', Kind::other, 1} : character_at(text, at);  // already decoded
    const bool after_space = out.empty() || out.back() == ' ' || out.back() == '\n';
    const std::string_view bytes = text.substr(at, c.length);
    if (c.kind != Kind::space) {
      if (byte < 0x80 || !base::first_invalid_utf8(bytes)) out.append(bytes);
    } else if (!after_space) {
      out += ' ';
    }
    at += c.length;
  }
}

void append_text(const GumboNode* node, std::string& out) {
  if (is_text(node))
    append_collapsed(node->v.text.text, out);
  else if (is_element(node) && !is_hidden(node))
    for_each_child(node, [&](const GumboNode* child) { append_text(child, out); });
}

std::string text_of(const GumboNode* node) {
  std::string text;
  append_text(node, text);
  return std::string(trimmed(text));
}

/// A value of the page's head, with its white space single.
std::string collapsed(std::string_view text) {
  std::string out;
  append_collapsed(text, out);
  return std::string(trimmed(out));
}

// ---------------------------------------------------------------------------------------------
// Metadata

/// What the page says of itself. Each field keeps the first value that is offered, so the better
/// sources come first.
struct Metadata {
  std::string title, author, source, url, page_title, heading;
  std::optional<base::Date> date;

  static void offer(std::string& field, std::string_view value) {
    if (field.empty()) field = collapsed(value);
  }
  void offer_date(std::string_view value) {
    if (!date) date = read_date(value);
  }
};

/// Finds dates, author and publisher in a JSON-LD value, however it is nested.
void read_json_ld(simdjson::dom::element value, Metadata& metadata, int depth = 0) {
  if (depth > 8) return;
  if (simdjson::dom::array items; value.get(items) == simdjson::SUCCESS) {
    for (const auto item : items) read_json_ld(item, metadata, depth + 1);
    return;
  }
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return;
  const auto name_of = [](simdjson::dom::element named) {
    std::string_view name;
    simdjson::dom::array several;
    if (named.get(several) == simdjson::SUCCESS) {
      if (several.size() == 0) return name;
      named = *several.begin();
    }
    if (named.get(name) != simdjson::SUCCESS && named["name"].get(name) != simdjson::SUCCESS)
      name = {};
    return name;
  };
  for (const auto [key, field] : object) {
    if (key == "datePublished")
      metadata.offer_date(name_of(field));
    else if (key == "author")
      Metadata::offer(metadata.author, name_of(field));
    else if (key == "publisher")
      Metadata::offer(metadata.source, name_of(field));
    else if (key == "@graph" || key == "mainEntity")
      read_json_ld(field, metadata, depth + 1);
  }
}

void take_json_ld(const GumboNode* script, Metadata& metadata) {
  for_each_child(script, [&](const GumboNode* child) {
    if (!is_text(child)) return;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(std::string_view(child->v.text.text)).get(root) == simdjson::SUCCESS)
      read_json_ld(root, metadata);
  });
}

void take_meta(const GumboNode* node, Metadata& metadata) {
  const std::string_view content = attribute(node, "content");
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](auto name) {
      return equals_ignoring_case(attribute(node, "property"), name) ||
             equals_ignoring_case(attribute(node, "name"), name) ||
             equals_ignoring_case(attribute(node, "itemprop"), name);
    });
  };
  if (is({"og:title", "twitter:title"}))
    Metadata::offer(metadata.title, content);
  else if (is({"author", "dc.creator", "parsely-author", "sailthru.author", "article:author",
               "citation_author", "byl"})) {
    if (content.find("://") == std::string_view::npos) Metadata::offer(metadata.author, content);
  } else if (is({"og:site_name", "publisher", "dc.publisher", "citation_journal_title"})) {
    Metadata::offer(metadata.source, content);
  } else if (is({"article:published_time", "datepublished", "date", "pubdate", "publishdate",
                 "publish-date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
                 "sailthru.date", "parsely-pub-date", "citation_publication_date", "citation_date",
                 "og:published_time", "article.published"})) {
    metadata.offer_date(content);
  } else if (is({"og:url"})) {
    Metadata::offer(metadata.url, content);
  }
}

void take_metadata(const GumboNode* node, Metadata& metadata) {
  const GumboTag tag = tag_of(node);
  if (tag == GUMBO_TAG_META) {
    take_meta(node, metadata);
  } else if (tag == GUMBO_TAG_TITLE) {
    Metadata::offer(metadata.page_title, text_of(node));
  } else if (tag == GUMBO_TAG_LINK && attribute(node, "rel") == "canonical") {
    metadata.url = attribute(node, "href");
  } else if (tag == GUMBO_TAG_SCRIPT && attribute(node, "type") == "application/ld+json") {
    take_json_ld(node, metadata);
  } else if (tag == GUMBO_TAG_H1) {
    Metadata::offer(metadata.heading, text_of(node));
  }
  for_each_child(node, [&](const GumboNode* child) { take_metadata(child, metadata); });
}

/// Author and date as the article itself shows them, where the head has none.
void take_shown_metadata(const GumboNode* node, Metadata& metadata) {
  if (!is_element(node)) return;
  const std::string_view property = attribute(node, "itemprop");
  if (property == "datePublished" || tag_of(node) == GUMBO_TAG_TIME) {
    metadata.offer_date(attribute(node, "datetime"));
    metadata.offer_date(attribute(node, "content"));
    metadata.offer_date(text_of(node));
  } else if (property == "author" || attribute(node, "rel") == "author") {
    Metadata::offer(metadata.author, text_of(node));
  }
  for_each_child(node, [&](const GumboNode* child) { take_shown_metadata(child, metadata); });
}

/// "Gas for Lahore | The Dawn" → "Gas for Lahore"
std::string without_site(std::string title, std::string_view site) {
  for (const std::string_view mark : {" | ", " - ", " – ", " — ", " :: ", " » "}) {
    const std::size_t at = title.rfind(mark);
    if (at == std::string::npos || at < 12) continue;
    const std::string_view behind = std::string_view(title).substr(at + mark.size());
    const bool is_site =
        site.empty() ? mark == " | " || behind.size() <= 24 : behind == site || mark == " | ";
    if (is_site) title.erase(at);
  }
  return title;
}

std::string title_of(const Metadata& metadata, const std::string& heading_in_article) {
  if (!heading_in_article.empty()) return heading_in_article;
  if (!metadata.title.empty()) return without_site(metadata.title, metadata.source);
  if (!metadata.heading.empty()) return metadata.heading;
  return without_site(metadata.page_title, metadata.source);
}

// ---------------------------------------------------------------------------------------------
// The article's text

/// Bytes of text outside links, by element.
using TextSizes = std::unordered_map<const GumboNode*, std::size_t>;

std::size_t measure(const GumboNode* node, TextSizes& sizes) {
  if (is_text(node)) return trimmed(node->v.text.text).size();
  if (!is_element(node) || is_hidden(node) || tag_of(node) == GUMBO_TAG_A) return 0;
  std::size_t size = 0;
  for_each_child(node, [&](const GumboNode* child) { size += measure(child, sizes); });
  return sizes[node] = size;
}

bool marks_article(const GumboNode* node) {
  return tag_of(node) == GUMBO_TAG_ARTICLE || tag_of(node) == GUMBO_TAG_MAIN ||
         attribute(node, "role") == "main" || attribute(node, "itemprop") == "articleBody";
}

/// The innermost element marked as the article that holds at least half of the text that its
/// surroundings hold; else the root.
const GumboNode* article_in(const GumboNode* root, const TextSizes& sizes) {
  const GumboNode* best = root;
  std::size_t best_size = 0;
  const auto search = [&](const auto& self, const GumboNode* node) -> void {
    const auto size = sizes.find(node);
    if (size == sizes.end()) return;
    if (marks_article(node) && size->second * 2 >= best_size && size->second > 200) {
      best = node;
      best_size = size->second;
    }
    for_each_child(node, [&](const GumboNode* child) { self(self, child); });
  };
  search(search, root);
  const auto whole = sizes.find(root);
  const bool holds_enough = whole != sizes.end() && best_size * 5 >= whole->second;
  return holds_enough ? best : root;
}

/// Writes the paragraphs under a node, separated by blank lines.
class ArticleText {
 public:
  ArticleText(const TextSizes& sizes, std::size_t article_size)
      : sizes_(sizes), article_size_(article_size) {}

  void visit(const GumboNode* node) {
    if (is_text(node)) return append(node);
    if (!is_element(node) || is_hidden(node)) return;
    if (is_surroundings(node) && !holds_article(node)) return end_paragraph();
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_BR) return break_line();
    if (tag == GUMBO_TAG_SUP && append_note_mark(node)) return;
    if (is_heading(tag)) return visit_heading(node);
    const bool block = is_block(tag);
    if (block) end_paragraph();
    links_ += tag == GUMBO_TAG_A;
    for_each_child(node, [&](const GumboNode* child) { visit(child); });
    links_ -= tag == GUMBO_TAG_A;
    if (block) end_paragraph();
  }

  std::vector<std::string> take_paragraphs() {
    end_paragraph();
    return std::move(paragraphs_);
  }
  [[nodiscard]] const std::string& heading() const { return heading_; }  ///< the first <h1>

 private:
  /// Forms and the like that a page wraps around everything are no surroundings.
  [[nodiscard]] bool holds_article(const GumboNode* node) const {
    const auto size = sizes_.find(node);
    return size != sizes_.end() && size->second * 5 > article_size_ * 2;
  }
  void append(const GumboNode* node) {
    const std::size_t before = paragraph_.size();
    append_collapsed(node->v.text.text, paragraph_);
    if (links_ > 0) link_bytes_ += paragraph_.size() - before;
  }
  /// Footnote marks in superscript become "[1]", so that they do not look like numbers.
  bool append_note_mark(const GumboNode* node) {
    const std::string mark = text_of(node);
    const bool digits = !mark.empty() && mark.size() <= 3 &&
                        std::ranges::all_of(mark, [](char c) { return c >= '0' && c <= '9'; });
    if (digits) paragraph_ += "[" + mark + "]";
    return digits;
  }
  void break_line() {
    while (!paragraph_.empty() && paragraph_.back() == ' ') paragraph_.pop_back();
    if (!paragraph_.empty() && paragraph_.back() == '\n') return end_paragraph();
    if (!paragraph_.empty()) paragraph_ += '\n';
  }
  void visit_heading(const GumboNode* node) {
    end_paragraph();
    if (tag_of(node) == GUMBO_TAG_H1) {
      if (heading_.empty()) heading_ = text_of(node);
      append_text(node, paragraph_);
    } else {
      for_each_child(node, [&](const GumboNode* child) { visit(child); });
    }
    end_paragraph();
  }
  /// Short paragraphs that are one link lead to other pages.
  void end_paragraph() {
    const std::string_view text = trimmed(paragraph_);
    const bool is_link = text.size() < 160 && link_bytes_ * 5 >= text.size() * 4;
    if (!text.empty() && !is_link) paragraphs_.emplace_back(text);
    paragraph_.clear();
    link_bytes_ = 0;
  }

  const TextSizes& sizes_;
  std::size_t article_size_;
  std::vector<std::string> paragraphs_;
  std::string paragraph_, heading_;
  std::size_t link_bytes_ = 0;
  int links_ = 0;
};

std::string joined(const std::string& title, const std::vector<std::string>& paragraphs) {
  std::string text = title;
  for (const std::string& paragraph : paragraphs) {
    if (paragraph == title) continue;
    if (!text.empty()) text += "\n\n";
    text += paragraph;
  }
  return text;
}

}  // namespace

base::Result<model::Document> read_html(std::string_view bytes, const std::string& where) {
  if (depth_of(bytes) > kDeepest)
    return base::fail("HTML whose tags are nested too deep", where, "save the page's text instead");
  Arena arena;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = Arena::allocate;
  options.deallocator = Arena::release;
  options.userdata = &arena;
  options.max_errors = 0;
  const GumboOutput* page = gumbo_parse_with_options(&options, bytes.data(), bytes.size());

  Metadata metadata;
  take_metadata(page->root, metadata);
  TextSizes sizes;
  measure(page->root, sizes);
  const GumboNode* article = article_in(page->root, sizes);
  take_shown_metadata(article, metadata);
  ArticleText text(sizes, sizes[article]);
  text.visit(article);
  const std::vector<std::string> paragraphs = text.take_paragraphs();
  if (paragraphs.empty())
    return base::fail("no text in the HTML", where, "its text may come by script: save it as text");

  model::Document document;
  document.title = title_of(metadata, text.heading());
  document.author = std::move(metadata.author);
  document.source = std::move(metadata.source);
  document.url = std::move(metadata.url);
  document.date = metadata.date;
  document.text = joined(document.title, paragraphs);
  return document;
}

}  // namespace entente::text
