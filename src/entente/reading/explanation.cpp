#include "entente/reading/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace entente::reading {

using model::Claim;
using text::Tag;

std::string_view name(Outcome outcome) {
  constexpr std::array<std::string_view, 14> kNames{
      "fired",    "needs",       "needs_nearer", "no_actor",   "no_recipient",
      "one_side", "same_actor",  "consumed",     "refused",    "unlikely",
      "in_game",  "not_reached", "other_class",  "inside_name"};
  return kNames[std::size_t(outcome)];
}

std::string_view name(WordClass word_class) {
  constexpr std::array<std::string_view, 3> kNames{"verb", "noun", "adjective"};
  return kNames[std::size_t(word_class)];
}

std::string_view name(NameKind kind) {
  constexpr std::array<std::string_view, 12> kNames{
      "country",      "adjective", "people", "prefix", "seat",    "place",
      "organisation", "group",     "body",   "person", "project", "surname"};
  return kNames[std::size_t(kind)];
}

namespace {

std::string slot_name(const Slot& slot) {
  constexpr std::array<std::string_view, 14> kNames{"subj",   "obj",  "iobj",   "own",    "light",
                                                    "comp",   "say",  "bearer", "left",   "head",
                                                    "clause", "home", "foe",    "parties"};
  std::string name;
  if (slot.kind == SlotKind::preposition)
    name = slot.preposition;
  else if (slot.kind == SlotKind::prefix)
    name = slot.preposition.substr(0, slot.preposition.size() - 1);
  else
    name = kNames[std::size_t(slot.kind)];
  return name + (slot.itself ? "!" : "");
}

int word_at(const Slot& slot, int trigger, const Arguments& arguments) {
  if (slot.kind == SlotKind::subject) return arguments.subject(trigger);
  if (slot.kind == SlotKind::object) return arguments.object(trigger);
  return -1;
}

std::vector<Trace::Place> places_of(Trace::Word word, std::span<const Slot> slots, End end,
                                    const Arguments& arguments) {
  std::vector<Trace::Place> places;
  for (const Slot& slot : slots) {
    Trace::Place place{slot_name(slot), arguments.fill(word.token, word.as, {&slot, 1}, end)};
    place.is_preposition = slot.kind == SlotKind::preposition;
    if (place.found.empty()) {
      place.word = word_at(slot, word.token, arguments);
      const Slot loose{slot.kind, slot.preposition, false};
      place.only_owned =
          slot.itself && !arguments.fill(word.token, word.as, {&loose, 1}, end).empty();
    }
    places.push_back(std::move(place));
  }
  return places;
}

bool nobody_in(const std::vector<Trace::Place>& places) {
  return std::ranges::all_of(places, [](const Trace::Place& place) { return place.found.empty(); });
}

}  // namespace

void Trace::tried(Word word, const Trigger& row, int needed, bool fired,
                  const Arguments& arguments) {
  Attempt attempt{word, &row, Outcome::fired, needed, {}, {}};
  if (needed >= 0 && row.mutual) {
    Arguments::Sides sides = arguments.sides(word.token, word.as, row);
    attempt.actors.push_back({"one side", std::move(sides.first)});
    attempt.recipients.push_back({"the other", std::move(sides.second)});
  } else if (needed >= 0) {
    attempt.actors = places_of(word, row.actors, End::actor, arguments);
    attempt.recipients = places_of(word, row.recipients, End::recipient, arguments);
  }
  if (!fired)
    attempt.outcome = needed < 0                  ? Outcome::needs
                      : same_ends_                ? Outcome::same_actor
                      : row.mutual                ? Outcome::one_side
                      : nobody_in(attempt.actors) ? Outcome::no_actor
                                                  : Outcome::no_recipient;
  same_ends_ = false;
  attempts.push_back(std::move(attempt));
}

void Trace::cannot_pair(const Referent& actor, const Referent& recipient) {
  same_ends_ = same_ends_ || (!actor.id.empty() && !recipient.id.empty());
}

void Trace::dropped(const Proposal& proposal, Outcome why) {
  for (Attempt& attempt : attempts)
    if (attempt.word.token == proposal.trigger && attempt.row == proposal.pattern)
      attempt.outcome = why;
}

void Trace::take_back(std::size_t first, model::AuxSet aux) {
  for (std::size_t i = first; i < notes.size(); ++i)
    notes[i].aux &= static_cast<model::AuxSet>(~aux);
}

namespace {

using Row = Explanation::Row;
using Place = Trace::Place;

std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ") {
  return fmt::format("{}", fmt::join(items, separator));
}

std::string in_quotes(std::string_view words) { return fmt::format("“{}”", words); }

std::string id_and_sector(std::string_view id, std::string_view sector) {
  const std::string_view shown = id.empty() ? std::string_view("UNK") : id;
  return fmt::format("{}{}{}", shown, sector.empty() ? "" : " ", sector);
}

std::vector<std::string> ids_of(const Referents& referents) {
  std::vector<std::string> ids;
  for (const Referent& r : referents) ids.push_back(id_and_sector(r.id, r.sector));
  return ids;
}

std::string frame_of(const Trigger& row) {
  if (row.mutual) return "mutual";
  const auto names = [](const std::vector<Slot>& slots) {
    std::vector<std::string> list;
    for (const Slot& slot : slots) list.push_back(slot_name(slot));
    return joined(list, ",");
  };
  return names(row.actors) + ">" + names(row.recipients);
}

/// "weapon|arms|…": some of them, where there are many.
std::string needs_text(const Trigger& row) {
  constexpr std::size_t kShown = 8;
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, row.needs.size()); ++i)
    list += (i == 0 ? "" : "|") + row.needs[i];
  return list + (row.needs.size() > kShown ? "|…" : "");
}

/// "in subj", "after “to”"
std::string place_text(const Place& place) {
  return place.is_preposition ? "after " + in_quotes(place.slot) : "in " + place.slot;
}

/// "AID subj>to,obj needs weapon|arms": the row as its file has it.
std::string row_text(const Trigger& row) {
  std::string line = fmt::format("{} {}", model::name(row.type), frame_of(row));
  if (row.layer) line += fmt::format(" {}", model::name(*row.layer));
  if (row.sign != model::Sign::none) line += fmt::format(" {}", model::name(row.sign));
  if (row.trend != model::Trend::none) line += fmt::format(" {}", model::name(row.trend));
  if (!row.needs.empty()) line += " needs " + needs_text(row);
  return line;
}

std::string operator_text(const Operator& row) {
  std::vector<std::string> parts;
  if (row.aux != 0) parts.push_back(model::names(row.aux));
  if (row.voucher == Voucher::subject) parts.emplace_back("its subject vouches");
  if (row.voucher == Voucher::unnamed) parts.emplace_back("nobody in particular vouches");
  if (row.carries) parts.emplace_back("its subject acts in the noun");
  if (row.reverses) parts.emplace_back("its subject receives");
  if (row.sign != model::Sign::none || row.trend != model::Trend::none)
    parts.push_back(fmt::format("a tie {}{}", model::name(row.sign), model::name(row.trend)));
  return joined(parts);
}

std::string_view file_of(const Sense& sense) {
  switch (sense.kind) {
    case NameKind::country:
      return sense.id.empty() ? "collectives.tsv" : "countries.tsv";
    case NameKind::organisation:
      return "organisations.tsv";
    case NameKind::group:
      return "groups.tsv";
    case NameKind::body:
      return "bodies.tsv";
    case NameKind::person:
    case NameKind::surname:
      return "persons.tsv";
    case NameKind::project:
      return "projects.tsv";
    default:
      return "countries.tsv";
  }
}

std::string_view name(TimeRelation relation) {
  constexpr std::array<std::string_view, 6> kNames{"in", "since", "until", "by", "before", "after"};
  return kNames[std::size_t(relation)];
}

std::string interval_text(const base::Interval& when) {
  const std::string first = when.start.iso(), last = when.end.iso();
  return fmt::format("{} ({})", first == last ? first : first + " to " + last,
                     base::name(when.precision));
}

/// Words that can make a claim: knowledge/ has no rows for others.
bool is_content(Tag tag) {
  return text::is_verb(tag) || text::is_noun(tag) || text::is_proper(tag) || tag == Tag::ADJ ||
         tag == Tag::ADV || tag == Tag::X;
}

/// Puts one sentence's reasons into words.
class Explainer {
 public:
  Explainer(const SentenceRead& read, const Trace& trace) : read_(read), trace_(trace) {}

  Explanation run() {
    explanation_.sentence = read_.sentence;
    for (const Mention& mention : read_.mentions) add_actor(mention);
    add_pronouns();
    std::ranges::stable_sort(explanation_.actors, {}, &Explanation::Actor::begin);
    add_unknown_names();
    for (const TimeExpression& time : read_.times) add_time(time);
    for (int token = 0; token < read_.tree.size(); ++token) add_word(token);
    for (const Claim& claim : read_.claims) add_claim(claim);
    return std::move(explanation_);
  }

 private:
  using Fields = std::vector<Explanation::Field>;

  [[nodiscard]] std::string_view words(int first, int last) const {
    const text::Token &from = read_.tree[first], &to = read_.tree[last];
    return {from.form.data(), std::size_t(to.span.end - from.span.begin)};
  }
  [[nodiscard]] std::string quote(int token) const { return in_quotes(words(token, token)); }
  [[nodiscard]] std::string quote(const Mention& m) const {
    return in_quotes(words(m.begin, m.end - 1));
  }

  void add_actor(const Mention& mention);
  [[nodiscard]] std::string source_of(const Mention& mention) const;
  [[nodiscard]] std::string source_of_unknown(const Mention& mention) const;
  void add_pronouns();
  void add_unknown_names();
  [[nodiscard]] std::string why_unknown(int begin, int end) const;
  void add_time(const TimeExpression& time);

  void add_word(int token);
  void add_rows(int token, WordClass as);
  void add_rows_of_other_classes(int token);
  [[nodiscard]] bool is_lower(int token) const {
    const char first = read_.tree[token].form.front();
    return first >= 'a' && first <= 'z';
  }
  [[nodiscard]] bool has_fired(int token) const;
  [[nodiscard]] bool is_kept(int token, const Trigger& row) const;
  [[nodiscard]] Row row_of(const Trace::Attempt& attempt) const;
  [[nodiscard]] std::string why(const Trace::Attempt& attempt, Outcome outcome) const;
  [[nodiscard]] std::string why_fired(const Trace::Attempt& attempt) const;
  [[nodiscard]] int needed_somewhere(const Trace::Attempt& attempt) const;
  [[nodiscard]] std::string why_not_near(const Trace::Attempt& attempt) const;
  [[nodiscard]] std::string why_nobody(const std::vector<Place>& places) const;
  [[nodiscard]] std::string who(const std::vector<Place>& places) const;
  [[nodiscard]] std::string why_one_side(const Trace::Attempt& attempt) const;

  void add_claim(const Claim& claim);
  [[nodiscard]] bool is_from(const Claim& claim, const Proposal& proposal) const;
  [[nodiscard]] std::size_t proposal_of(const Claim& claim) const;
  [[nodiscard]] model::Span span_of(const Referent& r) const {
    const auto [first, last] = read_.references.naming(r);
    return {read_.tree[first].span.begin, read_.tree[last].span.end};
  }
  [[nodiscard]] std::string where_found(const Referent& end, const Proposal& proposal,
                                        bool is_actor) const;
  [[nodiscard]] std::string type_reason(const Proposal& proposal) const;
  [[nodiscard]] std::string tie_reason(const Claim& claim, const Proposal& proposal) const;
  [[nodiscard]] std::string mode_reason(const Claim& claim, const Proposal& proposal) const;
  [[nodiscard]] std::string claimant_reason(const Claim& claim, const Proposal& proposal) const;
  [[nodiscard]] std::string date_reason(const Claim& claim) const;
  [[nodiscard]] std::string note_text(const Trace::Note& note) const;

  const SentenceRead& read_;
  const Trace& trace_;
  Explanation explanation_;
};

// --- actors

void Explainer::add_actor(const Mention& m) {
  Explanation::Actor actor{m.begin, m.end, std::string(m.id), std::string(m.sector)};
  const bool is_description = m.role == RoleKind::state && m.id.empty();
  const bool is_role = m.role && m.id.empty();
  actor.kind = is_description ? "description" : is_role ? "role" : reading::name(m.kind);
  actor.source = source_of(m);
  actor.certainty = m.certainty;
  if (m.id.empty()) actor.stands_for = ids_of(read_.references.of(m.head));
  if (m.kind == NameKind::project) actor.stands_for = ids_of(read_.references.owners(m.head));
  for (const Mention& other : read_.mentions)
    if (m.list >= 0 && other.list == m.list && other.begin != m.begin)
      actor.listed_with.emplace_back(words(other.begin, other.end - 1));
  explanation_.actors.push_back(std::move(actor));
}

/// The files that have the parts of a name: "“Pakistani” countries.tsv, “officials” roles.tsv".
std::string Explainer::source_of(const Mention& m) const {
  std::vector<std::string> parts;
  std::string_view only;
  const std::span<const text::Token> tokens = read_.sentence.tokens;
  for (int at = m.begin; at < m.end;) {
    const Match<Sense> name = read_.actors.name_at(tokens, at);
    const Match<Role> role = read_.actors.role_at(tokens, at);
    const bool is_name = name.length > 0 && name.length >= role.length;
    const int end = at + std::max(name.length, role.length);
    if (end == at || end > m.end) {
      ++at;
      continue;
    }
    const auto meant = std::ranges::find_if(name.meanings, [&](const Sense& sense) {
      return sense.id == m.id && (sense.kind == m.kind || !m.id.empty());
    });
    only = !is_name                       ? "roles.tsv"
           : meant != name.meanings.end() ? file_of(*meant)
                                          : file_of(name.meanings.front());
    parts.push_back(fmt::format("{} {}", in_quotes(words(at, end - 1)), only));
    at = end;
  }
  if (parts.empty()) return source_of_unknown(m);
  return parts.size() == 1 ? std::string(only) : joined(parts);
}

std::string Explainer::source_of_unknown(const Mention& m) const {
  if (m.certainty == 1.0f) return "named so earlier in the text";
  if (m.kind == NameKind::person && !m.id.empty() && m.id[0] >= 'A' && m.id[0] <= 'Z')
    return "in no file; whose post the sentence gives to the name";
  if (m.kind == NameKind::person) return "in no file; two capitalised names may be a person";
  if (!m.sector.empty()) return "in no file; name_words.tsv has a word of it";
  return "in no file; capitals may be an organisation";
}

void Explainer::add_pronouns() {
  for (int token = 0; token < read_.tree.size(); ++token) {
    const Tag tag = read_.tree[token].tag;
    if ((tag != Tag::PRON && tag != Tag::DET) || read_.references.mention(token) != nullptr)
      continue;
    const Referents found = read_.references.of(token);
    if (found.empty()) continue;
    Explanation::Actor actor{token, token + 1, {}, {}, "pronoun"};
    actor.stands_for = ids_of(found);
    actor.certainty = found.front().certainty;
    explanation_.actors.push_back(std::move(actor));
  }
}

void Explainer::add_unknown_names() {
  const auto is_unknown = [&](int token) {
    return token < read_.tree.size() && text::is_proper(read_.tree[token].tag) &&
           read_.references.mention(token) == nullptr;
  };
  const auto is_dated = [&](int token) {
    return std::ranges::any_of(read_.times, [&](const TimeExpression& time) {
      return time.begin <= token && token < time.end;
    });
  };
  for (int begin = 0; begin < read_.tree.size(); ++begin) {
    if (!is_unknown(begin) || is_dated(begin)) continue;
    int end = begin + 1;
    while (is_unknown(end)) ++end;
    explanation_.unknown.push_back({begin, end, why_unknown(begin, end)});
    begin = end;
  }
}

std::string Explainer::why_unknown(int begin, int end) const {
  for (int at = begin; at < end; ++at) {
    if (read_.actors.name_at(read_.sentence.tokens, at).length > 0)
      return "persons.tsv: a surname, which wants a title or the full name first";
    if (Actors::never_acts(read_.actors.sector_of_name_word(read_.tree[at].form)))
      return fmt::format("name_words.tsv: with {} it is no actor", quote(at));
  }
  return "no file of knowledge/ has this name";
}

void Explainer::add_time(const TimeExpression& time) {
  std::vector<std::string> notes;
  if (time.relation != TimeRelation::in) notes.emplace_back(name(time.relation));
  if (time.historical) notes.emplace_back("historical");
  if (!time.when) notes.emplace_back("no certain days");
  explanation_.times.push_back({time.begin, time.end, time.when, joined(notes)});
}

// --- rows

void Explainer::add_word(int token) {
  const Tag tag = read_.tree[token].tag;
  const Operator* row = read_.patterns.find_operator(read_.tree.lemma(token), word_class_of(tag));
  if (row != nullptr) explanation_.operators.push_back({token, row->where, operator_text(*row)});
  if (!is_content(tag)) return;
  const std::size_t before = explanation_.words.size();
  for (const WordClass as : {WordClass::verb, WordClass::noun, WordClass::adjective})
    add_rows(token, as);
  if (!has_fired(token)) add_rows_of_other_classes(token);
  const bool is_news =
      text::is_verb(tag) && row == nullptr && read_.references.mention(token) == nullptr;
  if (is_news && explanation_.words.size() == before)
    explanation_.words.push_back({token, WordClass::verb, {}});
}

bool Explainer::has_fired(int token) const {
  return std::ranges::any_of(trace_.attempts, [&](const Trace::Attempt& attempt) {
    return attempt.word.token == token && attempt.outcome == Outcome::fired;
  });
}

void Explainer::add_rows(int token, WordClass as) {
  Explanation::Word word{token, as, {}};
  for (const Trace::Attempt& attempt : trace_.attempts)
    if (attempt.word.token == token && attempt.word.as == as) word.rows.push_back(row_of(attempt));
  if (word.rows.empty()) return;
  // Rows are tried in their order until one fires.
  const auto rows = read_.patterns.triggers(read_.tree.lemma(token), as);
  for (const Trigger& row : rows.subspan(std::min(rows.size(), word.rows.size())))
    if (is_kept(token, row))
      word.rows.push_back(row_of({{token, as}, &row, Outcome::fired, token, {}, {}}));
    else
      word.rows.push_back({row.where, row_text(row), row.type, Outcome::not_reached,
                           word.rows.back().where + " fired before it"});
  explanation_.words.push_back(std::move(word));
}

void Explainer::add_rows_of_other_classes(int token) {
  const Mention* name = read_.references.mention(token);
  for (const WordClass as : {WordClass::verb, WordClass::noun, WordClass::adjective}) {
    const bool was_tried = std::ranges::any_of(trace_.attempts, [&](const Trace::Attempt& attempt) {
      return attempt.word.token == token && attempt.word.as == as;
    });
    const auto rows = read_.patterns.triggers(read_.tree.lemma(token), as);
    if (was_tried || rows.empty()) continue;
    // Capitals of a known name are no near miss: "United States".
    const bool is_plain = name == nullptr || name->certainty < 1.0f || is_lower(token);
    const Tag tag = read_.tree[token].tag;
    if (!is_plain || (name != nullptr && as != word_class_of(tag))) continue;
    Explanation::Word word{token, as, {}};
    const std::string why =
        name != nullptr ? "the word is part of " + quote(*name)
                        : fmt::format("the row is for a{} {}, and the word was taken for {}",
                                      as == WordClass::adjective ? "n" : "", reading::name(as),
                                      text::name(read_.tree[token].tag));
    for (const Trigger& row : rows)
      word.rows.push_back({row.where, row_text(row), row.type,
                           name != nullptr ? Outcome::inside_name : Outcome::other_class, why});
    explanation_.words.push_back(std::move(word));
  }
}

/// True when a claim of that row at that word is said, whether the row proposed it or the model
/// did.
bool Explainer::is_kept(int token, const Trigger& row) const {
  return std::ranges::any_of(
      trace_.proposals, [&](const Proposal& p) { return p.trigger == token && p.pattern == &row; });
}

Row Explainer::row_of(const Trace::Attempt& attempt) const {
  const Trigger& row = *attempt.row;
  Outcome outcome = is_kept(attempt.word.token, row) ? Outcome::fired : attempt.outcome;
  if (outcome == Outcome::needs && needed_somewhere(attempt) >= 0) outcome = Outcome::needs_nearer;
  return {row.where, row_text(row), row.type, outcome, why(attempt, outcome)};
}

/// "CHN in subj"
std::string Explainer::who(const std::vector<Place>& places) const {
  for (const Place& place : places)
    if (!place.found.empty())
      return fmt::format("{} {}", joined(ids_of(place.found)), place_text(place));
  return {};
}

/// "CHN, subj of “supply”; PAK, to of “supply”; with “jets”"
std::string Explainer::why_fired(const Trace::Attempt& attempt) const {
  std::vector<std::string> parts;
  bool is_claim = false;
  const auto add = [&](const Referent& end, const Proposal& proposal, bool is_actor) {
    const std::string where = where_found(end, proposal, is_actor);
    const std::size_t place = where.rfind(" of “");
    std::string part = id_and_sector(end.id, end.sector) + " " + where.substr(0, place);
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
  };
  for (const bool is_actor : {true, false})
    for (const Proposal& p : trace_.proposals) {
      if (p.trigger != attempt.word.token || p.pattern != attempt.row) continue;
      add(is_actor ? p.actor : p.recipient, p, is_actor);
      is_claim = is_claim || std::ranges::any_of(read_.claims, [&](const Claim& claim) {
                   return is_from(claim, p);
                 });
    }
  if (attempt.needed != attempt.word.token) parts.push_back("with " + quote(attempt.needed));
  return joined(parts) + (is_claim ? "" : "; another claim of the sentence says the same");
}

/// The word that a row needs, wherever in the sentence it stands; -1.
int Explainer::needed_somewhere(const Trace::Attempt& attempt) const {
  for (int token = 0; token < read_.tree.size(); ++token)
    if (token != attempt.word.token &&
        std::ranges::find(attempt.row->needs, read_.tree.lemma(token)) != attempt.row->needs.end())
      return token;
  return -1;
}

std::string Explainer::why_not_near(const Trace::Attempt& attempt) const {
  const int token = needed_somewhere(attempt), head = read_.tree.head(token);
  return fmt::format("{} is too far from it{}", quote(token),
                     head < 0 ? "" : ": it hangs from " + quote(head));
}

/// "“report” in subj is nobody; nobody in by, from"
std::string Explainer::why_nobody(const std::vector<Place>& places) const {
  std::vector<std::string> reasons, bare;
  for (const Place& place : places) {
    if (place.only_owned)
      reasons.push_back(fmt::format("{} has only what belongs to an actor", place.slot));
    else if (place.word >= 0)
      reasons.push_back(fmt::format("{} in {} is nobody", quote(place.word), place.slot));
    else
      bare.push_back(place.slot);
  }
  if (!bare.empty()) reasons.push_back("nobody in " + joined(bare));
  return joined(reasons, "; ");
}

std::string Explainer::why_one_side(const Trace::Attempt& attempt) const {
  Referents all;
  for (const std::vector<Place>* side : {&attempt.actors, &attempt.recipients})
    for (const Place& place : *side) add_all(all, place.found);
  if (all.empty()) return "nobody takes part, as far as the sentence tells";
  return fmt::format("only {} takes part, as far as the sentence tells", joined(ids_of(all)));
}

std::string Explainer::why(const Trace::Attempt& attempt, Outcome outcome) const {
  const std::string actor = who(attempt.actors), recipient = who(attempt.recipients);
  switch (outcome) {
    case Outcome::fired:
      return why_fired(attempt);
    case Outcome::needs:
      return "missing beside it: " + needs_text(*attempt.row);
    case Outcome::needs_nearer:
      return why_not_near(attempt);
    case Outcome::no_actor:
      return "no actor: " + why_nobody(attempt.actors);
    case Outcome::no_recipient:
      return fmt::format("no recipient: {}; the actor is {}", why_nobody(attempt.recipients),
                         actor);
    case Outcome::one_side:
      return why_one_side(attempt);
    case Outcome::same_actor:
      return fmt::format("both ends would be the same: {}{}{}", actor,
                         recipient.empty() ? "" : ", ", recipient);
    case Outcome::consumed:
      return "a verb's row says what becomes of it";
    case Outcome::refused:
      return "it is refused, which says all";
    case Outcome::unlikely:
      return "the model does not take it for said";
    case Outcome::in_game:
      return "the sentence tells of a game (games.tsv), where states are teams";
    default:
      return {};
  }
}

// --- claims

bool Explainer::is_from(const Claim& claim, const Proposal& p) const {
  return read_.tree[p.trigger].span == claim.trigger && p.pattern->where == claim.pattern &&
         p.actor.id == claim.actor.id && span_of(p.actor) == claim.actor.mention &&
         p.recipient.id == claim.recipient.id && span_of(p.recipient) == claim.recipient.mention;
}

std::size_t Explainer::proposal_of(const Claim& claim) const {
  const auto found = std::ranges::find_if(
      trace_.proposals, [&](const Proposal& proposal) { return is_from(claim, proposal); });
  return std::size_t(found - trace_.proposals.begin());
}

/// "subj of “supplied”"
std::string Explainer::where_found(const Referent& end, const Proposal& proposal,
                                   bool is_actor) const {
  for (const Trace::Attempt& attempt : trace_.attempts) {
    if (attempt.word.token != proposal.trigger || attempt.row != proposal.pattern) continue;
    const auto has = [&](const Place& place) {
      return std::ranges::any_of(
          place.found, [&](const Referent& r) { return r.first == end.first && r.id == end.id; });
    };
    for (const auto* places : {is_actor ? &attempt.actors : &attempt.recipients,
                               is_actor ? &attempt.recipients : &attempt.actors})
      if (const auto place = std::ranges::find_if(*places, has); place != places->end())
        return fmt::format("{} of {}", place_text(*place), quote(proposal.trigger));
  }
  if (proposal.unseen && end.first == proposal.trigger && end.last == proposal.trigger)
    return "whom sentences before this one name";
  return fmt::format("outside the row's places of {}", quote(proposal.trigger));
}

std::string Explainer::note_text(const Trace::Note& note) const {
  return fmt::format("{}{}{}{}", quote(note.word), note.why.empty() ? "" : ", ", note.why,
                     note.row == nullptr ? "" : " (" + note.row->where + ")");
}

std::string Explainer::type_reason(const Proposal& proposal) const {
  return fmt::format("{} at {}", proposal.pattern->where, quote(proposal.trigger));
}

std::string Explainer::tie_reason(const Claim& claim, const Proposal& proposal) const {
  std::vector<std::string> reasons;
  if (proposal.standing.lapsed) reasons.emplace_back("“no longer”: it held once");
  for (const Trace::Note& note : trace_.notes) {
    const bool counts = note.trigger == proposal.trigger &&
                        (note.sign != model::Sign::none || note.trend != model::Trend::none);
    if (counts)
      reasons.push_back(fmt::format("{}{}: {}", model::name(note.sign), model::name(note.trend),
                                    note_text(note)));
  }
  const model::Trend usual = proposal.pattern->trend == model::Trend::none
                                 ? model::Trend::standing
                                 : proposal.pattern->trend;
  if (reasons.empty())
    reasons.emplace_back(claim.trend == usual ? "the row"
                                              : "a friendly tie that lies ahead is coming closer");
  return joined(reasons, "; ");
}

std::string Explainer::mode_reason(const Claim& claim, const Proposal& proposal) const {
  if (claim.aux == 0) return "no word makes it less than a fact";
  std::vector<std::string> reasons;
  for (const model::Aux aux :
       {model::negation, model::future, model::hypothetical, model::historical}) {
    if ((claim.aux & aux) == 0) continue;
    std::vector<std::string> texts;
    for (const Trace::Note& note : trace_.notes)
      if (note.trigger == proposal.trigger && (note.aux & aux) != 0)
        texts.push_back(note_text(note));
    if (texts.empty())
      texts.emplace_back(aux == model::historical ? "the date is long over"
                                                  : "the date lies far ahead");
    const bool alone = claim.aux == aux;
    reasons.push_back((alone ? "" : model::names(aux) + ": ") + joined(texts, " and "));
  }
  return joined(reasons, "; ");
}

std::string Explainer::claimant_reason(const Claim& claim, const Proposal& proposal) const {
  if (claim.claimant.id == "author") return "nobody else vouches for it";
  const auto note = std::ranges::find_if(trace_.notes, [&](const Trace::Note& n) {
    return n.trigger == proposal.trigger && n.speaks;
  });
  const std::string word = note == trace_.notes.end() ? "" : note_text(*note);
  if (claim.claimant.id != "unnamed") return word.empty() ? "who has the floor or is quoted" : word;
  const Referents& speakers = proposal.standing.claimants;
  const bool somebody =
      note != trace_.notes.end() && note->row != nullptr && note->row->voucher == Voucher::subject;
  if (speakers.empty()) return word + (somebody ? ", but the sentence names nobody there" : "");
  return fmt::format("{}; {} is nobody who can be held to it", word,
                     in_quotes(words(speakers.front().first, speakers.front().last)));
}

std::string Explainer::date_reason(const Claim& claim) const {
  if (!claim.date_mention.empty()) {
    const std::string_view text = words(0, 0);
    const char* begin = text.data() - read_.tree[0].span.begin;
    return in_quotes({begin + claim.date_mention.begin,
                      std::size_t(claim.date_mention.end - claim.date_mention.begin)});
  }
  if (claim.date) return "the document's date: asserted of the present";
  if (!read_.document_date) return "no words near it say when, and the document has no date";
  return "no words near it say when, and the document's date only dates facts";
}

void Explainer::add_claim(const Claim& claim) {
  const std::size_t index = proposal_of(claim);
  if (index >= trace_.proposals.size()) return;
  const Proposal& proposal = trace_.proposals[index];
  const Referent &actor = proposal.actor, &recipient = proposal.recipient;
  Explanation::Claim explained{claim, {}};
  const auto add = [&](std::string_view field, std::string value, std::string reason) {
    explained.fields.push_back({std::string(field), std::move(value), std::move(reason)});
  };
  const auto party = [&](const Referent& r) {
    const auto [first, last] = read_.references.naming(r);
    return id_and_sector(r.id, r.sector) + " " + in_quotes(words(first, last));
  };
  const auto place = [&](const Referent& r, bool is_actor) {  // "“it” in subj of “supplied”"
    const bool named_elsewhere = read_.references.naming(r).first != r.first;
    return (named_elsewhere ? quote(r.first) + " " : "") + where_found(r, proposal, is_actor);
  };
  add("actor", party(actor), place(actor, true));
  add("recipient", party(recipient), place(recipient, false));
  add("type", std::string(model::name(claim.type)), type_reason(proposal));
  if (claim.type == model::ClaimType::tie)
    add("tie", fmt::format("{} {}", model::name(claim.sign), model::name(claim.trend)),
        tie_reason(claim, proposal));
  const Trace::LayerReason& layer = trace_.layers[index];
  add("layer", std::string(model::name(claim.layer)),
      layer.word < 0 ? std::string(layer.why)
                     : fmt::format("{} ({})", quote(layer.word), layer.why));
  add("mode", claim.aux == 0 ? "fact" : model::names(claim.aux), mode_reason(claim, proposal));
  const bool named = !claim.claimant.mention.empty();
  add("claimant", named ? party(proposal.standing.claimants.front()) : claim.claimant.id,
      claimant_reason(claim, proposal));
  add("date", claim.date ? interval_text(*claim.date) : "unknown", date_reason(claim));
  add("confidence", fmt::format("{:.2f}", claim.confidence),
      proposal.learnt ? std::string("how often such claims are right (models/claims.*)")
                      : fmt::format("{:.2f} × actor {:.2f} × recipient {:.2f}",
                                    claim.confidence / (actor.certainty * recipient.certainty),
                                    actor.certainty, recipient.certainty));
  explanation_.claims.push_back(std::move(explained));
}

}  // namespace

Explanation explain(const SentenceRead& read, const Trace& trace) {
  return Explainer(read, trace).run();
}

}  // namespace entente::reading
