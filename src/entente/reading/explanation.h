#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/reading/arguments.h"
#include "entente/reading/claims.h"

namespace entente::reading {

/// What became of a row of knowledge/ at a word that it has.
enum class Outcome : std::uint8_t {
  fired,
  needs,         ///< none of the words that it needs hangs from the word
  needs_nearer,  ///< such a word is in the sentence, but hangs from another
  no_actor,      ///< nobody in its places for the actor
  no_recipient,  ///< nobody in its places for the recipient
  one_side,      ///< a mutual row, and fewer than two take part
  same_actor,    ///< both ends would be the same actor, or nobody
  consumed,      ///< a verb's row took the noun: "suspended aid" is no aid
  refused,       ///< what is refused does not also not happen
  unlikely,      ///< the models do not take it for said
  in_game,       ///< the sentence tells of a game, where states are teams
  not_reached,   ///< a row of the same word fired before it
  other_class,   ///< the row is for a verb, and the word was taken for a noun, …
  inside_name    ///< the word is part of a name
};
[[nodiscard]] std::string_view name(Outcome outcome);  ///< "no_actor"
[[nodiscard]] std::string_view name(WordClass word_class);
[[nodiscard]] std::string_view name(NameKind kind);

/// What the code that reads a sentence takes down of its reasons. It is given a null pointer, which
/// costs nothing, unless somebody asks.
struct Trace {
  struct Word {
    int token;
    WordClass as;
  };
  /// One place of a row's frame, and who stands there.
  struct Place {
    std::string slot;  ///< "subj", "to", "obj!"
    Referents found;
    bool is_preposition = false;
    int word = -1;            ///< the word of the sentence that stands there, where that is known
    bool only_owned = false;  ///< what stands there only belongs to an actor: not enough for "obj!"
  };
  struct Attempt {
    Word word;
    const Trigger* row;
    Outcome outcome;
    int needed;  ///< the word that the row needed; -1: missing
    std::vector<Place> actors, recipients;
  };
  /// A word that decided how a claim stands.
  struct Note {
    int trigger, word;
    std::string_view why = {};  ///< "a modal verb"
    model::AuxSet aux = 0;
    model::Sign sign = model::Sign::none;
    model::Trend trend = model::Trend::none;
    bool speaks = false;            ///< the claim is on somebody's word because of it
    const Operator* row = nullptr;  ///< of operators.tsv
  };
  struct LayerReason {
    std::string_view why;
    int word = -1;
  };
  struct Drop {
    int trigger;
    const Trigger* row;
  };

  void tried(Word word, const Trigger& row, int needed, bool fired, const Arguments& arguments);
  void cannot_pair(const Referent& actor, const Referent& recipient);
  void dropped(const Proposal& proposal, Outcome why);
  void layer_because(std::string_view why, int word = -1) { layers.push_back({why, word}); }
  /// Forgets what the notes since the `first` say of `aux`.
  void take_back(std::size_t first, model::AuxSet aux);

  std::vector<Attempt> attempts;
  std::vector<Note> notes;
  std::vector<LayerReason> layers;  ///< of each proposal, in their order
  std::vector<Proposal> proposals;
  std::vector<Drop> drops;

 private:
  bool same_ends_ = false;  // in the attempt under way
};

/// A sentence as it was read: everything that `explain` puts into words.
struct SentenceRead {
  const text::Sentence& sentence;
  const Tree& tree;
  const std::vector<Mention>& mentions;
  const References& references;
  const std::vector<TimeExpression>& times;
  const Actors& actors;
  const Patterns& patterns;
  std::span<const model::Claim> claims;
  std::optional<base::Date> document_date;
};

/// Why a sentence gave the claims that it gave, and no others.
struct Explanation {
  /// Words that name an actor, or stand for one that was named elsewhere.
  struct Actor {
    int begin = 0, end = 0;   ///< tokens [begin, end)
    std::string id, sector;   ///< as the words say it; empty when they do not
    std::string kind = {};    ///< "country", "pronoun", …
    std::string source = {};  ///< the knowledge file, or how the name came to be known
    std::vector<std::string> stands_for = {};   ///< "CHN", "PAK GOV": for pronouns and descriptions
    std::vector<std::string> listed_with = {};  ///< the words coordinated with it
    float certainty = 1.0f;
  };
  /// A name that is no actor, and why.
  struct Unknown {
    int begin = 0, end = 0;
    std::string why;
  };
  struct Time {
    int begin = 0, end = 0;
    std::optional<base::Interval> when;
    std::string note;  ///< "since", "historical"; empty for a plain date
  };
  struct Row {
    std::string where;  ///< "triggers_conflict.tsv:88"
    std::string says;   ///< "AID subj>to,obj needs weapon|arms"
    model::ClaimType type = model::ClaimType::tie;
    Outcome outcome = Outcome::fired;
    std::string why;
  };
  /// A word that knowledge/ has rows for, or a verb that it has none for.
  struct Word {
    int token = 0;
    WordClass as = WordClass::verb;
    std::vector<Row> rows;
  };
  /// A word that changes what is below it.
  struct Operator {
    int token = 0;
    std::string where, says;
  };
  struct Field {
    std::string name, value, why;
  };
  struct Claim {
    model::Claim claim;
    std::vector<Field> fields;
  };

  text::Sentence sentence;  ///< with the tree that claims were read from
  std::vector<Actor> actors;
  std::vector<Unknown> unknown;
  std::vector<Time> times;
  std::vector<Word> words;
  std::vector<Operator> operators;
  std::vector<Claim> claims;
};

Explanation explain(const SentenceRead& read, const Trace& trace);

}  // namespace entente::reading
