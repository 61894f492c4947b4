#include "entente/reading/explanation.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "entente/base/terminal.h"
#include "entente/base/utf8.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/cli/marked_text.h"
#include "entente/cli/table.h"
#include "entente/reading/reader.h"
#include "entente/record/quoted_claim.h"

namespace entente::cli {

namespace {

using base::Result;
using reading::Explanation;
using reading::Outcome;

struct Options {
  std::vector<std::string> sentences;
  std::string date;
  reading::Folders worlds;
  bool headline = false, all = false;
};

constexpr std::size_t kLargestText = 16 << 20;  // bytes; nobody reads explanations of more

// --- what is printed of a sentence, in either form

/// The words [begin, end), as they stand in the text.
std::string_view words(const Explanation& e, int begin, int end) {
  const text::Token &first = e.sentence.tokens[std::size_t(begin)],
                    &last = e.sentence.tokens[std::size_t(end) - 1];
  return {first.form.data(), std::size_t(last.span.end - first.span.begin)};
}

std::string_view word(const Explanation& e, int token) { return words(e, token, token + 1); }

std::string_view sentence_text(const Explanation& e, const model::Document& document) {
  return e.sentence.span.of(document.text);
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

std::string id_of(const Explanation::Actor& actor) {
  const std::string id = actor.id + (actor.sector.empty() ? "" : " " + actor.sector);
  if (actor.stands_for.empty()) return actor.id.empty() ? "nobody" : id;
  return joined(actor.stands_for);
}

std::string when(const Explanation::Time& time) {
  if (!time.when) return "";
  const std::string first = time.when->start.iso(), last = time.when->end.iso();
  return fmt::format("{} ({})", first == last ? first : first + " to " + last,
                     base::name(time.when->precision));
}

// --- for people

/// Every token with its place in the tree, drawn in the order of the text: what hangs from a word
/// and stands before it is above it.
class Drawing {
 public:
  struct Line {
    int token;
    std::string branch;
  };

  explicit Drawing(const text::Sentence& sentence) : children_(sentence.tokens.size()) {
    std::vector<int> roots;
    for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
      const int head = sentence.tokens[i].head;
      (head < 0 ? roots : children_[std::size_t(head)]).push_back(int(i));
    }
    for (const int root : roots) draw(root, "", "", "");
  }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  /// `above`, `here`, `below`: what begins the lines before, of and after the token.
  void draw(int token, const std::string& above, const std::string& here,
            const std::string& below) {
    const std::vector<int>& children = children_[std::size_t(token)];
    const auto middle = std::ranges::lower_bound(children, token);
    for (auto c = children.begin(); c != middle; ++c) {
      const bool first = c == children.begin();
      draw(*c, above + (first ? "   " : "│  "), above + (first ? "┌─ " : "├─ "), above + "│  ");
    }
    lines_.push_back({token, here});
    for (auto c = middle; c != children.end(); ++c) {
      const bool last = c + 1 == children.end();
      draw(*c, below + "│  ", below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  std::vector<std::vector<int>> children_;
  std::vector<Line> lines_;
};

/// A row that would have made a claim, had one thing in the sentence been otherwise.
bool is_near(Outcome outcome) {
  return outcome != Outcome::needs && outcome != Outcome::not_reached &&
         outcome != Outcome::other_class && outcome != Outcome::inside_name;
}

/// "triggers_nouns.tsv:23", and for the next row of the same file "24".
void add_place(std::vector<std::string>& places, const std::string& where) {
  const std::size_t file = where.find(':') + 1;
  const auto first = std::ranges::find_if(places.rbegin(), places.rend(), [](const std::string& p) {
    return p.find(':') != std::string::npos;
  });
  const bool same_file = first != places.rend() && first->compare(0, file, where, 0, file) == 0;
  places.push_back(same_file ? where.substr(file) : where);
}

/// Prints one explanation on the screen.
class Page {
 public:
  /// `all`: also the rows that missed by far, in full.
  Page(const Explanation& explanation, const model::Document& document, bool all, Context& context)
      : e_(explanation),
        document_(document),
        all_(all),
        context_(context),
        paint_(context.painter()),
        width_(context.width()) {}

  void print() const {
    print_lines(sentence_text(e_, document_), Ink::strong, "", "");
    print_tree();
    print_actors();
    print_times();
    print_words();
    print_claims();
  }

 private:
  void print_title(std::string_view title) const {
    context_.out.print("\n{}\n", paint_(Ink::strong, title));
  }
  /// `text` in lines that fit, the first after `before`, the others as far to the right.
  void print_lines(std::string_view text, Ink ink, std::string_view before,
                   std::string_view before_painted) const {
    const std::string indent(std::size_t(base::display_width(before)), ' ');
    auto lines =
        marked_lines(text, 0, {{0, std::int64_t(text.size()), ink}}, paint_, width_, indent);
    if (lines.empty()) lines.push_back(indent);
    for (bool first = true; const std::string& line : lines) {
      context_.out.print("{}{}\n", first ? before_painted : std::string_view(indent),
                         std::string_view(line).substr(indent.size()));
      first = false;
    }
  }

  void print_tree() const;
  [[nodiscard]] std::pair<std::string, Ink> meaning(int token) const;
  [[nodiscard]] Ink ink_of_rows(int token) const;
  void print_actors() const;
  void print_times() const;
  void print_words() const;
  void print_row(const Explanation::Row& row) const;
  void print_far_rows(const std::vector<const Explanation::Row*>& rows) const;
  void print_claims() const;
  void print_fields(const std::vector<Explanation::Field>& fields) const;

  const Explanation& e_;
  const model::Document& document_;
  bool all_;
  Context& context_;
  Painter paint_;
  std::optional<int> width_;
};

/// What a token is to the reader, shown where it begins; and its ink.
std::pair<std::string, Ink> Page::meaning(int token) const {
  for (const Explanation::Word& w : e_.words)
    for (const Explanation::Row& row : w.rows)
      if (w.token == token && row.outcome == Outcome::fired)
        return {std::string(model::name(row.type)), Ink::trigger};
  for (const Explanation::Actor& actor : e_.actors)
    if (actor.begin <= token && token < actor.end)
      return {token == actor.begin ? id_of(actor) : "", Ink::actor};
  for (const Explanation::Time& time : e_.times)
    if (time.begin <= token && token < time.end)
      return {token == time.begin ? when(time) : "", Ink::date};
  for (const Explanation::Operator& row : e_.operators)
    if (row.token == token) return {row.where + ": " + row.says, Ink::claimant};
  return {"", Ink::plain};
}

void Page::print_tree() const {
  print_title("tree");
  const Drawing drawing(e_.sentence);
  std::array<int, 4> widths{};
  const auto cells = [&](const Drawing::Line& line) {
    const text::Token& token = e_.sentence.tokens[std::size_t(line.token)];
    return std::array<std::string, 4>{
        line.branch + base::one_line(token.form), std::string(text::name(token.relation)),
        std::string(text::name(token.tag)), base::one_line(token.lemma)};
  };
  for (const Drawing::Line& line : drawing.lines())
    for (std::size_t i = 0; const std::string& cell : cells(line))
      widths[i] = std::max(widths[i], base::display_width(cell)), ++i;
  for (const Drawing::Line& line : drawing.lines()) {
    const auto columns = cells(line);
    const auto [note, ink] = meaning(line.token);
    std::string text = "  " + paint_(Ink::faint, line.branch) +
                       paint_(ink, std::string_view(columns[0]).substr(line.branch.size()));
    int used = 2;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += paint_(Ink::faint, columns[i]);
      text.append(std::size_t(widths[i] - base::display_width(columns[i]) + 2), ' ');
      used += widths[i] + 2;
    }
    text += paint_(ink, width_ ? base::one_line(note, std::max(8, *width_ - used)) : note);
    text.erase(text.find_last_not_of(' ') + 1);
    context_.out.print("{}\n", text);
  }
}

void Page::print_actors() const {
  print_title("actors");
  Table table({{""}, {""}, {""}, {""}});
  for (const Explanation::Actor& actor : e_.actors) {
    std::string note = actor.source;
    const auto add = [&](const std::string& text) { note += (note.empty() ? "" : "; ") + text; };
    if (!actor.listed_with.empty()) add("listed with " + joined(actor.listed_with));
    if (actor.certainty < 1.0f) add(fmt::format("certainty {:.2f}", actor.certainty));
    table.add({{"  " + std::string(words(e_, actor.begin, actor.end)), Ink::actor},
               {id_of(actor), Ink::strong},
               {actor.kind},
               {note, Ink::faint}});
  }
  for (const Explanation::Unknown& name : e_.unknown)
    table.add({{"  " + std::string(words(e_, name.begin, name.end))},
               {"nobody"},
               {"name"},
               {name.why, Ink::faint}});
  if (e_.actors.empty() && e_.unknown.empty()) context_.out.print("  none\n");
  table.print(context_.out, paint_, width_);
}

void Page::print_times() const {
  if (e_.times.empty()) return;
  print_title("dates");
  Table table({{""}, {""}, {""}});
  for (const Explanation::Time& time : e_.times)
    table.add({{"  " + std::string(words(e_, time.begin, time.end)), Ink::date},
               {when(time)},
               {time.note, Ink::faint}});
  table.print(context_.out, paint_, width_);
}

void Page::print_row(const Explanation::Row& row) const {
  const bool fired = row.outcome == Outcome::fired;
  const std::string place = fmt::format("    {} {}  ", fired ? "✓" : "✗", row.where);
  print_lines(row.says, fired ? Ink::plain : Ink::faint, place,
              paint_(fired ? Ink::trigger : Ink::faint, place));
  print_lines(row.why, Ink::plain, "        ", "        ");
}

/// The rows that missed by far, by what they missed.
void Page::print_far_rows(const std::vector<const Explanation::Row*>& rows) const {
  const auto print_those = [&](Outcome outcome, std::string_view what) {
    std::vector<std::string> places;
    for (const Explanation::Row* row : rows)
      if (row->outcome == outcome) add_place(places, row->where);
    const std::string before = "    · ";
    if (!places.empty())
      print_lines(fmt::format("{}: {}", what, joined(places)), Ink::faint, before, before);
  };
  print_those(Outcome::needs, "rows that need words it has not");
  print_those(Outcome::not_reached, "not tried, as a row before fired");
  print_those(Outcome::inside_name, "not tried, as the word is part of a name");
  const auto other = std::ranges::find(rows, Outcome::other_class, &Explanation::Row::outcome);
  if (other != rows.end()) print_those(Outcome::other_class, (*other)->why);
}

void Page::print_words() const {
  print_title("rows of knowledge/");
  if (e_.words.empty()) context_.out.print("  no word has any\n");
  for (const Explanation::Word& w : e_.words) {
    context_.out.print("  {} {}\n", paint_(Ink::strong, base::one_line(word(e_, w.token))),
                       paint_(Ink::faint, fmt::format("({})", reading::name(w.as))));
    if (w.rows.empty()) context_.out.print("    no row has this verb\n");
    std::vector<const Explanation::Row*> far;
    for (const Explanation::Row& row : w.rows)
      all_ || is_near(row.outcome) ? print_row(row) : far.push_back(&row);
    print_far_rows(far);
  }
}

void Page::print_claims() const {
  print_title(e_.claims.empty() ? "no claims" : "claims");
  for (const Explanation::Claim& explained : e_.claims) {
    const model::Claim& claim = explained.claim;
    context_.out.print("  {} {} {}  {}\n", paint_(Ink::actor, claim.actor.id),
                       model::is_symmetric(claim.type) ? "–" : "→",
                       paint_(Ink::recipient, claim.recipient.id),
                       paint_(Ink::trigger, model::name(claim.type)));
    print_fields(explained.fields);
  }
}

/// "name  value  why", the reasons in one column unless a value is very long.
void Page::print_fields(const std::vector<Explanation::Field>& fields) const {
  constexpr std::size_t kNameEnd = 16;  // columns
  constexpr int kWidest = 40;
  int widest = 0;
  for (const Explanation::Field& field : fields)
    if (const int w = base::display_width(base::one_line(field.value)); w <= kWidest)
      widest = std::max(widest, w);
  for (const Explanation::Field& field : fields) {
    const std::string value = base::one_line(field.value);
    const int blanks = std::max(0, widest - base::display_width(value)) + 2;
    const std::string name = fmt::format("    {:<{}}", field.name, kNameEnd - 4);
    const std::string rest = value + std::string(std::size_t(blanks), ' ');
    print_lines(field.why, Ink::faint, name + rest, paint_(Ink::faint, name) + rest);
  }
}

// --- for programs

using Json = nlohmann::ordered_json;

/// Translates the explanation of one sentence of `document`.
class JsonLine {
 public:
  JsonLine(const Explanation& explanation, const model::Document& document,
           const base::CodePointIndex& index)
      : e_(explanation), document_(document), index_(index) {}

  [[nodiscard]] std::string text() const {
    Json line;
    line["sentence"] = quote(e_.sentence.span);
    line["tokens"] = tokens();
    line["actors"] = actors();
    line["dates"] = times();
    line["words"] = rows();
    line["claims"] = claims();
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  [[nodiscard]] Json quote(model::Span span) const {
    return {{"text", span.of(document_.text)},
            {"start", index_.at(span.begin)},
            {"end", index_.at(span.end)}};
  }
  [[nodiscard]] Json quote(int begin, int end) const {
    return quote({e_.sentence.tokens[std::size_t(begin)].span.begin,
                  e_.sentence.tokens[std::size_t(end) - 1].span.end});
  }
  [[nodiscard]] Json tokens() const;
  [[nodiscard]] Json actors() const;
  [[nodiscard]] Json times() const;
  [[nodiscard]] Json rows() const;
  [[nodiscard]] Json claims() const;

  const Explanation& e_;
  const model::Document& document_;
  const base::CodePointIndex& index_;
};

Json JsonLine::tokens() const {
  Json list = Json::array();
  for (const text::Token& token : e_.sentence.tokens)
    list.push_back({{"text", token.form},
                    {"lemma", token.lemma},
                    {"tag", text::name(token.tag)},
                    {"head", token.head < 0 ? Json() : Json(token.head)},
                    {"relation", text::name(token.relation)}});
  return list;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json JsonLine::actors() const {
  Json list = Json::array();
  for (const Explanation::Actor& actor : e_.actors) {
    Json item = quote(actor.begin, actor.end);
    item.update({{"id", text_or_null(actor.id)},
                 {"sector", text_or_null(actor.sector)},
                 {"kind", actor.kind},
                 {"source", text_or_null(actor.source)},
                 {"stands_for", actor.stands_for},
                 {"listed_with", actor.listed_with},
                 {"certainty", std::round(double(actor.certainty) * 100) / 100}});
    list.push_back(std::move(item));
  }
  for (const Explanation::Unknown& name : e_.unknown) {
    Json item = quote(name.begin, name.end);
    item.update({{"id", Json()}, {"kind", "name"}, {"why", name.why}});
    list.push_back(std::move(item));
  }
  return list;
}

Json JsonLine::times() const {
  Json list = Json::array();
  for (const Explanation::Time& time : e_.times) {
    Json item = quote(time.begin, time.end);
    const bool known = time.when.has_value();
    item["start_date"] = known ? Json(time.when->start.iso()) : Json();
    item["end_date"] = known ? Json(time.when->end.iso()) : Json();
    item["precision"] = known ? Json(base::name(time.when->precision)) : Json();
    item["note"] = text_or_null(time.note);
    list.push_back(std::move(item));
  }
  return list;
}

Json JsonLine::rows() const {
  Json list = Json::array();
  for (const Explanation::Word& w : e_.words) {
    Json rows = Json::array();
    for (const Explanation::Row& row : w.rows)
      rows.push_back({{"where", row.where},
                      {"says", row.says},
                      {"outcome", reading::name(row.outcome)},
                      {"why", text_or_null(row.why)}});
    list.push_back({{"token", w.token},
                    {"text", word(e_, w.token)},
                    {"as", reading::name(w.as)},
                    {"rows", std::move(rows)}});
  }
  for (const Explanation::Operator& row : e_.operators)
    list.push_back({{"token", row.token},
                    {"text", word(e_, row.token)},
                    {"as", "operator"},
                    {"rows", {{{"where", row.where}, {"says", row.says}}}}});
  return list;
}

Json JsonLine::claims() const {
  Json list = Json::array();
  for (const Explanation::Claim& explained : e_.claims) {
    const auto quoted = record::quoted(document_, {explained.claim}, reading::kReaderVersion);
    Json item = Json::parse(json_line(quoted.front(), false), nullptr, false);
    Json why;
    for (const Explanation::Field& field : explained.fields) why[field.name] = field.why;
    item["pattern"] = explained.claim.pattern;
    item["why"] = std::move(why);
    list.push_back(std::move(item));
  }
  return list;
}

void print_csv(const Explanation& e, const model::Document& document, Output& out) {
  for (const Explanation::Word& w : e.words)
    for (const Explanation::Row& row : w.rows)
      out.print("{},{},{},{},{},{},{}\n", csv_cell(sentence_text(e, document)),
                csv_cell(word(e, w.token)), reading::name(w.as), row.where, csv_cell(row.says),
                reading::name(row.outcome), csv_cell(row.why));
}

// --- the command

std::string standard_input() {
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (text.size() <= kLargestText) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stdin);
    if (count == 0) break;
    text.append(buffer.data(), count);
  }
  return text;
}

/// The text to explain: every argument is a paragraph.
Result<model::Document> document_of(const Options& options) {
  model::Document document;
  document.id = "-";
  document.date = base::Date::parse(options.date);
  for (const std::string& sentence : options.sentences)
    document.text +=
        (document.text.empty() ? "" : "\n\n") + (sentence == "-" ? standard_input() : sentence);
  if (document.text.size() > kLargestText)
    return base::fail("more than 16 MB of text", "-", "give the sentences that matter");
  if (const auto bad = base::first_invalid_utf8(document.text))
    return base::fail("the text is not UTF-8", fmt::format("byte {}", *bad));
  return document;
}

Result<Exit> explain(const Options& options, Context& context) {
  auto document = document_of(options);
  if (!document) return tl::unexpected(document.error());
  const auto reader = reading::Reader::load(home_folder(), options.worlds);
  if (!reader) return tl::unexpected(reader.error());
  const std::vector<Explanation> explanations =
      reader->explain(*document, options.headline ? text::Role::headline : text::Role::body);
  if (explanations.empty()) return base::fail("there is no sentence to explain");
  const base::CodePointIndex index(document->text);
  if (context.format == Format::csv) context.out.write("sentence,word,as,where,says,outcome,why\n");
  for (const Explanation& explanation : explanations) {
    if (context.format == Format::jsonl) {
      context.out.write(JsonLine(explanation, *document, index).text());
    } else if (context.format == Format::csv) {
      print_csv(explanation, *document, context.out);
    } else {
      if (&explanation != &explanations.front()) context.out.write("\n\n");
      Page(explanation, *document, options.all, context).print();
    }
  }
  return Exit::done;
}

}  // namespace

void add_explain(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *app.add_subcommand("explain",
                          "Show how a sentence is read, and which rows of knowledge/ "
                          "made claims of it or did not, and why");
  command.footer(
      "The text is read as it stands, without the clean-up of documents. Sentences that follow "
      "one\n"
      "another may refer to what was named before.\n\n"
      "Examples:\n"
      "  entente explain \"China may supply Pakistan with jets, officials said on Monday.\"\n"
      "  entente explain --date 2017-09-05 \"This week Turkey expelled two diplomats of Iraq.\"\n"
      "  entente explain - --format jsonl < paragraph.txt | jq '.words[].rows[]'");
  command.add_option("SENTENCE", options->sentences, "What to explain, or - for standard input")
      ->type_name("")
      ->required();
  command.add_option("--date", options->date, "The date of the document that it stands in")
      ->type_name("DATE")
      ->check(is_day());
  add_world_option(command, options->worlds);
  command.add_flag("--all", options->all, "All rows in full, also those that missed by far");
  command.add_flag("--headline", options->headline, "It is a headline");
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return explain(*options, context); };
  });
}

}  // namespace entente::cli
