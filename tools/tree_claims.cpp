// Tells how much hangs on the trees: reads each sentence of treebanks twice, with the tree that the
// model draws and with the treebank's own, and compares the claims. Of those that differ it tells
// which kind of arcs, set right alone, sets them right.
//
//   tree_claims TREEBANK.conllu… [--show]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "entente/reading/reader.h"
#include "entente/text/conllu.h"

namespace {

namespace base = entente::base;
namespace model = entente::model;
namespace text = entente::text;
using Claims = std::set<std::string>;

std::string shown(const model::Claim& claim) {
  std::string result(model::name(claim.type));
  if (claim.type == model::ClaimType::tie)
    result +=
        " " + std::string(model::name(claim.sign)) + " " + std::string(model::name(claim.trend));
  return claim.actor.id + " → " + claim.recipient.id + "  " + result;
}

/// Whom a text names but knowledge/ does not have goes by its own name, in lower case.
bool is_known(const model::Party& party) { return party.id[0] >= 'A' && party.id[0] <= 'Z'; }

/// The claims of a sentence between actors that knowledge/ has: treebanks are mostly about others.
Claims claims_of(const entente::reading::Reader& reader, const text::TreebankSentence& source,
                 text::Sentence sentence) {
  model::Document document;
  document.text = source.text;
  Claims claims;
  for (const model::Claim& claim : reader.claims(document, {&sentence, 1}))
    if (is_known(claim.actor) && is_known(claim.recipient)) claims.insert(shown(claim));
  return claims;
}

std::vector<std::string> only_in(const Claims& these, const Claims& those) {
  std::vector<std::string> result;
  std::ranges::set_difference(these, those, std::back_inserter(result));
  return result;
}

/// A kind of mistake, by the relation of the arc in the treebank.
std::string kind_of(const text::Token& gold) {
  const std::string relation(text::name(gold.relation));
  const auto is = [&](std::initializer_list<std::string_view> names) {
    const std::string_view plain = std::string_view(relation).substr(0, relation.find(':'));
    return std::ranges::find(names, plain) != names.end();
  };
  if (is({"nmod", "obl", "case"})) return "prepositional phrases and possessors";
  if (is({"conj", "cc"})) return "coordination";
  if (is({"appos", "flat", "compound", "amod", "nummod", "det", "fixed"}))
    return "inside names and noun phrases";
  if (is({"nsubj", "obj", "iobj", "expl", "csubj"})) return "subjects and objects";
  if (is({"root", "advcl", "acl", "ccomp", "xcomp", "parataxis", "mark"})) return "clauses";
  return "other arcs";
}

bool is_tree(const text::Sentence& sentence) {
  const auto& tokens = sentence.tokens;
  if (std::ranges::count(tokens, -1, &text::Token::head) != 1) return false;
  return std::ranges::all_of(tokens, [&](const text::Token& token) {
    std::size_t steps = 0;
    for (int at = token.head; at >= 0; at = tokens[std::size_t(at)].head)
      if (++steps > tokens.size()) return false;
    return true;
  });
}

/// `ours` with what the treebank says of one kind of arcs, or of tags and lemmas.
text::Sentence mended(const text::Sentence& ours, const text::Sentence& gold,
                      const std::string& kind) {
  text::Sentence result = ours;
  for (std::size_t i = 0; i < gold.tokens.size(); ++i) {
    if (kind == "tags and lemmas") {
      result.tokens[i].tag = gold.tokens[i].tag;
      result.tokens[i].lemma = gold.tokens[i].lemma;
    } else if (kind_of(gold.tokens[i]) == kind) {
      result.tokens[i].head = gold.tokens[i].head;
      result.tokens[i].relation = gold.tokens[i].relation;
    }
  }
  return result;
}

struct Counts {
  int sentences = 0, both = 0, gold_alone = 0, ours_alone = 0, several = 0;
  std::map<std::string, int> kinds;  ///< of the sentences that differ, those that this kind mends
};
const std::array<std::string, 7> kKinds = {"prepositional phrases and possessors",
                                           "coordination",
                                           "inside names and noun phrases",
                                           "subjects and objects",
                                           "clauses",
                                           "other arcs",
                                           "tags and lemmas"};

void compare(const entente::reading::Reader& reader, const text::TreebankSentence& source,
             bool show, Counts& counts) {
  std::vector<text::Sentence> drawn = {source.sentence};
  reader.annotate(source.text, drawn);
  const text::Sentence& ours = drawn.front();
  const Claims by_gold = claims_of(reader, source, source.sentence);
  const Claims by_ours = claims_of(reader, source, ours);
  const auto lost = only_in(by_gold, by_ours), odd = only_in(by_ours, by_gold);
  counts.sentences += !by_gold.empty() || !by_ours.empty();
  counts.both += static_cast<int>(by_gold.size() - lost.size());
  counts.gold_alone += static_cast<int>(lost.size());
  counts.ours_alone += static_cast<int>(odd.size());
  if (lost.empty() && odd.empty()) return;
  std::string mending;
  for (const std::string& kind : kKinds) {
    const text::Sentence one = mended(ours, source.sentence, kind);
    if (!is_tree(one) || claims_of(reader, source, one) != by_gold) continue;
    ++counts.kinds[kind];
    mending += mending.empty() ? kind : ", " + kind;
  }
  counts.several += mending.empty();
  if (!show) return;
  std::printf("%s\n", source.text.c_str());
  for (const std::string& claim : lost) std::printf("  gold  %s\n", claim.c_str());
  for (const std::string& claim : odd) std::printf("  ours  %s\n", claim.c_str());
  std::printf("  mended by: %s\n", mending.empty() ? "no kind alone" : mending.c_str());
}

base::Result<void> measure(const std::string& home, const std::vector<std::string>& paths,
                           bool show) {
  const auto reader = entente::reading::Reader::load(home);
  if (!reader) return tl::unexpected(reader.error());
  Counts counts;
  for (const std::string& path : paths) {
    std::ifstream in(path);
    if (!in) return base::fail("cannot be read", path);
    const auto treebank = text::read_conllu(in, path);
    if (!treebank) return tl::unexpected(treebank.error());
    for (const text::TreebankSentence& sentence : *treebank)
      compare(*reader, sentence, show, counts);
  }
  std::printf(
      "%d sentences with claims: %d claims with either tree, %d with the treebank's alone, "
      "%d with the model's alone\n",
      counts.sentences, counts.both, counts.gold_alone, counts.ours_alone);
  std::printf("sentences that differ, by what alone mends them (some by several)\n");
  for (const auto& [kind, sentences] : counts.kinds)
    std::printf("%5d  %s\n", sentences, kind.c_str());
  std::printf("%5d  no kind alone\n", counts.several);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Tells how much claims hang on the trees");
  std::vector<std::string> treebanks;
  std::string home = ENTENTE_SOURCE_DIR;
  bool show = false;
  app.add_option("treebank", treebanks, "CoNLL-U files")->required();
  app.add_option("--home", home, "where knowledge/ and models/ are")->capture_default_str();
  app.add_flag("--show", show, "print the sentences that differ");
  CLI11_PARSE(app, argc, argv);
  if (const auto measured = measure(home, treebanks, show); !measured) {
    std::fprintf(stderr, "tree_claims: %s\n", measured.error().message().c_str());
    return 1;
  }
}
