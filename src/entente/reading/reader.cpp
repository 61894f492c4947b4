#include "entente/reading/reader.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "entente/base/ascii.h"
#include "entente/reading/casing.h"
#include "entente/reading/claims.h"
#include "entente/reading/decision.h"
#include "entente/reading/document_date.h"
#include "entente/reading/explanation.h"
#include "entente/reading/games.h"
#include "entente/reading/narrative.h"
#include "entente/reading/possible_claims.h"
#include "entente/reading/posts.h"
#include "entente/reading/repair.h"
#include "entente/reading/speakers.h"
#include "entente/text/annotator.h"
#include "entente/text/cleanup.h"
#include "entente/text/sentences.h"
#include "entente/text/tokens.h"

namespace entente::reading {

using model::Claim;
using model::Party;
using model::Span;

namespace {

/// What the sentences of a document tell those after them.
struct Memory {
  explicit Memory(const model::Document& document)
      : names(document.date), estimated_date(document.estimated_date) {
    timeline.document_date = document.date;
  }
  Names names;
  Discourse discourse;
  Deeds deeds;
  Timeline timeline;
  Narrative narrative;
  Games games;
  std::optional<base::Interval> estimated_date;
};

}  // namespace

struct Reader::Parts {
  /// Tags and trees.
  void parse(std::string_view text, std::vector<text::Sentence>& sentences) const;
  /// Whom the title names is known from the first sentence on.
  void remember_title(const model::Document& document, Memory& memory) const;
  /// The state where the report was filed is spoken of before any sentence names it.
  void remember_dateline(const model::Document& document, Span dateline, Memory& memory) const;
  /// The time when a document was probably written.
  [[nodiscard]] std::optional<base::Interval> estimated_date(
      std::span<const text::Sentence> sentences) const;
  /// Appends the claims of a sentence; says why in `explanation` unless that is null.
  void read(text::Sentence& sentence, Memory& memory, std::vector<Claim>& claims,
            Explanation* explanation, std::vector<PossibleClaims>* possible = nullptr) const;
  /// The claims of all of a document's sentences, which have their trees.
  std::vector<Claim> read_all(model::Document& document, std::span<text::Sentence> sentences,
                              Span dateline = {},
                              std::vector<PossibleClaims>* possible = nullptr) const;

  Actors actors;
  Patterns patterns;
  Periods periods;
  text::Cleaner cleaner;
  text::Annotator annotator;
  std::optional<Judge> judge;  ///< without it the patterns decide alone
};

namespace {

/// Adds the seconds between its making and its end to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double* sum) : sum_(sum), start_(std::chrono::steady_clock::now()) {}
  ~Stopwatch() {
    if (sum_ != nullptr)
      *sum_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double* sum_;
  std::chrono::steady_clock::time_point start_;
};

/// What the text's head says about the document, where the caller did not say it.
void adopt(model::Document& document, const text::Cleaned& cleaned) {
  if (document.title.empty()) document.title = cleaned.title;
  if (document.author.empty()) document.author = cleaned.author;
  if (document.source.empty()) document.source = cleaned.source;
  if (!document.date) document.date = cleaned.date;
}

Span span_of(const text::Sentence& sentence, int first, int last) {
  return {sentence.tokens[std::size_t(first)].span.begin,
          sentence.tokens[std::size_t(last)].span.end};
}

Party party_of(const Referent& referent, const text::Sentence& sentence,
               const References& references) {
  const auto [first, last] = references.naming(referent);
  return {std::string(referent.id), std::string(referent.sector), span_of(sentence, first, last)};
}

/// Analysts, journalists, newspapers and persons whom knowledge/ does not know speak as nobody in
/// particular (codebook 6).
bool is_entity(std::string_view id, std::string_view sector, const Actors& actors) {
  return id != "UNK" && sector != "MED" && sector != "EDU" && sector != "CVL" &&
         actors.facts(id) != nullptr;
}

/// What one does by saying so.
bool is_verbal(const Proposal& proposal) {
  const model::ClaimType type = proposal.pattern->type;
  return type == model::ClaimType::support || type == model::ClaimType::accuse ||
         type == model::ClaimType::reject || type == model::ClaimType::request;
}

/// "I have spoken to B": whoever made the statement speaks. "We" may be a ministry, whose statement
/// is the text.
bool is_own_voice(const text::Sentence& sentence) {
  constexpr std::array<std::string_view, 3> kFirst{"i", "my", "me"};
  return std::ranges::any_of(sentence.tokens, [&](const text::Token& token) {
    return token.tag == text::Tag::PRON && is_one_of(base::lower_case(token.form), kFirst);
  });
}

/// On whose word it is where nobody is named: the author's; in a transcript the speaker's, but for
/// what the speaker does by saying it ("we urge"); in a quote that goes on, whoever is quoted.
Party voice_of(const Proposal& proposal, const text::Sentence& sentence, const Actors& actors,
               const Discourse& discourse) {
  if (sentence.role == text::Role::cited) return {"unnamed", {}, {}};
  const text::Token& actor = sentence.tokens[std::size_t(proposal.actor.first)];
  const text::Token& trigger = sentence.tokens[std::size_t(proposal.trigger)];
  const bool felt = trigger.tag == text::Tag::ADJ && is_verbal(proposal) &&
                    std::ranges::any_of(sentence.tokens, [&](const text::Token& copula) {
                      return copula.tag == text::Tag::AUX_PRESENT &&
                             copula.relation == text::Relation::cop &&
                             copula.head == proposal.trigger;
                    });  // "we are grateful to B"
  const bool by_saying = (trigger.tag == text::Tag::VERB_PRESENT || felt) &&
                         (actor.lemma == "we" || actor.lemma == "i" || actor.lemma == "I");
  if (by_saying) return {"author", {}, {}};
  if (const Discourse::Entity* speaker = discourse.quoted_on())
    return is_entity(speaker->id, speaker->sector, actors)
               ? Party{std::string(speaker->id), std::string(speaker->sector), {}}
               : Party{"unnamed", {}, {}};
  if (!discourse.is_transcript() && !(discourse.speakers().size() == 1 && is_own_voice(sentence)))
    return {"author", {}, {}};
  if (discourse.speakers().empty()) return {"unnamed", {}, {}};
  const Discourse::Entity& speaker = discourse.speakers().front();
  return {std::string(speaker.id), std::string(speaker.sector), {}};
}

/// Where several speak together, each vouches for what it does itself: "A and B pledged to …".
Party claimant_of(const Proposal& proposal, const text::Sentence& sentence,
                  const References& references, const Actors& actors, const Discourse& discourse) {
  if (proposal.standing.by_author) return voice_of(proposal, sentence, actors, discourse);
  const Referents& speakers = proposal.standing.claimants;
  const auto itself = std::ranges::find(speakers, proposal.actor.id, &Referent::id);
  const auto speaker = itself != speakers.end() ? itself : speakers.begin();
  if (speaker == speakers.end() || !is_entity(speaker->id, speaker->sector, actors))
    return {"unnamed", {}, {}};
  return party_of(*speaker, sentence, references);
}

/// Two claims of one sentence that say the same.
bool say_the_same(const Claim& a, const Claim& b) {
  if (a.type != b.type || a.sign != b.sign || a.trend != b.trend) return false;
  const bool inside_one = a.actor.id == a.recipient.id;  // there sectors tell the ends apart
  const auto same = [&](const Party& x, const Party& y) {
    return x.id == y.id && (x.sector == y.sector || !(inside_one || x.id == "UNK"));
  };
  const bool straight = same(a.actor, b.actor) && same(a.recipient, b.recipient);
  const bool turned = same(a.actor, b.recipient) && same(a.recipient, b.actor);
  return straight || (turned && model::is_symmetric(a.type));
}

/// Of claims that say the same the first stays, which tells the deed more often ("attacked a base,
/// killing four"), unless another is clearly surer, or surer of another mode ("came close to
/// visiting B"); it is as sure as the surest.
void add_claim(std::vector<Claim>& claims, std::size_t first_of_sentence, Claim claim) {
  const auto said = std::find_if(claims.begin() + std::ptrdiff_t(first_of_sentence), claims.end(),
                                 [&](const Claim& c) { return say_the_same(c, claim); });
  if (said == claims.end()) {
    claims.push_back(std::move(claim));
    return;
  }
  const float clearly = claim.aux == said->aux ? 0.15f : 0.0f;
  if (claim.confidence > said->confidence + clearly)
    *said = std::move(claim);
  else
    said->confidence = std::max(said->confidence, claim.confidence);
}

/// The days on one of which the document was written: its date, or what its text lets guess.
std::optional<base::Interval> days_of(const Memory& memory) {
  const std::optional<base::Date> date = memory.timeline.document_date;
  return date ? base::Interval::day(*date) : memory.estimated_date;
}

/// True for a deed that the sentence reports as done, "has agreed" too, which a narrative of the
/// past does not tell (narrative.h).
bool is_reported_done(int trigger, const Tree& tree) {
  for (int at = trigger; at >= 0; at = tree.head(at)) {
    if (!text::is_verb(tree[at].tag)) continue;
    return tree[at].tag == text::Tag::VERB_PAST || tree[at].tag == text::Tag::VERB_PARTICIPLE;
  }
  return false;
}

/// The claim's own date, or that of the narrative in which it stands, or the document's for what it
/// asserts of the present; and whether it is background, or still to come.
void set_date(Claim& claim, const TimeExpression* expression, int trigger, const Tree& tree,
              const text::Sentence& sentence, const Narrative& narrative,
              const std::optional<base::Interval>& written) {
  const bool ahead = expression != nullptr && expression->relation == TimeRelation::in &&
                     expression->when && written && written->end < expression->when->start &&
                     claim.aux == 0;
  // "agreed to host the games of 2034": the year is that of the games.
  if (ahead && is_reported_done(trigger, tree)) expression = nullptr;
  // What is said to be so on a day that is far ahead is planned; "on Saturday" may be either.
  constexpr int kFarAhead = 31;  // days
  if (ahead && expression != nullptr && written->end + kFarAhead < expression->when->start)
    claim.aux |= model::future;
  if (expression != nullptr) {
    claim.date = expression->when;
    claim.date_mention = span_of(sentence, expression->begin, expression->end - 1);
    const bool over = expression->relation == TimeRelation::in && expression->when && written &&
                      is_background(*expression->when, written->start);
    if (over || expression->historical) claim.aux |= model::historical;
    if (expression->when) return;
  } else if (const Narrative::Time* told = narrative.time_of(trigger, tree);
             told != nullptr && (claim.aux & ~model::negation) == 0) {
    claim.date = told->when;
    claim.date_mention = told->words;
    if (told->historical) claim.aux |= model::historical;
    return;
  }
  if (claim.aux == 0) claim.date = written;
}

Claim claim_of(const Proposal& proposal, const text::Sentence& sentence, const Tree& tree,
               const References& references, const Patterns& patterns, const Actors& actors,
               const Discourse& discourse, Trace* trace) {
  Claim claim;
  claim.sentence = sentence.span;
  claim.actor = party_of(proposal.actor, sentence, references);
  claim.recipient = party_of(proposal.recipient, sentence, references);
  claim.type = proposal.pattern->type;
  claim.layer = layer_of(proposal, tree, references, patterns, actors, trace);
  std::tie(claim.sign, claim.trend) = standing_of_tie(*proposal.pattern, proposal.standing);
  claim.aux = proposal.standing.aux;
  claim.aux |= aux_of_trigger(proposal, tree, patterns);
  if (proposal.standing.lapsed && claim.type == model::ClaimType::tie)
    claim.aux &= static_cast<model::AuxSet>(~model::negation);  // it ended, which is a change
  claim.claimant = claimant_of(proposal, sentence, references, actors, discourse);
  claim.trigger = tree[proposal.trigger].span;
  claim.pattern = proposal.pattern->where;
  claim.confidence = proposal.probability;
  return claim;
}

std::vector<text::Sentence> sentences_of(const model::Document& document,
                                         const std::vector<text::Block>& blocks) {
  std::vector<text::Sentence> sentences;
  for (const text::Block& block : blocks) text::split_sentences(document.text, block, sentences);
  for (text::Sentence& sentence : sentences) text::tokenize(document.text, sentence);
  std::erase_if(sentences, [](const text::Sentence& s) { return s.tokens.empty(); });
  return sentences;
}

/// All of the text, cut where blank lines stand.
std::vector<text::Block> paragraphs_of(const model::Document& document, text::Role role) {
  std::vector<text::Block> blocks;
  for (std::size_t begin = 0; begin < document.text.size();) {
    const std::size_t end = std::min(document.text.find("\n\n", begin), document.text.size());
    const model::Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    if (!span.empty()) blocks.push_back({span, role, static_cast<std::uint32_t>(blocks.size())});
    begin = end + 2;
  }
  return blocks;
}

}  // namespace

void Reader::Parts::parse(std::string_view text, std::vector<text::Sentence>& sentences) const {
  std::string buffer;
  for (text::Sentence& sentence : sentences) {
    const bool recased = set_running_case(sentence, actors, patterns, buffer);
    const bool replaced = use_stand_ins(sentence, patterns, actors);
    Teller teller = take_teller(sentence, actors);
    annotator.annotate(sentence);
    put_back(sentence, std::move(teller));
    if (recased || replaced) restore_forms(sentence, text);
    mend_lemmas(sentence, patterns);
  }
}

void Reader::Parts::remember_title(const model::Document& document, Memory& memory) const {
  if (document.title.empty()) return;
  std::vector<text::Sentence> title(1);
  title.front().span = {0, static_cast<std::uint32_t>(document.title.size())};
  text::tokenize(document.title, title.front());
  if (title.front().tokens.empty()) return;
  parse(document.title, title);
  const Tree tree(title.front());
  Names names(document.date);  // of its own: what it seems to introduce is mere capitals
  std::vector<Mention> mentions = find_mentions(tree, title.front().tokens, actors, names);
  std::erase_if(mentions, [](const Mention& m) { return m.certainty < 1.0f; });
  const References references(tree, mentions, actors, memory.names, memory.discourse);
  references.remember();
  references.remember_speaker();
}

void Reader::Parts::remember_dateline(const model::Document& document, Span dateline,
                                      Memory& memory) const {
  text::Sentence line;
  line.span = dateline;
  text::tokenize(document.text, line);
  std::string_view state;
  for (int i = 0; i < std::ssize(line.tokens); ++i) {
    if (line.tokens[std::size_t(i)].form == "(") break;  // what follows is the agency
    const Sense* sense = memory.names.choose(actors.name_at(line.tokens, i).meanings, false);
    if (sense == nullptr) continue;
    const ActorFacts* facts = actors.facts(sense->id);
    if (facts == nullptr || !facts->is_state) continue;
    if (state.empty() || sense->kind == NameKind::country)
      state = sense->id;
    else if (state != sense->id)
      return;  // "WASHINGTON/CARACAS"
  }
  if (!state.empty()) memory.discourse.add({state, {}, false, false, true, 0, true});
}

namespace {

/// "A's minister flew to B for talks with his counterpart. They …": the only two of whom a sentence
/// tells that they met or agreed keep company, though it does not list them.
void remember_company(std::span<const Proposal> proposals, Discourse& discourse) {
  using enum model::ClaimType;
  const Referent *one = nullptr, *other = nullptr;
  for (const Proposal& p : proposals) {
    if (p.pattern->type != consult && p.pattern->type != agree) continue;
    if (p.actor.id == "UNK" || p.recipient.id == "UNK") return;
    const bool same = one != nullptr && ((p.actor.id == one->id && p.recipient.id == other->id) ||
                                         (p.actor.id == other->id && p.recipient.id == one->id));
    if (one != nullptr && !same) return;
    one = &p.actor, other = &p.recipient;
  }
  const int now = discourse.sentence();
  if (one == nullptr || one->id == other->id) return;
  discourse.set_company({{one->id, one->sector, false, true, true, now},
                         {other->id, other->sector, false, true, true, now}});
}

}  // namespace

std::optional<base::Interval> Reader::Parts::estimated_date(
    std::span<const text::Sentence> sentences) const {
  DateEvidence evidence(actors);
  Timeline timeline;
  for (const text::Sentence& sentence : sentences)
    evidence.add_sentence(sentence.tokens, find_dates(sentence.tokens, timeline, periods));
  return evidence.estimate();
}

void Reader::Parts::read(text::Sentence& sentence, Memory& memory, std::vector<Claim>& claims,
                         Explanation* explanation, std::vector<PossibleClaims>* possible) const {
  repair_lists(sentence);
  Tree tree(sentence);
  const auto expressions = find_dates(sentence.tokens, memory.timeline, periods);
  std::vector<Mention> mentions = find_mentions(tree, sentence.tokens, actors, memory.names);
  if (repair(sentence, mentions, patterns)) tree = Tree(sentence);
  memory.discourse.begin_sentence();
  memory.deeds.begin_sentence();
  memory.discourse.read_quotes(sentence.tokens, sentence.paragraph);
  const int label = speaker_label(sentence.tokens);
  if (label > 0)
    give_floor(std::span(sentence.tokens).first(std::size_t(label)), actors, memory.names,
               memory.discourse);
  else
    give_floor_by_letter(sentence.tokens, memory.discourse);
  const References references(tree, mentions, actors, memory.names, memory.discourse);
  introduce_holders(mentions, tree, references, memory.names);
  const std::optional<base::Date> date = memory.timeline.document_date;
  Trace reasons;
  Trace* const trace = explanation == nullptr ? nullptr : &reasons;
  memory.narrative.read(sentence, tree, expressions, patterns, days_of(memory));
  const std::size_t first = claims.size();
  std::vector<Proposal> proposals = propose(tree, references, patterns, memory.deeds, trace);
  if (possible != nullptr) {
    Possibilities all = possibilities(proposals, tree, references, patterns);
    PossibleClaims& here = possible->emplace_back();
    here.sentence = sentence.span;
    here.states = sentence.states;
    for (const auto& [actor, recipient, turned] : all.view.groups)
      here.groups.emplace_back(party_of(actor, sentence, references),
                               party_of(recipient, sentence, references));
    here.view = std::move(all.view);
    for (const Possibility& p : all.all)
      here.claims.push_back({claim_of(p.proposal, sentence, tree, references, patterns, actors,
                                      memory.discourse, nullptr),
                             p.features, p.by_row, p.group, network_type(*p.proposal.pattern)});
  }
  if (judge)
    proposals = decide(proposals, tree, references, patterns, *judge, sentence.states, trace);
  memory.games.read(sentence, patterns);
  std::erase_if(proposals, [&](const Proposal& p) {
    const bool is_move = memory.games.is_move(p, tree, patterns);
    if (is_move && trace != nullptr) trace->dropped(p, Outcome::in_game);
    return is_move;
  });
  if (trace != nullptr) trace->proposals = proposals;
  for (const Proposal& proposal : proposals) {
    Claim claim =
        claim_of(proposal, sentence, tree, references, patterns, actors, memory.discourse, trace);
    memory.deeds.add(claim.type, claim.sign, proposal.trigger, proposal.actor, proposal.recipient,
                     proposal.pattern, (claim.aux & model::negation) != 0);
    set_date(claim, date_of(proposal.trigger, tree, expressions), proposal.trigger, tree, sentence,
             memory.narrative, days_of(memory));
    add_claim(claims, first, std::move(claim));
    if (const Referents& tellers = proposal.standing.claimants;
        !proposal.standing.by_author && tellers.size() == 1 && tellers.front().id != "UNK")
      memory.discourse.set_voice({tellers.front().id, tellers.front().sector, false, true, false,
                                  memory.discourse.sentence()});
  }
  remember_company(proposals, memory.discourse);
  std::stable_sort(claims.begin() + std::ptrdiff_t(first), claims.end(),
                   [](const Claim& a, const Claim& b) { return a.trigger < b.trigger; });
  if (explanation != nullptr)
    *explanation = reading::explain({sentence, tree, mentions, references, expressions, actors,
                                     patterns, std::span(claims).subspan(first), date},
                                    reasons);
  references.remember();
  if (label > 0 && sentence.role != text::Role::body) memory.discourse.set_speakers({}, false);
}

std::vector<Claim> Reader::Parts::read_all(model::Document& document,
                                           std::span<text::Sentence> sentences, Span dateline,
                                           std::vector<PossibleClaims>* possible) const {
  if (!document.date) document.estimated_date = estimated_date(sentences);
  Memory memory(document);
  memory.discourse.set_host(host_of(sentences, actors, memory.names));
  remember_title(document, memory);
  remember_dateline(document, dateline, memory);
  std::vector<Claim> claims;
  for (text::Sentence& sentence : sentences) read(sentence, memory, claims, nullptr, possible);
  return claims;
}

Reader::Reader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

base::Result<Reader> Reader::load(const std::filesystem::path& home, const Folders& worlds) {
  const auto folders = knowledge_folders(home, worlds);
  if (!folders) return tl::unexpected(folders.error());
  // The names take half of the time that starting takes: they are read beside the rest.
  auto names = std::async(std::launch::async, [&] { return Actors::load(*folders); });
  auto patterns = Patterns::load(*folders);
  if (!patterns) return tl::unexpected(patterns.error());
  auto periods = Periods::load(home / "knowledge" / "dates.tsv");
  if (!periods) return tl::unexpected(periods.error());
  auto cleaner = text::Cleaner::load(home / "knowledge");
  if (!cleaner) return tl::unexpected(cleaner.error());
  auto annotator = text::Annotator::open(home / "models" / "english.model");
  if (!annotator) return tl::unexpected(annotator.error());
  auto actors = names.get();
  if (!actors) return tl::unexpected(actors.error());
  std::optional<Judge> judge;
  if (const auto path = home / "models" / "claims.model"; std::filesystem::exists(path)) {
    auto trees = Plausibility::load(path);
    if (!trees) return tl::unexpected(trees.error());
    judge = Judge{std::move(*trees), std::nullopt};
  }
  if (const auto path = home / "models" / "claims.network";
      judge && std::filesystem::exists(path)) {
    auto network = ClaimNetwork::open(path);
    if (!network) return tl::unexpected(network.error());
    judge->network = std::move(*network);
  }
  return Reader(
      std::make_unique<Parts>(Parts{std::move(*actors), std::move(*patterns), std::move(*periods),
                                    std::move(*cleaner), std::move(*annotator), std::move(judge)}));
}

Reading Reader::read(model::Document& document, ReadingTime* time) const {
  Reading reading;
  Span dateline;
  const Capitals capitals(document.text, parts_->actors, parts_->patterns);
  {
    const Stopwatch watch(time ? &time->clean : nullptr);
    const text::Cleaned cleaned = parts_->cleaner.clean(document);
    adopt(document, cleaned);
    reading.sentences = sentences_of(document, cleaned.blocks);
    dateline = cleaned.dateline;
  }
  {
    const Stopwatch watch(time ? &time->parse : nullptr);
    parts_->parse(document.text, reading.sentences);
  }
  const Stopwatch watch(time ? &time->claims : nullptr);
  reading.claims = parts_->read_all(document, reading.sentences, dateline);
  return reading;
}

void Reader::annotate(std::string_view text, std::vector<text::Sentence>& sentences) const {
  parts_->parse(text, sentences);
}

std::vector<Claim> Reader::claims(model::Document& document,
                                  std::span<text::Sentence> sentences) const {
  return parts_->read_all(document, sentences);
}

std::vector<PossibleClaims> Reader::possible_claims(model::Document& document) const {
  const Capitals capitals(document.text, parts_->actors, parts_->patterns);
  const text::Cleaned cleaned = parts_->cleaner.clean(document);
  adopt(document, cleaned);
  std::vector<text::Sentence> sentences = sentences_of(document, cleaned.blocks);
  parts_->parse(document.text, sentences);
  std::vector<PossibleClaims> possible;
  parts_->read_all(document, sentences, cleaned.dateline, &possible);
  return possible;
}

std::vector<Explanation> Reader::explain(model::Document& document, text::Role role) const {
  const Capitals capitals(document.text, parts_->actors, parts_->patterns);
  std::vector<text::Sentence> sentences = sentences_of(document, paragraphs_of(document, role));
  parts_->parse(document.text, sentences);
  Memory memory(document);
  memory.discourse.set_host(host_of(sentences, parts_->actors, memory.names));
  parts_->remember_title(document, memory);
  std::vector<Explanation> explanations;
  for (text::Sentence& sentence : sentences) {
    std::vector<Claim> claims;
    parts_->read(sentence, memory, claims, &explanations.emplace_back());
  }
  return explanations;
}

std::string_view Reader::actor_name(std::string_view id) const {
  const ActorFacts* facts = parts_->actors.facts(id);
  return facts == nullptr || facts->name.empty() ? id : facts->name;
}

std::string_view Reader::actor_id(std::string_view name) const {
  return parts_->actors.id_of(name);
}

}  // namespace entente::reading
