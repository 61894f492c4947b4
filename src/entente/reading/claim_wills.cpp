#include "entente/reading/claim_finder.h"

#include <algorithm>

namespace entente::reading {

using model::ClaimType;
using text::Relation;
using text::Tag;

/// "not prepared to sign", "no intention of signing": what governs the verb says that the actor
/// will not.
bool ClaimFinder::is_unwilled(int verb) const {
  constexpr std::string_view kWills[] = {"intend", "plan",  "prepared", "ready",   "willing",
                                         "go",     "agree", "prepare",  "consent", "disposed"};
  constexpr std::string_view kIntents[] = {"intention", "intent",      "plan",
                                           "desire",    "willingness", "interest",
                                           "appetite",  "inclination", "reason"};
  const int head = tree_.head(verb);
  const Relation relation = tree_.relation(verb);
  if (head < 0 || (relation != Relation::xcomp && relation != Relation::acl &&
                   relation != Relation::advcl && relation != Relation::ccomp))
    return false;
  const std::string_view lemma = tree_.lemma(head);
  if (tree_[head].form == "unwilling" || tree_[head].form == "unprepared") return true;
  if (std::ranges::find(kIntents, lemma) != std::end(kIntents) && relation == Relation::acl)
    return tree_.child(head, "no") >= 0;
  const bool wills = std::ranges::find(kWills, lemma) != std::end(kWills) ||
                     std::ranges::find(kWills, tree_[head].form) != std::end(kWills);
  return wills && (tree_.child(head, "not") >= 0 || tree_.child(head, "n't") >= 0) &&
         (lemma != "go" || tree_[head].tag == Tag::VERB_GERUND) && tree_.child(head, "may") < 0 &&
         tree_.child(head, "yet") < 0;
}

/// "will not sign" and "does not recognise" say what the actor wills: rows of "won't" and "doesn't"
/// tell of which verbs. Empty for a verb that is not so denied.
std::string_view ClaimFinder::refusal(int verb) const {
  const auto denies = [&](int c) {
    return (tree_.relation(c) == Relation::advmod || tree_.relation(c) == Relation::aux) &&
           (tree_.lemma(c) == "not" || tree_.lemma(c) == "n't" || tree_.lemma(c) == "never");
  };
  if (std::ranges::none_of(tree_.children(verb), denies)) return is_unwilled(verb) ? "won't" : "";
  const bool never = tree_.child(verb, "never") >= 0;
  std::string_view rows = never ? "doesn't" : "";
  for (const int c : tree_.children(verb)) {
    if (tree_.relation(c) != Relation::aux) continue;
    const std::string_view lemma = tree_.lemma(c);
    if (lemma == "will" || lemma == "would" || lemma == "wo") return "won't";
    if (lemma == "do" || lemma == "can" || lemma == "ca")
      rows = "doesn't";
    else if (lemma != "have" || !never)
      return {};  // "may not", "has not yet"
  }
  return rows;
}

/// True for what answers an act with harm: "would bomb", "would respond", "would take retaliatory
/// steps".
bool ClaimFinder::harms(int verb) const {
  constexpr std::string_view kAnswers[] = {
      "respond", "retaliate", "react", "retaliatory", "countermeasure", "retaliation", "response"};
  const auto answers = [&](int word) {
    return std::ranges::find(kAnswers, tree_.lemma(word)) != std::end(kAnswers);
  };
  const int below = tree_.child(verb, Relation::xcomp);  // "would have to take", "be forced to"
  const bool bound = tree_.lemma(verb) == "have" || tree_.lemma(verb) == "force" ||
                     tree_.lemma(verb) == "oblige" || tree_.lemma(verb) == "compel";
  if (bound && below >= 0) return harms(below);
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  if (!rows.empty() && std::ranges::all_of(rows, [](const Trigger& row) {
        return row.type == ClaimType::assault || row.type == ClaimType::coerce ||
               row.type == ClaimType::sanction || row.type == ClaimType::mobilize;
      }))
    return true;
  const int what = tree_.child(verb, Relation::obj);
  return answers(verb) ||
         (what >= 0 && (answers(what) || std::ranges::any_of(tree_.children(what), answers)));
}

/// "would bomb B if", "may have to take countermeasures unless": harm that depends on a condition.
bool ClaimFinder::harms_on_condition(int verb) const {
  const auto is_ahead = [&](int aux) {
    return tree_.relation(aux) == Relation::aux &&
           (tree_.lemma(aux) == "will" || tree_.lemma(aux) == "would" ||
            tree_.lemma(aux) == "may" || tree_.lemma(aux) == "could");
  };
  const auto is_condition = [&](int clause) {
    const int mark = tree_.child(clause, Relation::mark);
    return tree_.relation(clause) == Relation::advcl && mark >= 0 &&
           (tree_.lemma(mark) == "if" || tree_.lemma(mark) == "unless" ||
            tree_.lemma(mark) == "should");
  };
  if (!harms(verb) || std::ranges::none_of(tree_.children(verb), is_ahead)) return false;
  for (int at = verb; at >= 0; at = tree_.child(at, Relation::xcomp))
    if (std::ranges::any_of(tree_.children(at), is_condition)) return true;
  return false;
}

/// "A said that it would bomb B if", "A would bomb B if …, its minister warned": who tells what
/// harm he will do on a condition threatens.
bool ClaimFinder::threatens(int verb) const {
  const auto speaks = [&](int word) {
    const Operator* op = patterns_.find_operator(tree_.lemma(word), WordClass::verb);
    return op != nullptr && op->voucher == Voucher::subject;
  };
  const auto of_one = [&](int a, int b) {
    const Referents first = arguments_.doers(a), second = arguments_.doers(b);
    return !first.empty() && !second.empty() && first.front().id == second.front().id;
  };
  const int before = tree_.relation(verb) == Relation::parataxis ? tree_.head(verb) : -1;
  if (before >= 0 && before < verb)
    return speaks(verb) && of_one(verb, before) && harms_on_condition(before);
  return speaks(verb) && std::ranges::any_of(tree_.children(verb), [&](int c) {
           return tree_.relation(c) == Relation::ccomp && tree_.child(c, Relation::nsubj) >= 0 &&
                  of_one(c, verb) && harms_on_condition(c);
         });
}

/// "A said that B must leave": whoever says what another has to do asks for it.
bool ClaimFinder::demands(int verb) const {
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op == nullptr || op->voucher != Voucher::subject) return false;
  const bool requests =
      std::ranges::any_of(patterns_.triggers(tree_.lemma(verb), WordClass::verb),
                          [](const Trigger& row) { return row.type == ClaimType::request; });
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    if (tree_.relation(c) != Relation::ccomp) return false;
    const int who = tree_.child(c, Relation::nsubj);
    const Referents asked = who < 0 ? Referents{} : references_.of(who);
    const Referents speakers = arguments_.doers(verb);
    if (asked.empty() || (!speakers.empty() && asked.front().id == speakers.front().id))
      return false;
    // "insisted that B pay"
    const bool subjunctive = tree_[c].tag == Tag::VERB_BASE ||
                             (tree_[c].tag == Tag::VERB_PRESENT && tree_[who].tag == Tag::PROPN &&
                              tree_[c].form == tree_.lemma(c) && asked.size() == 1);
    if (requests && subjunctive && tree_.child(c, Relation::aux) < 0 &&
        tree_.child(c, Relation::mark) >= 0 && tree_.child(c, "to") < 0)
      return true;
    const bool bound = tree_.lemma(c) == "need" || tree_.lemma(c) == "have";
    if (bound && tree_.child(c, Relation::xcomp) >= 0) return true;
    return std::ranges::any_of(tree_.children(c), [&](int aux) {
      const std::string_view lemma = tree_.lemma(aux);
      return tree_.relation(aux) == Relation::aux &&
             (lemma == "must" || lemma == "should" || lemma == "ought");
    });
  });
}

}  // namespace entente::reading
