#include "entente/cli/claim_page.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "entente/base/terminal.h"
#include "entente/cli/actor_names.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/document_page.h"
#include "entente/cli/home.h"
#include "entente/cli/marked_text.h"

namespace entente::cli {

namespace {

using record::QuotedClaim;
using record::StoredDocument;

constexpr std::int64_t kContext = 200;  // code points of context on each side of a sentence

/// The byte at which code point `index` of `text` begins.
std::size_t byte_at(std::string_view text, std::int64_t index) {
  std::string_view rest = text;
  for (; index > 0 && !rest.empty(); --index) base::next_code_point(rest);
  return text.size() - rest.size();
}

std::int64_t code_points(std::string_view text) {
  std::int64_t count = 0;
  for (; !text.empty(); ++count) base::next_code_point(text);
  return count;
}

/// The claim's sentence, marked, amid its paragraph, of which `kContext` is shown on each side.
void print_quote(const QuotedClaim& claim, std::string_view text, Context& context) {
  const std::size_t sentence = byte_at(text, claim.sentence.start);
  const std::size_t sentence_end = sentence + claim.sentence.text.size();
  std::int64_t start = std::max<std::int64_t>(0, claim.sentence.start - kContext);
  std::size_t from = byte_at(text, start);
  std::size_t to = sentence_end + byte_at(text.substr(sentence_end), kContext);
  bool cut_before = start > 0, cut_after = to < text.size();
  const std::string_view before = text.substr(from, sentence - from);
  if (const auto blank = before.rfind("\n\n"); blank != before.npos) {
    from += blank + 2;
    start = claim.sentence.start - code_points(text.substr(from, sentence - from));
    cut_before = false;
  }
  const auto blank = text.substr(0, to).find("\n\n", sentence_end);
  if (blank != text.npos) {
    to = blank;
    cut_after = false;
  }

  const Painter paint = context.painter();
  const std::int64_t end = start + code_points(text.substr(from, to - from));
  std::vector<Mark> all;
  all.push_back({start, claim.sentence.start, Ink::faint, cut_before ? "…" : ""});
  all.push_back({claim.sentence.end, end, Ink::faint, "", cut_after ? "…" : ""});
  const auto more = marks(claim, paint);
  all.insert(all.end(), more.begin(), more.end());
  const std::string_view shown = text.substr(from, to - from);
  for (const std::string& line : marked_lines(shown, start, all, paint, context.width(), "  "))
    context.out.print("{}\n", line);
}

std::string where(const record::Quote& quote) {
  if (quote.empty()) return "no words of its own";
  return fmt::format("“{}”, code points {} to {}", quote.text, quote.start, quote.end);
}

std::string party(const record::QuotedParty& party, const reading::Reader& reader) {
  const std::string sector = party.sector.empty() ? "" : ", " + party.sector;
  return name_and_id(party.id, reader) + sector;
}

std::string claimant(const record::QuotedParty& claimant, const reading::Reader& reader) {
  if (claimant.id == "author") return "the document itself";
  if (claimant.id == "unnamed") return "somebody who is not named";
  return party(claimant, reader);
}

std::string date(const QuotedClaim& claim) {
  if (!claim.date) return "unknown";
  const std::string first = claim.date->start.iso(), last = claim.date->end.iso();
  return fmt::format("{} ({})", first == last ? first : first + " to " + last,
                     base::name(claim.date->precision));
}

/// Why it is dated so.
std::string date_basis(const QuotedClaim& claim, const model::Document& document) {
  if (!claim.date) return "";
  if (claim.date->precision == base::Precision::estimate)
    return "when the document was probably written; it bears no date";
  if (claim.date_mention.empty()) return "the document's own date";
  const std::string published = publication_date(document);
  return where(claim.date_mention) + "; the document is of " +
         (published.empty() ? "unknown date" : published);
}

/// What the codebook (section 5) says of each mode.
std::string modes(model::AuxSet aux) {
  if (aux == 0) return "asserted as fact, present or recent past";
  std::string list;
  const auto add = [&](model::Aux mode, const char* meaning) {
    if ((aux & mode) != 0) list += (list.empty() ? "" : "; ") + std::string(meaning);
  };
  add(model::negation, "negation: said not to happen or not to hold");
  add(model::future, "future: said to be going to happen");
  add(model::hypothetical, "hypothetical: possible, conditional, wished or feared");
  add(model::historical, "historical: told as background");
  return list;
}

/// The line of knowledge/ that `pattern` ("FILE:LINE") names; empty when there is none, and for the
/// rows of worlds, which may be elsewhere by now.
std::string rule_text(const std::string& pattern) {
  const auto colon = pattern.rfind(':');
  if (colon == pattern.npos || pattern.find('/') != pattern.npos) return "";
  std::ifstream file(home_folder() / "knowledge" / pattern.substr(0, colon));
  std::string line;
  for (int left = std::atoi(pattern.c_str() + colon + 1); left > 0; --left)
    if (!std::getline(file, line)) return "";
  return line;
}

/// "name        value", and what it comes from on the lines beneath.
void print_field(std::string_view name, std::string_view value, std::string_view why,
                 Context& context) {
  constexpr std::size_t kIndent = 12;
  const std::string indent(kIndent, ' ');
  const Painter paint = context.painter();
  const auto wrapped = [&](std::string_view text, Ink ink) {
    return marked_lines(text, 0, {{0, code_points(text), ink}}, paint, context.width(), indent);
  };
  std::vector<std::string> lines = wrapped(value, Ink::plain);
  for (std::string& line : wrapped(why, Ink::faint)) lines.push_back(std::move(line));
  for (std::size_t i = 0; i < lines.size(); ++i)
    context.out.print("{}{}\n",
                      i > 0 ? indent : paint(Ink::faint, fmt::format("{:<{}}", name, kIndent)),
                      lines[i].substr(kIndent));
}

void print_fields(const QuotedClaim& claim, const StoredDocument& stored,
                  const reading::Reader& reader, Context& context) {
  const model::Document& document = stored.document;
  const auto print = [&](std::string_view name, std::string_view value, std::string_view why = "") {
    print_field(name, value, why, context);
  };
  print("actor", party(claim.actor, reader), where(claim.actor.mention));
  print("recipient", party(claim.recipient, reader), where(claim.recipient.mention));
  print("what", deed(claim) + (claim.mode.empty() ? "" : " " + claim.mode), where(claim.trigger));
  print("layer", model::name(claim.layer));
  print("mode", modes(claim.aux));
  print("claimant", claimant(claim.claimant, reader),
        claim.claimant.mention.empty() ? "" : where(claim.claimant.mention));
  print("date", date(claim), date_basis(claim, document));
  print("confidence", fmt::format("{:.2f}", claim.confidence));
  // A rule's line is that of today's files, so it is only shown for today's reader.
  const bool current = claim.reader_version == reading::kReaderVersion;
  const bool of_world = claim.pattern.find('/') != claim.pattern.npos;
  print("rule", claim.pattern.empty() ? "unknown" : (of_world ? "" : "knowledge/") + claim.pattern,
        current ? rule_text(claim.pattern) : "");
  print("document", document.id, document.title);
  if (const std::string published = publication_date(document); !published.empty())
    print("published", published);
  print("source", document.source);
  print("url", document.url);
  print("record", fmt::format("{}, claim {}, document {}", context.record, claim.id, document.hash),
        fmt::format("read {} UTC by reader {}", stored.read_at, claim.reader_version));
}

}  // namespace

void print_page(const QuotedClaim& claim, const StoredDocument& stored,
                const reading::Reader& reader, Context& context) {
  const Painter paint = context.painter();
  context.out.print("{}  {}\n\n", paint(Ink::strong, ends(claim)),
                    paint(Ink::trigger, deed(claim)));
  print_quote(claim, stored.document.text, context);
  context.out.print("\n");
  print_fields(claim, stored, reader, context);
}

}  // namespace entente::cli
