#include "entente/reading/games.h"

#include <algorithm>

namespace entente::reading {

namespace {

constexpr int kEnough = 2;

/// "2", "14": points of a score, no year.
bool is_points(std::string_view form) {
  return !form.empty() && form.size() <= 2 &&
         std::ranges::all_of(form, [](char c) { return c >= '0' && c <= '9'; });
}

/// "2-1", as one word or as three; 0 words where none begins at `at`.
int length_of_score(std::span<const text::Token> tokens, std::size_t at) {
  const std::string_view form = tokens[at].form;
  for (const std::string_view dash : {"-", "–"}) {
    if (const std::size_t cut = form.find(dash); cut != form.npos &&
                                                 is_points(form.substr(0, cut)) &&
                                                 is_points(form.substr(cut + dash.size())))
      return 1;
    if (at + 2 < tokens.size() && is_points(form) && tokens[at + 1].form == dash &&
        is_points(tokens[at + 2].form))
      return 3;
  }
  return 0;
}

}  // namespace

void Games::read(const text::Sentence& sentence, const Patterns& patterns) {
  int cues = in_game_ ? 1 : 0;
  std::string_view seen;
  const std::span<const text::Token> tokens = sentence.tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const text::Token& token = tokens[i];
    if (length_of_score(tokens, i) > 0)
      cues += i > 0 && text::is_proper(tokens[i - 1].tag) ? kEnough : 1;
    const bool noun = text::is_noun(token.tag) || text::is_proper(token.tag);
    if (!noun && token.tag != text::Tag::ADJ) continue;
    const int weight = patterns.game_cue(token.lemma);
    if (weight == 0 || token.lemma == seen) continue;
    seen = token.lemma;
    cues += weight;
  }
  in_game_ = cues >= kEnough;
}

bool Games::is_move(const Proposal& proposal, const Tree& tree, const Patterns& patterns) const {
  if (!in_game_ || !patterns.is_game_move(tree.lemma(proposal.trigger))) return false;
  constexpr std::string_view kPublic[] = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "IGO",
                                          "REB", "UAF", "CRM", "OPP", "CVL", "REF", "PTY"};
  const auto is_team = [&](const Referent& end) {
    if (patterns.game_cue(tree.lemma(end.last)) == kEnough) return true;  // "Kenya's footballers"
    return !end.is_place && std::ranges::find(kPublic, end.sector) == std::end(kPublic);
  };
  return is_team(proposal.actor) && is_team(proposal.recipient);
}

}  // namespace entente::reading
