#include "entente/reading/posts.h"

#include <algorithm>
#include <array>

#include "entente/reading/mention_finder.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// The one who is meant, or nobody.
Referents only_one(Referents who) {
  return who.size() == 1 && !who.front().id.empty() && who.front().id != "UNK" ? std::move(who)
                                                                               : Referents{};
}

class Posts {
 public:
  Posts(const Tree& tree, const References& references) : tree_(tree), references_(references) {}

  /// For whom the person acts whose name is `name`; empty where the sentence gives them no post.
  Referents of(const Mention& name) const {
    const int head = tree_.head(name.head);
    const Relation relation = tree_.relation(name.head);
    // "X is a spokesman for the government"
    if (relation == Relation::nsubj && tree_.child(head, Relation::cop) >= 0) return told_by(head);
    for (int word = name.begin; word < name.end; ++word)
      for (const int c : tree_.children(word))
        if (c >= name.end)
          if (Referents who = told_beside(c); !who.empty()) return who;
    if (relation == Relation::nsubj) return of_office(name);  // "X of the ministry said"
    if (relation != Relation::appos) return {};
    // "the head of the delegation, X,", which the tree may set beside the delegation
    if (Referents who = told_by(head); !who.empty()) return who;
    if (Referents who = institution_at(head); !who.empty()) return who;
    // "B, X, a spokesman for the government, said": the tree sets both beside B
    for (const int c : tree_.children(head))
      if (c > name.end && c < name.end + 4 && tree_.relation(c) == Relation::appos)
        return told_by(c);
    return {};
  }

  /// The institution right behind a name, or behind an office that is one mention with it: "X,
  /// spokesman for the foreign ministry,", by the words alone.
  Referents of_office(const Mention& holder) const {
    int at = holder.end;
    if (at >= tree_.size() || std::ranges::find(kFrom, tree_.lemma(at)) == kFrom.end()) return {};
    if (++at < tree_.size() && tree_[at].tag == Tag::DET) ++at;
    const Mention* served = at < tree_.size() ? references_.mention(at) : nullptr;
    return served == nullptr || served->begin != at ? Referents{} : institution_at(served->head);
  }

 private:
  static constexpr std::array<std::string_view, 5> kFrom{"of", "from", "at", "with", "for"};

  Referents told_beside(int word) const {
    constexpr std::array<std::string_view, 6> kServes{"lead",    "head",      "chair",
                                                      "command", "represent", "direct"};
    const Relation relation = tree_.relation(word);
    // "X, a spokesman for the government,"
    if (relation == Relation::appos) return told_by(word);
    // "X of the foreign ministry"
    if (relation == Relation::nmod &&
        std::ranges::find(kFrom, tree_.preposition(word)) != kFrom.end())
      return institution_at(word);
    // "X, who is A's minister,", "X, who leads A's delegation,"
    if (relation != Relation::acl_relcl || tree_.child(word, "who") < 0) return {};
    if (tree_.child(word, Relation::cop) >= 0) return told_by(word);
    const int led = tree_.child(word, Relation::obj);
    const bool serves = std::ranges::find(kServes, tree_.lemma(word)) != kServes.end();
    return led >= 0 && serves ? institution_at(led) : Referents{};
  }

  /// What a noun says of whoever it describes: an office, or a post in an institution ("head of
  /// the delegation").
  Referents told_by(int noun) const {
    const Mention* m = references_.mention(noun);
    if (m != nullptr && m->role == RoleKind::person)
      return m->plural || !is_official(m->sector) ? Referents{} : only_one(references_.at(noun));
    if ((m != nullptr && m->role != RoleKind::state) || !text::is_noun(tree_[noun].tag)) return {};
    for (const int c : tree_.children(noun))
      if (tree_.relation(c) == Relation::nmod || tree_.relation(c) == Relation::nmod_poss)
        if (Referents who = institution_at(c); !who.empty()) return who;
    return {};
  }

  /// "the Kenyan delegation", "the European Commission", "Kenya's parliament", "the largest
  /// opposition party" that the text tells the state of; not "Kenya".
  Referents institution_at(int noun) const {
    const Mention* m = references_.mention(noun);
    if (m == nullptr || m->head != noun || m->plural || m->role == RoleKind::person) return {};
    const bool named = !m->id.empty() &&
                       (m->kind == NameKind::organisation || m->kind == NameKind::body) &&
                       m->sector != "MED" && m->sector != "EDU";
    const bool official = m->id.empty() && m->role == RoleKind::body && is_official(m->sector);
    return named || official ? only_one(references_.of(noun)) : Referents{};
  }

  const Tree& tree_;
  const References& references_;
};

}  // namespace

void introduce_holders(std::vector<Mention>& mentions, const Tree& tree,
                       const References& references, Names& names) {
  const Posts posts(tree, references);
  for (Mention& m : mentions) {
    if (m.role && !m.person.empty() && m.id.empty()) {
      Referents served = posts.of_office(m);
      if (served.empty()) served = posts.of(m);
      if (!served.empty()) m.id = served.front().id, m.sector = served.front().sector;
      if (const Referents who = only_one(references.of(m.head)); !who.empty())
        names.remember_surname(m.person, {who.front().id, who.front().sector, 0.9f});
    } else if (m.kind == NameKind::person && m.certainty < 1.0f) {
      const Referents who = posts.of(m);
      if (who.empty() || who.front().id == m.id) continue;
      m.id = who.front().id;
      m.sector = who.front().sector;
      m.certainty = 0.95f;
      names.remember_surname(tree[m.end - 1].form, {m.id, m.sector, m.certainty});
    }
  }
}

}  // namespace entente::reading
