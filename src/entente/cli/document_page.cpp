#include "entente/cli/document_page.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "entente/base/terminal.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/marked_text.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using record::QuotedClaim;
using record::StoredDocument;

void add_if_known(Table& table, const char* name, std::string_view value) {
  if (!value.empty()) table.add({{name, Ink::faint}, {std::string(value)}});
}

void print_heading(const StoredDocument& stored, std::size_t claims, Context& context) {
  const model::Document& document = stored.document;
  const std::string& title = document.title.empty() ? document.id : document.title;
  context.out.print("{}\n", context.painter()(Ink::strong, base::one_line(title)));
  Table table({{""}, {""}});
  add_if_known(table, "document", document.id);
  add_if_known(table, "date", publication_date(document));
  add_if_known(table, "author", document.author);
  add_if_known(table, "source", document.source);
  add_if_known(table, "url", document.url);
  add_if_known(table, "hash", document.hash);
  add_if_known(
      table, "read",
      fmt::format("{} UTC by reader {}: {} in {}", stored.read_at, stored.reader_version,
                  counted(std::int64_t(claims), "claim"), counted(stored.sentences, "sentence")));
  table.print(context.out, context.painter(), std::nullopt);
}

void print_legend(Context& context) {
  const Painter paint = context.painter();
  if (!paint.colours()) {
    context.out.print("\n[words that say what is done]number, claims with these numbers beneath\n");
    return;
  }
  context.out.print("\n{} {} {} {} {}\n", paint(Ink::actor, "actor"),
                    paint(Ink::trigger, "deed") + paint(Ink::faint, "number"),
                    paint(Ink::recipient, "recipient"), paint(Ink::claimant, "claimant"),
                    paint(Ink::date, "date"));
}

/// A claim in one line, for the margin of its paragraph.
std::string margin_note(const QuotedClaim& claim, std::size_t number, const Painter& paint) {
  std::string note = fmt::format("    {:>3}  {}  {}  {}", number, paint(Ink::strong, ends(claim)),
                                 paint(Ink::trigger, deed(claim)), model::name(claim.layer));
  if (claim.aux != 0) note += "  " + model::names(claim.aux, " ");
  if (claim.date) note += "  " + paint(Ink::date, short_date(claim));
  return note + fmt::format("  {} {:.2f}  {}", paint(Ink::claimant, claim.claimant.id),
                            claim.confidence, paint(Ink::faint, claim.id.substr(0, kShortId)));
}

/// Where the paragraph that begins at `text` ends: the first line break that lies in no claim's
/// sentence, as a number of bytes and of code points.
std::pair<std::size_t, std::int64_t> paragraph_length(std::string_view text, std::int64_t start,
                                                      const std::vector<QuotedClaim>& claims) {
  std::string_view rest = text;
  std::int64_t at = start;
  while (!rest.empty()) {
    const bool breaks = rest.front() == '\n';
    base::next_code_point(rest);
    ++at;
    const auto holds = [at](const QuotedClaim& claim) {
      return claim.sentence.start < at && at < claim.sentence.end;
    };
    if (breaks && std::none_of(claims.begin(), claims.end(), holds)) break;
  }
  return {text.size() - rest.size(), at - start};
}

/// The claims whose sentence begins in code points [start, end), by their numbers from 1.
std::vector<std::size_t> numbers_in(std::int64_t start, std::int64_t end,
                                    const std::vector<QuotedClaim>& claims) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < claims.size(); ++i)
    if (start <= claims[i].sentence.start && claims[i].sentence.start < end)
      numbers.push_back(i + 1);
  return numbers;
}

/// The marks of these claims. A deed that several of them share is marked once, with all their
/// numbers: "[warned]2,3".
std::vector<Mark> paragraph_marks(const std::vector<std::size_t>& numbers,
                                  const std::vector<QuotedClaim>& claims, const Painter& paint) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> labels;  // by the trigger's place
  for (const std::size_t number : numbers) {
    const record::Quote& trigger = claims[number - 1].trigger;
    std::string& label = labels[{trigger.start, trigger.end}];
    label += (label.empty() ? "" : ",") + std::to_string(number);
  }
  std::vector<Mark> all, deeds;
  for (const std::size_t number : numbers) {
    const record::Quote& trigger = claims[number - 1].trigger;
    const auto label = labels.extract({trigger.start, trigger.end});
    for (Mark& mark : marks(claims[number - 1], paint, label ? label.mapped() : "")) {
      const bool is_deed = mark.ink == Ink::trigger;
      if (!is_deed || label) (is_deed ? deeds : all).push_back(std::move(mark));
    }
  }
  all.insert(all.end(), deeds.begin(), deeds.end());  // on top of what is only an end of a claim
  return all;
}

void print_text(std::string_view text, const std::vector<QuotedClaim>& claims, Context& context) {
  const Painter paint = context.painter();
  bool after_blank_line = false;
  for (std::int64_t at = 0; !text.empty();) {
    const auto [bytes, code_points] = paragraph_length(text, at, claims);
    const std::vector<std::size_t> numbers = numbers_in(at, at + code_points, claims);
    const std::vector<Mark> all = paragraph_marks(numbers, claims, paint);
    const auto lines = marked_lines(text.substr(0, bytes), at, all, paint, context.width(), "");
    if (lines.empty() && !after_blank_line) context.out.print("\n");
    after_blank_line = lines.empty();
    for (const std::string& line : lines) context.out.print("{}\n", line);
    for (const std::size_t number : numbers)
      context.out.print("{}\n", margin_note(claims[number - 1], number, paint));
    text.remove_prefix(bytes);
    at += code_points;
  }
}

}  // namespace

std::string publication_date(const model::Document& document) {
  if (document.date) return document.date->iso();
  if (!document.estimated_date) return "";
  const auto& [start, end, precision] = *document.estimated_date;
  return fmt::format("between {} and {}, estimated from its text", start.iso().substr(0, 7),
                     end.iso().substr(0, 7));
}

void print_page(const StoredDocument& stored, const std::vector<QuotedClaim>& claims,
                Context& context) {
  print_heading(stored, claims.size(), context);
  if (!claims.empty()) print_legend(context);
  context.out.print("\n");
  print_text(stored.document.text, claims, context);
}

}  // namespace entente::cli
