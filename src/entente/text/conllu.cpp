#include "entente/text/conllu.h"

#include <array>
#include <charconv>
#include <optional>

namespace entente::text {
namespace {

using Cells = std::array<std::string_view, 10>;

std::optional<Cells> cells_of(std::string_view line) {
  Cells cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t tab = line.find('\t');
    if ((tab == line.npos) != (i + 1 == cells.size())) return std::nullopt;
    cells[i] = line.substr(0, tab);
    line.remove_prefix(tab == line.npos ? line.size() : tab + 1);
  }
  return cells;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Tags that the universal part of speech alone decides carry its name.
std::optional<Tag> plain_tag(std::string_view upos_name) {
  for (int i = 0; i < kTags; ++i) {
    if (name(static_cast<Tag>(i)) == upos_name) return static_cast<Tag>(i);
  }
  return std::nullopt;
}

std::optional<Tag> tag_of(std::string_view universal, std::string_view penn) {
  const bool auxiliary = universal == "AUX";
  if (auxiliary || universal == "VERB") {
    if (penn == "MD") return auxiliary ? Tag::AUX_MODAL : Tag::VERB_BASE;
    if (penn == "VBD") return auxiliary ? Tag::AUX_PAST : Tag::VERB_PAST;
    if (penn == "VBG") return auxiliary ? Tag::AUX_GERUND : Tag::VERB_GERUND;
    if (penn == "VBN") return auxiliary ? Tag::AUX_PARTICIPLE : Tag::VERB_PARTICIPLE;
    if (penn == "VBP" || penn == "VBZ") return auxiliary ? Tag::AUX_PRESENT : Tag::VERB_PRESENT;
    return auxiliary ? Tag::AUX_BASE : Tag::VERB_BASE;
  }
  if (universal == "NOUN" && penn == "NNS") return Tag::NOUN_PLURAL;
  if (universal == "PROPN" && penn == "NNPS") return Tag::PROPN_PLURAL;
  return plain_tag(universal);
}

std::optional<Relation> relation_of(std::string_view relation) {
  for (int i = 0; i < kRelations; ++i) {
    if (name(static_cast<Relation>(i)) == relation) return static_cast<Relation>(i);
  }
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// Collects the lines of one sentence at a time.
class Reader {
 public:
  /// What is wrong with `line`, or nothing.
  std::string take(std::string_view line) {
    if (line.starts_with('#')) {
      if (line.starts_with("# newpar") || line.starts_with("# newdoc")) opens_paragraph_ = true;
      return {};
    }
    const std::optional<Cells> cells = cells_of(line);
    if (!cells) return "a line without ten columns";
    const std::string_view id = (*cells)[0];
    if (id.find('.') != id.npos) return {};
    const bool space_after = (*cells)[9].find("SpaceAfter=No") == std::string_view::npos;
    if (const std::size_t dash = id.find('-'); dash != id.npos) {
      const auto first = number(id.substr(0, dash)), last = number(id.substr(dash + 1));
      if (!first || !last || *last < *first) return "a multiword token without a range";
      multiword_ = {.form = std::string((*cells)[1]),
                    .words_left = *last - *first + 1,
                    .space_after = space_after};
      return {};
    }
    return take_word(*cells, space_after);
  }

  void finish(Treebank& treebank) {
    if (spans_.empty()) return;
    TreebankSentence& done = treebank.emplace_back();
    done.text = std::move(text_);
    done.sentence = std::move(sentence_);
    done.opens_paragraph = opens_paragraph_;
    done.sentence.span = {0, static_cast<std::uint32_t>(done.text.size())};
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      done.sentence.tokens[i].span = spans_[i];
      done.sentence.tokens[i].form = spans_[i].of(done.text);
    }
    *this = Reader();
  }

 private:
  struct Multiword {
    std::string form;
    int words_left = 0;
    bool space_after = false;
    std::uint32_t begin = 0;
    std::size_t spelt = 0;  ///< letters of `form` that the words so far took
    bool shared = false;    ///< the words do not spell it
  };

  std::string take_word(const Cells& cells, bool space_after) {
    const auto tag = tag_of(cells[3], cells[4]);
    const auto head = number(cells[6]);
    const auto relation = relation_of(cells[7]);
    if (!tag) return "unknown part of speech " + std::string(cells[3]);
    if (!head || *head < 0) return "a head that is not a number";
    if (!relation) return "unknown relation " + std::string(cells[7]);
    Token& token = sentence_.tokens.emplace_back();
    token.tag = *tag;
    token.lemma = lower(cells[2]);
    token.head = static_cast<std::int16_t>(*head - 1);
    token.relation = *relation;
    token.space_before = space_pending_;
    space_pending_ = false;
    spans_.push_back(multiword_.words_left > 0 ? next_part(cells[1]) : append(cells[1]));
    const bool inside = multiword_.words_left > 0 && --multiword_.words_left > 0;
    if (!inside && (multiword_.form.empty() ? space_after : multiword_.space_after)) {
      space_pending_ = true;
    }
    if (!inside) multiword_ = {};
    return {};
  }

  model::Span append(std::string_view form) {
    if (sentence_.tokens.back().space_before) text_ += ' ';
    const auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += form;
    return {begin, static_cast<std::uint32_t>(text_.size())};
  }

  model::Span next_part(std::string_view form) {
    Multiword& whole = multiword_;
    if (whole.spelt == 0 && !whole.shared) whole.begin = append(whole.form).begin;
    const std::uint32_t end = whole.begin + static_cast<std::uint32_t>(whole.form.size());
    whole.shared =
        whole.shared || !std::string_view(whole.form).substr(whole.spelt).starts_with(form);
    if (whole.shared) return {whole.begin, end};
    const auto begin = static_cast<std::uint32_t>(whole.begin + whole.spelt);
    whole.spelt += form.size();
    return {begin,
            whole.words_left == 1 ? end : static_cast<std::uint32_t>(whole.begin + whole.spelt)};
  }

  std::string text_;
  Sentence sentence_;
  std::vector<model::Span> spans_;
  Multiword multiword_;
  bool opens_paragraph_ = false;
  bool space_pending_ = false;
};

}  // namespace

base::Result<Treebank> read_conllu(std::istream& in, const std::string& where) {
  Treebank treebank;
  Reader reader;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) {
      reader.finish(treebank);
    } else if (std::string wrong = reader.take(line); !wrong.empty()) {
      return base::fail(wrong, where + ":" + std::to_string(number), "is this CoNLL-U?");
    }
  }
  reader.finish(treebank);
  return treebank;
}

}  // namespace entente::text
