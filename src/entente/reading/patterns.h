#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/base/word_table.h"
#include "entente/model/claim.h"
#include "entente/reading/knowledge.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// Where in the tree around a trigger an actor or recipient stands. Written in knowledge/ as the
/// names on the left; any other word is a preposition: "against", "with", "according to". A '!'
/// behind it wants the actor itself there, not something that belongs to one.
enum class SlotKind : std::uint8_t {
  subject,     ///< subj: who does it, also of a passive, an infinitive, a participle
  object,      ///< obj: whom it is done to, also the subject of a passive
  indirect,    ///< iobj: "gave Pakistan assurances"
  owner,       ///< own: before a noun: "Russia's", "US", "its"
  light,       ///< light: the subject of the verb that carries a noun: "A imposed sanctions"
  complement,  ///< comp: whoever the complement names: "promised to help B", "refused to meet B"
  content,     ///< say: whom a clause below names: "warned that B must", "marched to denounce B";
               ///< say!: who does what it tells: "said B had broken the truce"
  bearer,      ///< bearer: whom a relational noun describes: "Iran, an ally of Syria"
  left,        ///< left: the name before a participle: "China-led"
  head,        ///< head: the noun that a participle describes: "China-led bloc"
  clause,      ///< clause: the subject of the clause that a noun modifies: "at A's request B left"
  home,        ///< home: the government of the crowd that acts, where no other state is named
  foe,         ///< foe: whoever did such a thing to the actor before: "A bombed B. B hit back."
  parties,     ///< parties: who takes part in what is the object: "a truce brokered by A"
  prefix,      ///< anti, pro: the name behind that prefix, of the word itself or before it
  preposition  ///< the actor after that preposition
};
struct Slot {
  SlotKind kind;
  std::string preposition;  ///< of SlotKind::preposition; "anti-" and "pro-" of SlotKind::prefix
  bool itself = false;      ///< "obj!": only the actor itself, not the owner of what stands there
};

/// The word class that a pattern wants its trigger to be.
enum class WordClass : std::uint8_t { verb, noun, adjective };
/// The word class in which operators.tsv is asked about a word.
[[nodiscard]] WordClass word_class_of(text::Tag tag);

[[nodiscard]] constexpr std::uint64_t need_bit(std::uint32_t id) {
  return id == 0 ? 0 : std::uint64_t{1} << id % 64;
}

/// One row of triggers_cooperation.tsv, triggers_conflict.tsv or triggers_nouns.tsv: a word that
/// makes a claim.
struct Trigger {
  model::ClaimType type;
  std::vector<std::string> needs;  ///< one of these lemmas must hang from the word; empty: none
  std::vector<std::uint32_t> need_ids;  ///< Patterns::need_id of each, ascending
  std::uint64_t need_bits = 0;          ///< a bit for each, which several may share
  bool needs_official = false;   ///< "minister" among them: or whoever is known to hold an office
  bool needs_displaced = false;  ///< "displaced": or a people, "took in 300 Syrians"
  bool needs_weapon = false;     ///< "missile" and "aircraft": or a weapon's number, "F-16s"
  std::vector<Slot> actors, recipients;
  bool mutual = false;  ///< all who take part stand in it with each other
  std::optional<model::Layer> layer;
  model::Sign sign = model::Sign::none;
  model::Trend trend = model::Trend::none;
  std::string where;  ///< "triggers_conflict.tsv:88"; with its path when a world has it
  /// Of a one-sided COOPERATE: the same as AID, for what is delivered to an armed group is no
  /// trade.
  std::shared_ptr<const Trigger> to_armed_group;
};

/// Whose word the content of a verb or noun is.
enum class Voucher : std::uint8_t { none, subject, unnamed };

/// One row of knowledge/operators.tsv: a word that changes what the event below it means.
struct Operator {
  model::AuxSet aux = 0;
  Voucher voucher = Voucher::none;
  bool carries = false;   ///< a light verb: its subject acts in the noun that it governs
  bool reverses = false;  ///< a light verb whose subject receives: "A got help from B"
  model::Sign sign = model::Sign::none;  ///< what it makes of a tie below it
  model::Trend trend = model::Trend::none;
  std::string where;  ///< "operators.tsv:33"
};

/// What the reader knows about words: triggers_*.tsv, operators.tsv, layers.tsv, deeds.tsv,
/// irregular_verbs.tsv, stand_ins.tsv.
class Patterns {
 public:
  static base::Result<Patterns> load(const Folders& folders);
  [[nodiscard]] std::span<const Trigger> triggers(std::string_view lemma,
                                                  WordClass word_class) const;
  [[nodiscard]] const Operator* find_operator(std::string_view lemma, WordClass word_class) const;
  /// The number of a lemma that some row needs beside its word; 0 for all others.
  [[nodiscard]] std::uint32_t need_id(std::string_view lemma) const;
  /// True when triggers or operators have a row for the verb.
  [[nodiscard]] bool knows_verb(std::string_view lemma) const;
  /// "overthrew" → "overthrow"; empty for verbs that are regular.
  [[nodiscard]] std::string_view irregular_base(std::string_view form) const;
  /// What the English model is shown instead of a verb form that it does not know; empty for
  /// others.
  [[nodiscard]] std::string_view stand_in(std::string_view form) const;
  /// Types of claim that a noun can come back to: "raid" → ASSAULT. Empty for other nouns.
  [[nodiscard]] std::span<const model::ClaimType> deed(std::string_view lemma) const;
  /// How much a noun or adjective tells that the text is about a game (games.tsv); 0 for others.
  [[nodiscard]] int game_cue(std::string_view lemma) const;
  /// "beat", "attack": what teams do to one another, as states do.
  [[nodiscard]] bool is_game_move(std::string_view lemma) const;
  /// The layer that a word of the context points to: "gas" → energy.
  [[nodiscard]] std::optional<model::Layer> layer(std::string_view lemma) const;

 private:
  base::Result<void> load_folder(const std::filesystem::path& folder, bool of_world);
  base::Result<void> load_operators(const std::filesystem::path& path, bool of_world);
  base::Result<void> load_layers(const std::filesystem::path& path);
  base::Result<void> load_deeds(const std::filesystem::path& path);
  base::Result<void> load_triggers(const std::filesystem::path& path, bool of_world);

  base::WordTable<std::vector<Trigger>> triggers_[3];
  base::WordTable<std::uint32_t> need_ids_;
  base::WordTable<Operator> operators_[3];
  base::WordTable<model::Layer> layers_;
  base::WordTable<std::vector<model::ClaimType>> deeds_;
  base::WordTable<int> game_cues_;
  base::WordTable<bool> game_moves_;
  base::WordTable<std::string> irregular_, stand_ins_;
};

}  // namespace entente::reading
