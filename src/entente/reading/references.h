#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/reading/mentions.h"

namespace entente::reading {

/// An actor that some words stand for, and how sure that is.
struct Referent {
  std::string_view id, sector;
  int first = 0, last = 0;  ///< the words, as tokens [first, last]
  float certainty = 1.0f;
  bool is_place = false;  ///< the words only locate: a city or province of the actor
  bool is_owner = false;  ///< the words name something that belongs to the actor
  friend bool same_actor(const Referent& a, const Referent& b) {
    return a.id == b.id && a.sector == b.sector;
  }
};
using Referents = std::vector<Referent>;

/// What a document has named so far, latest last: what pronouns and descriptions look back on.
class Discourse {
 public:
  struct Entity {
    std::string_view id, sector;
    bool person = false, subject = false, state = false;
    int sentence = 0;
    bool aside = false;  ///< only its adjective or a place of it was named: for descriptions
    bool plural = false;
    bool many = false;  ///< as Mention::is_many
  };
  using Group = std::vector<Entity>;

  void begin_sentence() { ++sentence_; }
  [[nodiscard]] int sentence() const { return sentence_; }
  void add(const Entity& entity);
  /// The state that the document names most, apart from those `except` says; empty for a tie.
  template <class Except>
  [[nodiscard]] std::string_view topic(Except except) const;
  /// The same; of those that are named equally often the one that was named first.
  template <class Except>
  [[nodiscard]] std::string_view first_topic(Except except) const;
  /// The state that the document names by far the most, apart from `except`; empty when there is
  /// none.
  [[nodiscard]] std::string_view clear_topic(std::string_view except = {}) const;
  /// The `count` states, apart from those `except` says, that the document names so much more than
  /// all others that it is about them; empty when it is not clear which.
  template <class Except>
  [[nodiscard]] std::vector<std::string_view> protagonists(int count, Except except) const;
  /// Who was called by that role last: "regime" → SYR after "the Assad regime", "foreign secretary"
  /// → GBR after "Foreign Secretary Boris Johnson", for the sentences that follow; empty for none.
  void remember_role(std::string words, std::string_view id);
  [[nodiscard]] std::string_view called(std::string_view role) const;
  /// Whose the statement, report or law is that has just been told of, by its noun.
  void remember_document(std::string_view noun, const Entity& maker) {
    documents_.emplace_back(noun, maker);
  }
  /// Null where the last sentences have told of no such document.
  [[nodiscard]] const Entity* maker_of(std::string_view noun) const;
  void add_group(Group group) { groups_.push_back(std::move(group)); }
  /// On whose word the sentence just read told something; nobody's where it is the author's.
  void set_voice(const Entity& voice) { voice_ = voice; }
  /// For the "it said" of the sentence right behind.
  [[nodiscard]] const Entity* voice() const {
    return !voice_.id.empty() && voice_.sentence + 1 == sentence_ ? &voice_ : nullptr;
  }
  /// The only two of whom a sentence tells that they met or agreed, though it does not list them.
  void set_company(Group two) { company_ = std::move(two); }
  /// Those of the sentence right before, if any: "they" and "the two leaders", but no "sides".
  [[nodiscard]] const Group* company() const {
    return !company_.empty() && company_.front().sentence + 1 == sentence_ ? &company_ : nullptr;
  }
  /// Whom the main clause of the sentence just read is about, however it calls them: "he", "the
  /// two leaders", "the bloc". For the pronouns of the sentences that follow.
  void add_focus(Group group) { foci_.push_back(std::move(group)); }
  /// Null for a sentence whose subject was nobody.
  [[nodiscard]] const Group* focus_of(int sentence) const;
  /// Who speaks from here on, in a transcript ("MR. PRICE: …") or a communique ("We, the ministers
  /// of …"): for whom "we" stands. Empty with `is_transcript`: somebody who asks.
  void set_speakers(Group speakers, bool is_transcript) {
    speakers_ = std::move(speakers);
    is_transcript_ = is_transcript;
  }
  /// Whoever has the floor has it for this paragraph alone: a list of headlines, each with its own.
  void limit_floor() { floor_is_limited_ = true; }
  /// Whose briefing it is, where the answers tell (`host_of`); empty where they do not.
  void set_host(std::string_view id) { host_ = id; }
  [[nodiscard]] std::string_view host() const { return host_; }
  [[nodiscard]] const Group& speakers() const { return speakers_; }
  /// Whoever has the floor is called so in labels from here on ("KOBAYASHI").
  void remember_label(std::string_view name) { labels_.emplace_back(name, speakers_); }
  /// Null for a label that has not stood before.
  [[nodiscard]] const Group* speakers_called(std::string_view name) const;
  [[nodiscard]] bool is_transcript() const { return is_transcript_; }
  /// Takes down where a sentence's quotation marks open and close; call before it is read.
  void read_quotes(std::span<const text::Token> tokens, std::uint32_t paragraph);
  /// Who is still quoted, where all of the sentence stands in a quote and names no speaker; null
  /// elsewhere.
  [[nodiscard]] const Entity* quoted_on() const;
  /// Who was last quoted: for whom "we" stands in a quote that goes on.
  void set_quoted(const Entity& speaker) { quoted_ = speaker; }
  [[nodiscard]] const std::optional<Entity>& quoted() const { return quoted_; }
  [[nodiscard]] const std::vector<Entity>& entities() const { return entities_; }
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }

 private:
  std::vector<Entity> entities_;
  std::vector<std::pair<std::string_view, int>> times_named_;  // of states
  Group speakers_;
  std::vector<std::pair<std::string, Group>> labels_;
  std::vector<std::pair<std::string, Entity>> documents_;
  struct Called {
    std::string words;
    std::string_view id;
    int sentence;
  };
  std::vector<Called> called_;
  bool is_transcript_ = false, floor_is_limited_ = false;
  std::string_view host_;
  std::optional<Entity> quoted_;
  bool quote_is_open_ = false, is_all_quoted_ = false;
  std::uint32_t paragraph_ = 0;
  std::vector<Group> foci_;
  std::vector<Group> groups_;  // actors named together: "China, Russia and Turkey"
  Group company_;
  Entity voice_;
  int sentence_ = 0;
};

template <class Except>
std::string_view Discourse::topic(Except except) const {
  std::string_view best;
  int most = 0;
  for (const auto& [id, times] : times_named_) {
    if (times < most || except(id)) continue;
    best = times == most ? std::string_view{} : id;
    most = times;
  }
  return best;
}

template <class Except>
std::string_view Discourse::first_topic(Except except) const {
  std::string_view best;
  int most = 0;
  for (const auto& [id, times] : times_named_)
    if (times > most && !except(id)) best = id, most = times;
  return best;
}

template <class Except>
std::vector<std::string_view> Discourse::protagonists(int count, Except except) const {
  constexpr int kOften = 3;
  std::vector<std::pair<int, std::string_view>> named;
  for (const auto& [id, times] : times_named_)
    if (!except(id)) named.emplace_back(times, id);
  const auto wanted = static_cast<std::size_t>(count);
  if (named.size() < wanted) return {};
  std::ranges::stable_sort(named, std::greater{}, &std::pair<int, std::string_view>::first);
  const int least = named[wanted - 1].first;
  if (least < kOften || (named.size() > wanted && 2 * named[wanted].first > least)) return {};
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < wanted; ++i) result.push_back(named[i].second);
  return result;
}

/// Tells which actors a token of one sentence stands for.
class References {
 public:
  References(const Tree& tree, const std::vector<Mention>& mentions, const Actors& actors,
             const Names& names, Discourse& discourse);

  /// The actors that the words at `token` stand for: a name with those coordinated with it, a
  /// pronoun's or description's antecedents. Empty for what is no actor.
  [[nodiscard]] Referents of(int token) const;
  /// The actors to which the thing at `token` belongs: "Trump's strategy", "US policy", "policies
  /// of Iran". Less sure than `of`.
  [[nodiscard]] Referents owners(int token) const;
  /// The owners alone that stand before the noun: "Russia's", "its", "US".
  [[nodiscard]] Referents possessors(int token) const;
  /// `of`, or else `owners`.
  [[nodiscard]] Referents at(int token) const;
  /// "a base housing American troops", "a plane carrying B's envoy": who is in it, whom what
  /// befalls it befalls, but who does not do what it does.
  [[nodiscard]] Referents inside(int token) const;
  /// The one state that the sentence before is about, as "the test" at `noun` may be its deed.
  [[nodiscard]] Referents subject_before(int noun) const;
  /// The actor behind the prefix of the word at `word`: "anti-Russian", "pro-EU",
  /// "anti-Americanism".
  [[nodiscard]] Referents prefixed(int word, std::string_view prefix) const;
  /// Against or for whom the thing at `noun` is: "anti-Russian sanctions", "pro-Russian sentiment".
  [[nodiscard]] Referents stance(int noun, std::string_view prefix) const;

  /// "A, together with B, condemned", "not only B but also A": who does beside the subject at
  /// `subject` what its verb says, without being coordinated with it.
  [[nodiscard]] Referents companions(int subject) const;

  /// The actors right before a comma, where an apposition or relative clause begins at `token`.
  [[nodiscard]] Referents before_comma(int token) const;

  /// "A warned B. It expelled its ambassador.": the state other than `self`, named last, whose the
  /// thing at `noun` is where "its" cannot be `self`. Empty without "its", and for "its own".
  [[nodiscard]] Referents other_owner(int noun, std::string_view self) const;

  /// Whom the document is about, as who does what the infinitive, gerund or noun at `token` says
  /// and the sentence leaves untold: "the third way is to turn to Russia". Empty where a clause
  /// around it has a subject that could be meant, and when no state is clearly the topic.
  [[nodiscard]] Referents topic_for(int token, const Referent& except) const;
  /// The state other than `except` that the document names by far the most, as the word at `token`
  /// leaves it unsaid: "Malaysia will send doctors". Empty when there is none.
  [[nodiscard]] Referents unsaid_topic(int token, const Referent& except) const {
    const std::string_view topic = discourse_.clear_topic(except.id);
    return topic.empty() ? Referents{} : Referents{{topic, {}, token, token, 0.5f}};
  }

  /// True where no clause around the infinitive, gerund or noun at `token` has a subject that could
  /// do what it says.
  [[nodiscard]] bool is_untold(int token) const;
  /// "has a small space program; works with the agencies of …": notes whose subject is the topic.
  [[nodiscard]] bool is_note() const;

  /// The tokens [first, last] that tell whom `end` means: of a pronoun the name that it stands for,
  /// where this sentence has it (the nearest before, else the first after); of a description with
  /// the name or place that says whose it is ("people in Somalia", "his counterpart, Mr Lavrov").
  [[nodiscard]] std::pair<int, int> naming(const Referent& end) const;

  /// The organisation named before that a description with an owner means: "the Russian gas giant".
  /// Empty elsewhere.
  [[nodiscard]] Referents described_organisation(const Mention& role) const;

  [[nodiscard]] const Mention* mention(int token) const;
  [[nodiscard]] bool is_state(std::string_view id) const;
  /// The state itself, or the one that a party, a union or another private institution is of, by
  /// its name or as knowledge/ has it; empty for others.
  [[nodiscard]] std::string_view home_of(const Referent& who) const;
  /// True for states with a common land border, and for a state and an armed group of it.
  [[nodiscard]] bool are_neighbours(std::string_view a, std::string_view b) const;
  /// True when all that the sentence names belongs to one state.
  [[nodiscard]] bool names_one_state() const { return !only_state().empty(); }
  /// True when it names no state but maybe this one.
  [[nodiscard]] bool names_no_other(std::string_view state) const {
    return std::ranges::none_of(mentions_,
                                [&](const Mention& m) { return is_state(m) && m.id != state; });
  }
  /// Of a title: whose words the document is, "Statement by the Minister of Defence of A", "A's
  /// message to B". These are "we" and "I" until somebody else speaks.
  void remember_speaker() const;
  /// Of a title: the state whose ministry or minister speaks or answers in the document, "Briefing
  /// by the spokesperson, Department of Foreign Affairs, Canberra". Empty where it names none.
  [[nodiscard]] std::string_view office_that_speaks() const;
  /// Puts the sentence's mentions into the discourse; call once, after the sentence was read.
  void remember() const;

 private:
  struct Guard;
  Referents of_mention(const Mention& mention) const;
  Referents of_pronoun(int token) const;
  Referents of_people_before(int token, const Mention* except) const;
  Referents of_single_before(int token, bool person, const Mention* except) const;
  void remember_focus() const;
  const Mention* subject_ahead(int token) const;
  const Mention* joined_before(int token) const;
  const Mention* subject_of_fronted_clause(int token) const;
  bool means_things(int token, const Mention* own) const;
  bool is_part(int token) const;
  bool means_text(int token) const;
  Referents of_description(int token) const;
  Referents of_first_person(int token) const;
  Referents of_role(const Mention& mention) const;
  Referents of_owned_role(const Mention& role) const;
  bool is_ours(const Mention& role) const;
  std::string_view state_of_speaker(const Mention& role) const;
  Referents of_role_in_focus(const Mention& role) const;
  Referents armed_before(const Mention& role) const;
  bool is_organ(const Mention& role) const;
  bool is_council(const Mention& role) const;
  bool is_contracting(const Mention& role) const;
  Referents organisation_before(const Mention& role) const;
  Referents organisation_in_focus(const Mention& role) const;
  Referents called_by_word(const Mention& role) const;
  std::optional<Referents> of_some(const Mention& role, RoleKind kind, std::string_view around,
                                   bool definite) const;
  Referents leader_of(const Mention& followers) const;
  Referents shared_owner(const Mention& role) const;
  Referents owner_right_after(const Mention& role) const;
  Referents named_before(int noun, std::string_view sector) const;
  std::string_view only_state() const;
  std::string_view scene_of_sentence() const;
  std::string_view home_of_armed(const Mention& role) const;
  std::string_view foe_of_group(const Mention& role, bool listed) const;
  std::string_view state_fought_in(const Mention& victims) const;
  std::string_view state_around(const Mention& role) const;
  std::string_view state_acted_on(const Mention& role) const;
  bool names_embassy() const;
  Referents of_persons(const Mention& role, int count) const;
  Referents of_plural(int token, int count, const std::vector<std::string>& words) const;
  Referents of_most_named(int token, int count, const Referents& except) const;
  Referents of_members(int noun) const;
  bool may_be_doers(int token) const;
  Referents of_protagonists(int token, int count, const std::vector<std::string>& words,
                            const Referents& except) const;
  Referents of_neighbour(int noun, const Referents& owned_by) const;
  Referents doers_around(int token) const;
  std::optional<Discourse::Entity> quoted() const;
  std::optional<Discourse::Entity> stating() const;
  bool is_venue(const Mention& m, int noun) const;
  Referents maker_of(int noun) const;
  Referents answerable(int deed) const;
  Referents held(int token) const;
  Referents maker_below(int noun) const;
  Referents enumerated(int noun) const;
  Referents of_people_in_seat(int token) const;
  const Mention* judged(int token) const;
  const Mention* conditioned(int token) const;
  std::string words_of(const Mention& mention) const;
  std::vector<std::string> modifiers(int noun) const;
  int fit(std::string_view id, const std::vector<std::string>& words) const;
  Referents compared_before(int noun) const;
  Referents after_colon(int noun) const;
  Referents possessor_before(int noun) const;
  Referents shared_possessor(int noun) const;
  Referents several(const Mention& m) const;
  Referents subject_owner_above(int token) const;
  Referents state_of_officer_above(int token) const;
  Referents antecedent(int token) const;
  std::optional<std::pair<int, int>> name_of_pronoun(const Referent& end) const;
  Referents listed(const Mention& mention) const;
  Referents among_them(int noun) const;
  Referents of_latter(int token) const;
  bool has_acting_object(int verb, int infinitive) const;
  Referents exemplified(const Mention& mention) const;
  const Mention* subject_above(int token, bool want_person, bool want_plural,
                               const Mention* except = nullptr) const;
  const Mention* many_above(int token) const;
  const Mention* nearest_before(int token, bool want_person, const Mention* except = nullptr) const;
  const Mention* clause_subject(int token) const;
  const Mention* demander(int token) const;
  Referent referent(const Discourse::Entity& entity, int token, float certainty) const;
  Referent referent(const Mention& mention, float certainty = 1.0f) const;
  bool is_state(const Mention& mention) const;
  bool is_subject(const Mention& mention) const;
  bool owns_subject(const Mention& mention) const;
  Referents of_place_before(const Mention& role) const;

  const Tree& tree_;
  const std::vector<Mention>& mentions_;
  const Actors& actors_;
  const Names& names_;
  Discourse& discourse_;
  std::vector<int> mention_of_;  // token → mention, -1
  mutable int depth_ = 0;
};

/// Appends what is not there yet.
void add_all(Referents& to, const Referents& from);

}  // namespace entente::reading
