#include <CLI/CLI.hpp>
#include <algorithm>

#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_page.h"
#include "entente/cli/context.h"
#include "entente/cli/document_page.h"
#include "entente/cli/home.h"
#include "entente/record/record.h"

namespace entente::cli {

namespace {

using base::Result;
using record::QuotedClaim;
using record::StoredDocument;

constexpr std::size_t kShortestPrefix = 4;  // of an id or a hash

std::string json_estimate(const model::Document& d) {
  if (!d.estimated_date) return "null";
  return fmt::format(R"({{"start":"{}","end":"{}"}})", d.estimated_date->start.iso(),
                     d.estimated_date->end.iso());
}

std::string json_document(const model::Document& d) {
  return fmt::format(
      R"({{"document":{},"hash":"{}","title":{},"author":{},"date":{},"estimated_date":{},)"
      R"("source":{},"url":{},)"
      R"("language":{},"text":{}}})"
      "\n",
      json_text(d.id), d.hash, json_text_or_null(d.title), json_text_or_null(d.author),
      json_text_or_null(d.date ? d.date->iso() : ""), json_estimate(d), json_text_or_null(d.source),
      json_text_or_null(d.url), json_text_or_null(d.language), json_text(d.text));
}

void print_lines(const std::vector<QuotedClaim>& claims, Context& context) {
  if (context.format == Format::csv) context.out.write(kCsvHeader);
  for (const QuotedClaim& claim : claims)
    context.out.write(context.format == Format::csv ? csv_line(claim) : json_line(claim, true));
}

Result<Exit> show_document(const StoredDocument& stored, const record::Record& record,
                           Context& context) {
  const record::ClaimFilter filter{.document = stored.document.hash,
                                   .order = record::ClaimFilter::Order::document};
  std::vector<QuotedClaim> claims;
  auto visited =
      record.each_claim(filter, [&](const QuotedClaim& claim) { claims.push_back(claim); });
  if (!visited) return tl::unexpected(visited.error());
  if (context.format == Format::table) {
    print_page(stored, claims, context);
    return Exit::done;
  }
  if (context.format == Format::jsonl) context.out.write(json_document(stored.document));
  print_lines(claims, context);
  return Exit::done;
}

Result<Exit> show_claim(const QuotedClaim& claim, const record::Record& record, Context& context) {
  if (context.format != Format::table) {
    print_lines({claim}, context);
    return Exit::done;
  }
  const auto reader = reading::Reader::load(home_folder());
  if (!reader) return tl::unexpected(reader.error());
  const auto documents = record.documents(claim.document_hash);
  if (!documents) return tl::unexpected(documents.error());
  if (documents->empty()) return base::fail("the document of this claim is missing", claim.id);
  print_page(claim, documents->front(), *reader, context);
  return Exit::done;
}

tl::unexpected<base::Error> ambiguous(const std::string& name,
                                      const std::vector<StoredDocument>& documents,
                                      const std::vector<QuotedClaim>& claims) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> ids;
  for (const StoredDocument& document : documents)
    ids.push_back("document " + document.document.hash.substr(0, 12));
  for (const QuotedClaim& claim : claims) ids.push_back("claim " + claim.id);
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, ids.size()); ++i)
    list += (i == 0 ? "" : ", ") + ids[i];
  return base::fail(fmt::format("{} documents and claims are called so", ids.size()), name,
                    "name one: " + list + (ids.size() > kShown ? ", …" : ""));
}

Result<Exit> show(const std::string& name, Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  auto documents = record->documents(name);
  if (!documents) return tl::unexpected(documents.error());
  const bool by_name = !documents->empty() && documents->front().document.id == name;
  const bool may_be_prefix =
      name.size() >= kShortestPrefix && name.find_first_not_of("0123456789abcdef") == name.npos;
  std::vector<QuotedClaim> claims;
  if (!by_name && may_be_prefix) {
    auto found = record->claims(name);
    if (!found) return tl::unexpected(found.error());
    claims = std::move(*found);
  } else if (!by_name) {
    documents->clear();
  }
  const std::size_t matches = documents->size() + claims.size();
  if (matches > 1) return ambiguous(name, *documents, claims);
  if (!documents->empty()) return show_document(documents->front(), *record, context);
  if (!claims.empty()) return show_claim(claims.front(), *record, context);
  return base::fail("the record has no document or claim of this name", name,
                    "give a document's name, or the first digits of its hash or of a claim's id");
}

}  // namespace

void add_show(CLI::App& app, Context& context, Command& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App& command =
      *app.add_subcommand("show", "Show a document with its claims, or where a claim comes from");
  command.footer(
      "Examples:\n"
      "  entente show 2014-06-03-embargo.txt    a document, its claims marked in the text\n"
      "  entente show 9f3a2b1c                  a claim: its quote, and why each field is so");
  command
      .add_option("NAME", *name,
                  "A document's name, or the first digits of its hash or of a claim's id")
      ->type_name("")
      ->required();
  add_common_options(command, context);
  command.callback(
      [name, &context, &chosen] { chosen = [name, &context] { return show(*name, context); }; });
}

}  // namespace entente::cli
