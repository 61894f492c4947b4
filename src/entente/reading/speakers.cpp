#include "entente/reading/speakers.h"

#include <algorithm>

#include "entente/base/ascii.h"

namespace entente::reading {

using base::is_upper;

namespace {

constexpr std::size_t kLongestLabel = 9;

bool may_stand_in_label(const text::Token& token) {
  const char first = token.form[0];
  return is_upper(first) || first == '.' || first == '(' || first == ')' || first == ',' ||
         (first & 0x80) != 0 || token.form == "of" || token.form == "the" || token.form == "-";
}

bool asks(std::string_view form) {
  constexpr std::string_view kWords[] = {
      "QUESTION",  "Question", "Q",    "REPORTER",    "Reporter",   "PRESS", "MODERATOR",
      "Moderator", "HOST",     "Host", "INTERVIEWER", "JOURNALIST", "Query"};
  return std::ranges::find(kWords, form) != std::end(kWords);
}

bool is_title(std::string_view form) {
  constexpr std::string_view kWords[] = {
      "mr.",        "mr",        "ms.",         "ms",           "mrs.", "dr.",
      "amb.",       "spokesman", "spokeswoman", "answer",       "a",    "minister",
      "ambassador", "secretary", "official",    "spokesperson", "reply"};
  return std::ranges::find(kWords, base::lower_case(form)) != std::end(kWords);
}

/// "OSSUR SKARPHEDINSSON": names stand in capitals before what their bearers say.
bool is_in_capitals(const text::Token& token) {
  return token.form.size() > 2 && std::ranges::all_of(token.form, is_upper);
}

/// "SCO (Shanghai Cooperation Organization): formed in 2001 …": what is explained does not speak.
/// "European Union (Mr. Pedersen): We …" does.
bool is_spelled_out(std::span<const text::Token> behind) {
  return behind.size() > 3 && behind[0].form == "(" && is_upper(behind[1].form[0]) &&
         !is_title(behind[1].form);
}

/// The first of an official's voice in the document: whose briefing it is.
const Discourse::Entity* first_official(const Discourse& discourse) {
  const auto& entities = discourse.entities();
  const auto found =
      std::ranges::find(entities, std::string_view("GOV"), &Discourse::Entity::sector);
  if (found != entities.end()) return &*found;
  return entities.empty() ? nullptr : &entities.front();
}

/// False where nobody is known whose briefing it could be.
bool give_host_floor(Discourse& discourse) {
  if (!discourse.host().empty()) {
    discourse.set_speakers({{discourse.host(), "GOV", true, true, false, discourse.sentence()}},
                           true);
    return true;
  }
  const Discourse::Entity* host = first_official(discourse);
  if (host != nullptr) discourse.set_speakers({*host}, true);
  return host != nullptr;
}

}  // namespace

int speaker_label(std::span<const text::Token> tokens) {
  const std::size_t limit = std::min(tokens.size(), kLongestLabel);
  bool aside = false;  // "(via interpreter)"
  for (std::size_t i = 0; i < limit; ++i) {
    if (tokens[i].form == ":")
      return i == 0 || i + 1 == tokens.size() ? 0 : static_cast<int>(i) + 1;
    aside = (aside || (i > 0 && tokens[i].form == "(")) && tokens[i].form != ")";
    if (!aside && !may_stand_in_label(tokens[i])) return 0;
  }
  return 0;
}

void give_floor(std::span<const text::Token> label, const Actors& actors, const Names& names,
                Discourse& discourse) {
  const std::string_view name = label.size() > 1 ? label[label.size() - 2].form : "";
  if (const Discourse::Group* before = discourse.speakers_called(name))
    return discourse.set_speakers(*before, true);
  bool titled = false, aside = false;
  for (std::size_t i = 0; i + 1 < label.size(); ++i) {
    if (label[i].form == "(") aside = true;  // "(via interpreter)", "(SBU)"
    if (label[i].form == ")") aside = false;
    if (aside) continue;
    if (asks(label[i].form)) return discourse.set_speakers({}, true);
    titled = titled || is_title(label[i].form);
    const Match<Sense> match = actors.name_at(label, static_cast<int>(i));
    // "Zaman:" may be a newspaper as well; "MR. ZAMAN:" is a person.
    const bool person = titled || is_in_capitals(label[i]);
    const Sense* sense =
        match.length > 0 ? names.choose(match.meanings, person, "spokesman") : nullptr;
    if (sense != nullptr && !sense->id.empty() && sense->kind != NameKind::place) {
      const auto behind = label.subspan(i + static_cast<std::size_t>(match.length));
      if (sense->kind == NameKind::organisation && is_spelled_out(behind)) return;
      discourse.set_speakers({{sense->id, sense->sector, true, true, false, discourse.sentence()}},
                             true);
      if (sense->kind == NameKind::country && !is_in_capitals(label[i])) discourse.limit_floor();
      return;
    }
    const Names::Known* known = names.surname(label[i].form);
    if (known != nullptr && known->certainty > 0.9f)
      return discourse.set_speakers(
          {{known->id, known->sector, true, true, false, discourse.sentence()}}, true);
  }
  const auto capitals = std::ranges::count_if(label, is_in_capitals);
  titled = titled || (capitals > 1 && capitals + 1 == std::ssize(label));
  if (titled && give_host_floor(discourse)) discourse.remember_label(name);
}

bool give_floor_by_letter(std::span<const text::Token> tokens, Discourse& discourse) {
  const auto begins_with = [&](std::string_view letter) {
    const std::string_view first = tokens.empty() ? std::string_view{} : tokens[0].form;
    if (!first.starts_with(letter)) return false;
    return first.size() == 1 ? tokens.size() == 2 && tokens[1].form == "." : first.substr(1) == ".";
  };
  if (begins_with("Q")) {
    discourse.set_speakers({}, true);
    return true;
  }
  const bool asked = discourse.is_transcript() && discourse.speakers().empty();
  return asked && begins_with("A") && give_host_floor(discourse);
}

std::string_view host_of(std::span<const text::Sentence> sentences, const Actors& actors,
                         const Names& names) {
  std::vector<std::pair<std::string_view, int>> openings;
  bool answers = false;
  for (const text::Sentence& sentence : sentences) {
    const std::span<const text::Token> tokens = sentence.tokens;
    const int label = speaker_label(tokens);
    if (label > 0) answers = is_title(tokens[0].form);
    const std::size_t first = std::size_t(label) + (std::ssize(tokens) > label + 1 &&
                                                    tokens[std::size_t(label)].lemma == "the");
    if (!answers || first >= tokens.size()) continue;
    const Match<Sense> match = actors.name_at(tokens, static_cast<int>(first));
    const Sense* sense = match.length > 0 ? names.choose(match.meanings, false) : nullptr;
    const ActorFacts* facts = sense != nullptr ? actors.facts(sense->id) : nullptr;
    if (facts == nullptr || !facts->is_state) continue;
    const auto known =
        std::ranges::find(openings, sense->id, &std::pair<std::string_view, int>::first);
    if (known == openings.end())
      openings.emplace_back(sense->id, 1);
    else
      ++known->second;
  }
  std::ranges::stable_sort(openings, std::greater{}, &std::pair<std::string_view, int>::second);
  constexpr int kEnough = 2;
  const bool clear = !openings.empty() && openings[0].second >= kEnough &&
                     (openings.size() == 1 || openings[0].second >= 2 * openings[1].second);
  return clear ? openings[0].first : std::string_view{};
}

}  // namespace entente::reading
