#include "entente/reading/narrative.h"

#include <algorithm>

#include "entente/reading/repairs.h"

namespace entente::reading {

namespace {

using text::Relation;
using text::Tag;

enum class Tense { past, other, unmarked };

/// The tense of a verb, or of a noun or adjective with a copula. "Has signed" speaks of the
/// present; infinitives and participles leave it to the verb above them.
Tense tense_of(int at, const Tree& tree) {
  Tense tense = tree[at].tag == Tag::VERB_PAST      ? Tense::past
                : tree[at].tag == Tag::VERB_PRESENT ? Tense::other
                                                    : Tense::unmarked;
  for (const int child : tree.children(at)) {
    const Relation relation = tree.relation(child);
    if (relation != Relation::aux && relation != Relation::aux_pass && relation != Relation::cop)
      continue;
    if (tree[child].tag == Tag::AUX_PRESENT || tree[child].tag == Tag::AUX_MODAL)
      return Tense::other;
    if (tree[child].tag == Tag::AUX_PAST) tense = Tense::past;
  }
  return tense;
}

bool is_told_in_past(int trigger, const Tree& tree) {
  for (int at = trigger; at >= 0; at = tree.head(at))
    if (const Tense tense = tense_of(at, tree); tense != Tense::unmarked)
      return tense == Tense::past;
  return false;
}

int root_of(const Tree& tree) {
  for (int i = 0; i < tree.size(); ++i)
    if (tree.head(i) < 0) return i;
  return -1;
}

/// True for what stands before the subject of the main clause, and is no part of it.
bool is_fronted(const TimeExpression& expression, int root, const Tree& tree) {
  int subject = tree.child(root, Relation::nsubj);
  if (subject < 0) subject = tree.child(root, Relation::nsubj_pass);
  return expression.end <= (subject < 0 ? root : tree.extent(subject).first);
}

/// A narrative that an old day opens goes on for longer than that day.
base::Interval loosened(const base::Interval& when, const std::optional<base::Interval>& written) {
  constexpr int kOld = 31;  // days
  const bool exact =
      when.precision == base::Precision::day || when.precision == base::Precision::week;
  if (!exact || (written && when.end + kOld >= written->start)) return when;
  const auto [year, month, day] = when.start.civil();
  return base::Interval::month(year, month);
}

}  // namespace

void Narrative::read(const text::Sentence& sentence, const Tree& tree,
                     std::span<const TimeExpression> expressions, const Patterns& patterns,
                     const std::optional<base::Interval>& written) {
  if (sentence.paragraph != paragraph_) time_.reset();
  paragraph_ = sentence.paragraph;
  const int root = root_of(tree);
  if (root < 0) return;
  const Tense tense = tense_of(root, tree);
  if (tense == Tense::unmarked) return;  // a heading, an exclamation
  const auto is_over = [&](const TimeExpression& e) {
    return e.when ? !written || e.when->end < written->start : e.historical;
  };
  const auto opens = [&](const TimeExpression& e) {
    return is_over(e) && e.relation != TimeRelation::before && (time_ || is_fronted(e, root, tree));
  };
  if (tense != Tense::past) {
    time_.reset();
  } else if (const auto e = std::ranges::find_if(expressions, opens); e != expressions.end()) {
    time_ = Time{e->when, e->historical, {tree[e->begin].span.begin, tree[e->end - 1].span.end}};
    if (e->when) {
      time_->historical |= written && is_background(*e->when, written->start);
      time_->when = loosened(*e->when, written);
    }
  } else if (time_ && !time_->historical && is_speech(sentence, root, patterns)) {
    time_.reset();
  }
}

const Narrative::Time* Narrative::time_of(int trigger, const Tree& tree) const {
  return time_ && is_told_in_past(trigger, tree) ? &*time_ : nullptr;
}

}  // namespace entente::reading
