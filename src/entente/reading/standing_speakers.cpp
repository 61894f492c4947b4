#include "entente/reading/explanation.h"
#include "entente/reading/standing_climber.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// What speaks for those who wrote it: "A's statement said", "a UN report found".
bool is_document(std::string_view lemma) {
  constexpr std::array<std::string_view, 36> kWords{
      "statement",  "report",   "intelligence", "communique",    "communiqué", "letter",
      "document",   "note",     "release",      "declaration",   "study",      "survey",
      "memo",       "website",  "bulletin",     "dispatch",      "ruling",     "assessment",
      "resolution", "cable",    "account",      "indictment",    "complaint",  "lawsuit",
      "verdict",    "judgment", "judgement",    "investigation", "inquiry",    "dossier",
      "affidavit",  "filing",   "testimony",    "submission",    "briefing",   "evidence"};
  return is_one_of(lemma, kWords);
}

/// "in the view of A", "from A's point of view"
bool is_view(std::string_view lemma) {
  constexpr std::array<std::string_view, 22> kWords{
      "view",       "opinion",     "eye",        "judgement", "judgment",  "estimate",
      "mind",       "estimation",  "account",    "telling",   "reckoning", "perspective",
      "standpoint", "viewpoint",   "assessment", "word",      "reading",   "version",
      "narrative",  "calculation", "thinking",   "perception"};
  return is_one_of(lemma, kWords);
}

/// "made it clear that"
bool is_made_known(std::string_view lemma) {
  constexpr std::array<std::string_view, 5> kWords{"clear", "plain", "known", "public", "explicit"};
  return is_one_of(lemma, kWords);
}
bool is_hearsay(std::string_view lemma) {
  constexpr std::array<std::string_view, 6> kWords{"reportedly",  "allegedly",  "supposedly",
                                                   "purportedly", "ostensibly", "rumoredly"};
  return is_one_of(lemma, kWords);
}

}  // namespace

/// From here on the claim is on somebody's word.
void Climber::set_speaker(int word, std::string_view why, const Operator* row) {
  speaker_found_ = true;
  standing_.by_author = false;
  if (trace_ == nullptr) return;
  std::erase_if(trace_->notes,
                [&](const auto& note) { return note.speaks && note.trigger == trigger_; });
  trace_->notes.push_back(
      {.trigger = trigger_, .word = word, .why = why, .speaks = true, .row = row});
}

void Climber::read_according_to(int word) {
  if (speaker_found_) return;
  for (const int c : tree_.children(word)) {
    const std::string_view lemma = tree_.lemma(c);
    if (tree_.relation(c) == Relation::advmod && is_hearsay(lemma)) {
      set_speaker(c, "hearsay");
      return;
    }
    const std::string preposition = tree_.preposition(c);
    if (preposition.starts_with("accord")) {
      if (is_case(lemma)) return add(model::hypothetical, c, "one case of several");
      set_speaker(c, "after \"according to\"");
      standing_.claimants = references_.of(c);
      if (standing_.claimants.empty()) standing_.claimants = references_.owners(c);
      standing_.claimants = teller_of(c, word, std::move(standing_.claimants));
      return;
    }
    if (const int seer = who_sees_it_so(c); seer >= 0) {
      set_speaker(c, "in whose view it is so");
      standing_.claimants = references_.of(seer);
      return;
    }
    const int of = is_view(lemma) ? -1 : tree_.child(c, "view");  // "from A's point of view"
    const int view = is_view(lemma) ? c : of;
    // "by some accounts", "in the words of one analyst"
    const bool of_somebody =
        (preposition == "by" && tree_[c].form == "accounts") ||
        (preposition == "in" && tree_[c].form == "words" && tree_.child(c, Relation::nmod) >= 0);
    if (view >= 0 && (preposition == "in" || preposition == "from" || preposition == "to" ||
                      preposition == "by"))
      if (Referents holders = references_.owners(c); !holders.empty()) {
        set_speaker(c, "in whose view it is so");
        standing_.claimants = std::move(holders);
        return;
      }
    if (of_somebody) return set_speaker(c, "nobody in particular vouches");
    // "A, according to B, armed C"
    if (tree_.relation(c) == Relation::nsubj && is_predicate(word))
      for (const int aside : tree_.children(c))
        if (aside > c && tree_.preposition(aside).starts_with("accord") && !speaker_found_) {
          set_speaker(aside, "after \"according to\"");
          standing_.claimants = references_.of(aside);
        }
  }
}

/// "as A sees it", "as the minister put it", "seen from A": the noun of who does; -1.
int Climber::who_sees_it_so(int clause) const {
  constexpr std::array<std::string_view, 6> kSee{"see", "view", "put", "tell", "have", "regard"};
  if (tree_.relation(clause) != Relation::advcl || !is_one_of(tree_.lemma(clause), kSee)) return -1;
  const int object = tree_.child(clause, Relation::obj);
  if (tree_.child(clause, "as") >= 0 && object >= 0 && tree_.lemma(object) == "it")
    return tree_.child(clause, Relation::nsubj);
  const int from = tree_.child(clause, Relation::obl);
  const bool seen_from = tree_[clause].tag == Tag::VERB_PARTICIPLE && from >= 0 &&
                         tree_.preposition(from) == "from" &&
                         tree_.child(clause, Relation::aux_pass) < 0;
  return seen_from && !references_.of(from).empty() ? from : -1;
}

/// "A's view is that B attacked C", "the consensus is that …": the noun whose content it is.
void Climber::read_view(int clause) {
  if (speaker_found_ || tree_.child(clause, Relation::cop) < 0 || tree_.child(clause, "that") < 0)
    return;
  const int view = tree_.child(clause, Relation::nsubj_outer);
  if (view < 0 || view > clause) return;
  const Operator* op = operator_at(view);
  if (op == nullptr || op->voucher == Voucher::none) return;
  if (aux_open_) add(op->aux, view, "above it", op);
  read_speaker(view, *op, clause);
}

/// "According to B, …" and "…, according to B" hold for the whole sentence, wherever the tree hung
/// them.
void Climber::read_sentence_speaker() {
  // "A sells B gas - C's ministry", "C's ministry: A sells B gas"
  for (int teller = 0; teller < tree_.size(); ++teller) {
    const int mark = tree_.child(teller, Relation::punct);
    const auto [first, last] = tree_.extent(teller);
    if (tree_.relation(teller) != Relation::parataxis || text::is_verb(tree_[teller].tag) ||
        mark < 0 || tree_[mark].form == "," || tree_.head(tree_.head(teller)) >= 0 ||
        !((first == 0 && mark == last) || (last == tree_.size() - 1 && mark == first)))
      continue;
    set_speaker(teller, "tells the headline");
    standing_.claimants = teller_of(teller, tree_.head(teller), references_.of(teller));
    return;
  }
  for (int i = 0; i + 2 < tree_.size(); ++i) {
    if (tree_.lemma(i) != "accord" && tree_.lemma(i) != "according") continue;
    if (tree_.lemma(i + 1) != "to") continue;
    const bool at_start = i <= 1;
    bool to_end = i > 0 && tree_[i - 1].form == ",";
    for (int k = i + 2; k < tree_.size() && to_end; ++k)
      if (text::is_verb(tree_[k].tag) || tree_[k].form == ",") to_end = false;
    // "…, according to a report issued on Monday that details them"
    const int source = tree_.relation(i) == Relation::case_ ? tree_.head(i) : -1;
    if (source > i && i > 0 && tree_[i - 1].form == ",")
      to_end = to_end || tree_.extent(source).second >= tree_.size() - 2;
    if (!at_start && !to_end) return;
    for (int k = i + 2; k < tree_.size() && k < i + 6; ++k)
      if (is_case(tree_.lemma(k))) return add(model::hypothetical, k, "one case of several");
    set_speaker(i, "holds for the whole sentence");
    for (int k = i + 2; k < tree_.size() && k < i + 6 && tree_[k].form != ","; ++k)
      if (const Mention* m = references_.mention(k); m != nullptr) {
        standing_.claimants = references_.of(m->head);
        if (standing_.claimants.empty()) standing_.claimants = references_.owners(m->head);
        standing_.claimants = teller_of(m->head, trigger_, std::move(standing_.claimants));
        return;
      }
    return;
  }
}

/// "pledged", "assured": a word that is a promise wherever it stands.
bool Climber::promises(int word) const {
  const auto rows = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
  return std::ranges::any_of(rows, [](const Trigger& row) {
    return row.type == model::ClaimType::agree && row.needs.empty();
  });
}

/// Whose word the verb is: who says, who is convinced or certain; -1.
int Climber::thinker(int verb) const {
  if (!text::is_verb(tree_[verb].tag)) return tree_.child(verb, Relation::nsubj);
  return is_state_of_mind(verb) ? tree_.child(verb, Relation::nsubj_pass)
                                : arguments_.subject(verb);
}

/// Whose document it is: its owner, or who issued it: "A released a report showing that".
Referents Climber::authors_of(int document) const {
  Referents found = references_.possessors(document);
  if (found.empty()) found = references_.owners(document);
  const int verb = tree_.head(document);
  if (!found.empty() || verb < 0 || tree_.relation(document) != Relation::obj ||
      !text::is_verb(tree_[verb].tag))
    return found;
  const int issuer = arguments_.subject(verb);
  return issuer < 0 ? found : references_.of(issuer);
}

/// Who vouches by the verb for the clause at `content`. "…, a ministry spokesman said" behind what
/// he says is one of those of whom it is said.
Referents Climber::speaker_of(int verb, int content) const {
  int who = thinker(verb);
  // "quoted B as saying", "was quoted as saying", "a statement saying"
  const int above = tree_.head(verb);
  if (is_as_what(verb) && above >= 0) {
    const int quoted = tree_.child(above, Relation::obj);
    if (quoted >= 0) who = quoted;
  } else if (tree_.relation(verb) == Relation::acl && is_document(tree_.lemma(above))) {
    who = above;
  }
  if (who < 0) return {};
  Referents found = references_.of(who);
  if (found.empty() && is_document(tree_.lemma(who))) found = authors_of(who);
  const Mention* m = references_.mention(who);
  // "Critics say that A …": whoever they are, they need not be of A
  if (m != nullptr && m->id.empty() && m->sector == "OPP" && tree_.lemma(who) == "critic" &&
      references_.possessors(who).empty())
    return {};
  // "A thanked B and will send arms, his adviser said": A's, of whom it is told.
  const int owner = tree_.child(who, Relation::nmod_poss);
  if (content < verb && m != nullptr && m->role && owner >= 0 && tree_[owner].tag == Tag::PRON) {
    const int subject = arguments_.subject(content);
    const Referents told_of = subject < 0 ? Referents{} : references_.of(subject);
    if (told_of.size() == 1) return {{told_of.front().id, m->sector, m->begin, m->end - 1, 0.7f}};
  }
  return content > verb ? found : teller_of(who, content, std::move(found));
}

/// "A bombed B, officials said": whoever tells behind a clause and has no state of his own is of
/// the one that acts in it.
Referents Climber::teller_of(int who, int content, Referents found) const {
  const Mention* m = references_.mention(who);
  const bool nameless = m != nullptr && m->role &&
                        (m->id.empty() || !references_.is_state(m->id)) && !m->sector.empty() &&
                        references_.possessors(who).empty();
  if (!nameless) return found;
  const int subject = arguments_.subject(content);
  const Referents acting = subject < 0 ? Referents{} : references_.at(subject);
  if (acting.size() != 1) return found;
  // "the EU is to lift its sanctions on C, diplomats say": of whom is not told, but not C's.
  if (acting.front().sector == "IGO") return {};
  if (!references_.is_state(acting.front().id)) return found;
  return {{acting.front().id, m->sector, m->begin, m->end - 1, 0.7f}};
}

/// "It would be wrong to conclude that", "We conclude that" where the text tells of nobody who
/// speaks, "Nobody doubts that": the author vouches.
bool Climber::is_said_by_author(int verb) const {
  if (is_undoubted(verb)) return true;
  const int who = thinker(verb);
  if (who < 0) {  // "it is wrong to say", "it must be said"
    const bool advised = tree_.child(verb, Relation::aux) >= 0 &&
                         tree_[tree_.child(verb, Relation::aux)].tag == Tag::AUX_MODAL;
    return advised || (tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0);
  }
  const std::string_view lemma = tree_.lemma(who);
  const bool empty = lemma == "it" && tree_.head(who) != verb && tree_[verb].tag == Tag::VERB_BASE;
  const bool first_person = lemma == "we" || lemma == "I" || lemma == "i";
  return empty || (first_person && references_.of(who).empty());
}

/// "fears that the sanctions on B will hurt it", "said that its enemy B had left": who fears for
/// what is there does not tell of it, nor does who calls two rivals by that name.
bool Climber::is_taken_for_granted(const Operator& op) const {
  const Tag tag = tree_[trigger_].tag;
  const Mention* called = references_.mention(trigger_);
  if (tree_.child(trigger_, "our") >= 0 || tree_.child(trigger_, "my") >= 0) return false;
  const bool named_so = called != nullptr && called->role && *called->role != RoleKind::body &&
                        has_type(trigger_, model::ClaimType::tie) && is_known(tree_, trigger_) &&
                        tree_.child(trigger_, Relation::cop) < 0;
  const bool led = tag == Tag::VERB_PARTICIPLE && tree_.relation(trigger_) == Relation::amod;
  return named_so || led || (granted_ && text::is_noun(tag) && (op.aux & model::hypothetical) != 0);
}

void Climber::read_speaker(int word, const Operator& op, int content) {
  if (speaker_found_ || op.voucher == Voucher::none) return;
  if (aside_ && word < trigger_) return;
  if (is_taken_for_granted(op)) return;
  // What A promises to oppose is not on A's word (codebook 3, first note).
  if (opposed_ && promises(word)) return;
  const bool unnamed = op.voucher == Voucher::unnamed;
  const bool is_verb = text::is_verb(tree_[word].tag);
  const bool is_feeling = tree_.child(word, Relation::cop) >= 0 && !text::is_noun(tree_[word].tag);
  if (!unnamed && (is_undoubted(word) || ((is_verb || is_feeling) && is_said_by_author(word))))
    return;
  if (is_feeling && tree_.child(content, "to") >= 0) return;  // "is certain to arm B"
  set_speaker(word,
              unnamed   ? "nobody in particular vouches"
              : is_verb ? "its subject vouches"
                        : "its owner vouches",
              &op);
  if (unnamed) return;
  if (is_verb || is_feeling) {
    standing_.claimants = speaker_of(word, content);
  } else {
    standing_.claimants = references_.possessors(word);
    if (standing_.claimants.empty()) standing_.claimants = references_.owners(word);
    int verb = arguments_.carrier(word);
    const Operator* carrier = verb < 0 ? nullptr : operator_at(verb);
    if (carrier != nullptr && carrier->reverses) verb = -1;       // "faces accusations of"
    if (verb >= 0 && (opposes(verb) || denies(verb))) verb = -1;  // "denied accusations of"
    const int holder = tree_.child(word, Relation::nsubj);        // "A is of the view that"
    const int place = tree_.child(word, Relation::nmod);          // "the view in Nairobi is that"
    if (standing_.claimants.empty() && holder >= 0) standing_.claimants = references_.of(holder);
    if (standing_.claimants.empty() && place >= 0 && tree_.preposition(place) == "in")
      standing_.claimants = references_.of(place);
    if (standing_.claimants.empty() && verb >= 0)
      if (const int who = arguments_.subject(verb); who >= 0)
        standing_.claimants = references_.of(who);
  }
}

/// "A made it clear that", "A holds that", "the minister put it this way: …"
void Climber::read_maker(int below, int at) {
  constexpr std::array<std::string_view, 5> kShow{"show", "indicate", "prove", "demonstrate",
                                                  "document"};
  if (speaker_found_) return;
  const Relation relation = tree_.relation(below);
  const bool made_clear = tree_.relation(at) == Relation::xcomp && is_made_known(tree_.lemma(at)) &&
                          tree_.lemma(tree_.head(at)) == "make";
  // "a report by A shows that", "released a report showing that"
  const int shown_by =
      tree_.relation(at) == Relation::acl ? tree_.head(at) : tree_.child(at, Relation::nsubj);
  if (relation == Relation::ccomp && is_one_of(tree_.lemma(at), kShow) && shown_by >= 0 &&
      is_document(tree_.lemma(shown_by))) {
    if (Referents authors = authors_of(shown_by); !authors.empty()) {
      set_speaker(at, "its subject vouches");
      standing_.claimants = std::move(authors);
    }
    return;
  }
  const int maker = made_clear ? tree_.head(at) : at;
  const bool clause = made_clear || (tree_.lemma(at) == "hold" && tree_.child(below, "that") >= 0);
  const bool put_so = relation == Relation::parataxis && below > at && tree_.lemma(at) == "put" &&
                      tree_.child(at, "it") >= 0;
  if (!put_so && !(clause && relation == Relation::ccomp && !is_said_by_author(maker))) return;
  set_speaker(maker, "its subject vouches");
  standing_.claimants = speaker_of(maker, below);
}

/// "The minister of A: B attacked C", "Report: B attacked C": what a label before a colon tells.
void Climber::read_label(int below, int at, const Operator* op) {
  if (speaker_found_ || text::is_verb(tree_[at].tag)) return;
  const int colon = tree_.extent(below).first;
  const bool labelled = tree_[colon].form == ":" || (colon > 0 && tree_[colon - 1].form == ":");
  const bool unnamed = op != nullptr && op->voucher == Voucher::unnamed;
  const Mention* m = references_.mention(at);
  if (!labelled || (!unnamed && (m == nullptr || !m->can_act()))) return;
  set_speaker(at, "before a colon");
  if (!unnamed) standing_.claimants = references_.of(at);
}

/// A clause of speech set beside: "Iran, the minister said, will…"
void Climber::read_clauses_beside(int at, int below) {
  for (const int c : tree_.children(at))
    if (tree_.relation(c) == Relation::parataxis && text::is_verb(tree_[c].tag) && c != below)
      if (const Operator* op = operator_at(c);
          op != nullptr && tree_.child(c, Relation::ccomp) < 0 &&
          (tree_.child(c, Relation::obj) < 0 || tree_.lemma(c) == "tell"))
        read_speaker(c, *op, at);
}

}  // namespace entente::reading
