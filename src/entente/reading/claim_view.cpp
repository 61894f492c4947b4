#include "entente/reading/claim_view.h"

#include <algorithm>
#include <cmath>

#include "entente/reading/claim_features.h"
#include "entente/reading/claim_finder.h"

namespace entente::reading {

namespace {

constexpr std::size_t kMostEnds = 32;  // the sentences of a list of states have more

/// Whoever a claim may be about, with the word by which it hangs in the tree.
struct Standpoint {
  Referent who;
  int word, kind, list;
};

Standpoint end_of(const Referent& who, const Tree& tree, const References& references) {
  const Mention* m = references.mention(who.first);
  if (m != nullptr) return {who, m->head, static_cast<int>(m->kind), m->list};
  const bool pronoun = tree[who.first].tag == text::Tag::PRON;
  return {who, who.first, pronoun ? 20 : 19, -1};
}

bool is_one(const Referent& a, const Referent& b) { return same_actor(a, b) && a.first == b.first; }

/// Those of the sentence, and those whom only its claims name.
std::vector<Standpoint> ends_of(const Candidates& candidates, const Tree& tree,
                                const References& references) {
  std::vector<Standpoint> ends;
  const auto add = [&](const Referent& who) {
    const bool known =
        std::ranges::any_of(ends, [&](const Standpoint& end) { return is_one(end.who, who); });
    if (!known && ends.size() < kMostEnds) ends.push_back(end_of(who, tree, references));
  };
  for (const Candidate& c : candidates.all) add(c.actor), add(c.recipient);
  for (const Referent& who : candidates.ends) add(who);
  return ends;
}

/// Sectors tell apart what goes on inside one country, and groups of no country.
bool is_same(const Referent& a, const Referent& b, bool inside_one) {
  return a.id == b.id && (a.sector == b.sector || !(inside_one || a.id == "UNK"));
}

/// Where the ways of two words to the root meet.
struct Meeting {
  int at = -1;
  std::vector<int> up, down;  ///< from the first word to it, from the second word to it

  void find(int a, int b, const Tree& tree) {
    at = -1, up.clear(), down.clear();
    for (int word = a; word >= 0 && std::ssize(up) <= tree.size(); word = tree.head(word))
      up.push_back(word);
    for (int word = b; word >= 0 && std::ssize(down) <= tree.size(); word = tree.head(word)) {
      down.push_back(word);
      if (std::ranges::find(up, word) == up.end()) continue;
      at = word;
      break;
    }
  }
};

/// Writes the role of each word for two actors; their distance in the tree.
std::pair<int, int> write_roles(const Standpoint& a, const Standpoint& b, const Tree& tree,
                                std::uint8_t* roles) {
  constexpr std::uint8_t kOther = 0, kActor = 1, kRecipient = 2, kUp = 3, kTop = 4, kDown = 5,
                         kBelowUp = 6, kBelowTop = 7, kBelowDown = 8, kAbove = 9, kBelowAbove = 10;
  const int size = tree.size();
  std::fill_n(roles, size, kOther);
  thread_local Meeting meeting;
  thread_local std::vector<std::uint8_t> way;  // of the words on it and above it
  meeting.find(a.word, b.word, tree);
  std::pair<int, int> arcs{9, 9};
  if (meeting.at >= 0) {
    way.assign(std::size_t(size), kOther);
    bool above = false;
    for (const int word : meeting.up) {
      way[std::size_t(word)] = above ? kAbove : kUp;
      above |= word == meeting.at;
    }
    for (const int word : meeting.down) way[std::size_t(word)] = kDown;
    way[std::size_t(meeting.at)] = kTop;
    for (int word = 0; word < size; ++word) {
      const std::uint8_t head = tree.head(word) < 0 ? kOther : way[std::size_t(tree.head(word))];
      roles[word] = way[std::size_t(word)] != kOther ? way[std::size_t(word)]
                    : head == kTop                   ? kBelowTop
                    : head == kUp                    ? kBelowUp
                    : head == kDown                  ? kBelowDown
                    : head == kAbove                 ? kBelowAbove
                                                     : kOther;
    }
    const auto up = std::ranges::find(meeting.up, meeting.at) - meeting.up.begin();
    arcs = {std::min(static_cast<int>(up), 9),
            std::min(static_cast<int>(meeting.down.size()) - 1, 9)};
  }
  for (int word = a.who.first; word <= a.who.last; ++word) roles[word] = kActor;
  for (int word = b.who.first; word <= b.who.last; ++word) roles[word] = kRecipient;
  const auto [first, last] = std::minmax(a.word, b.word);
  for (int word = 0; word < size; ++word)
    roles[word] = static_cast<std::uint8_t>(roles[word] * 3 + (word < first   ? 0
                                                               : word <= last ? 1
                                                                              : 2));
  return arcs;
}

}  // namespace

int network_type(const Trigger& row) {
  if (row.type != model::ClaimType::tie) return static_cast<int>(row.type);
  const bool friendly = row.trend == model::Trend::closer ||
                        (row.trend != model::Trend::apart && row.sign == model::Sign::plus);
  return static_cast<int>(model::ClaimType::tie) + (friendly ? 0 : 1);
}
static_assert(static_cast<int>(model::ClaimType::tie) + 2 == kNetworkTypes);

int ClaimView::group_of(const Referent& actor, const Referent& recipient) const {
  const bool inside_one = actor.id == recipient.id;
  const auto found = std::ranges::find_if(groups, [&](const Group& group) {
    return is_same(group.actor, actor, inside_one) &&
           is_same(group.recipient, recipient, inside_one);
  });
  return found == groups.end() ? -1 : static_cast<int>(found - groups.begin());
}

ClaimView::ClaimView(const Tree& tree, const References& references, const Candidates& candidates,
                     std::span<const std::uint8_t> judged)
    : words(tree.size()), marks(std::size_t(words)), triggers(std::size_t(words)) {
  const std::vector<Standpoint> ends = ends_of(candidates, tree, references);
  for (const Standpoint& end : ends)
    for (int word = end.who.first; word <= end.who.last; ++word) marks[std::size_t(word)] = 1;
  std::vector<int> heads;
  for (const Standpoint& end : ends) {
    marks[std::size_t(end.word)] = static_cast<std::uint8_t>(2 + end.kind);
    if (std::ranges::find(heads, end.word) == heads.end()) heads.push_back(end.word);
  }
  const auto add = [&](const Referent& a, const Referent& b, bool either_way) {
    if (group_of(a, b) < 0) groups.push_back({a, b});
    if (either_way && group_of(b, a) < 0) groups.push_back({b, a});
  };
  for (std::size_t i = 0; i < candidates.all.size(); ++i) {
    const Candidate& c = candidates.all[i];
    triggers[std::size_t(c.trigger)] |= 1U << network_type(*c.row);
    if (judged.empty() || judged[i] != 0)
      add(c.actor, c.recipient, judged.empty() || model::is_symmetric(c.row->type));
  }
  constexpr std::size_t kMostTaught = 14;
  for (std::size_t i = 0; judged.empty() && i < std::min(ends.size(), kMostTaught); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (can_pair(ends[i].who, ends[j].who)) add(ends[i].who, ends[j].who, true);
  for (Group& group : groups) group.turned = group_of(group.recipient, group.actor);
  for (int g = 0; g < std::ssize(groups); ++g) {
    const Group& group = groups[std::size_t(g)];
    const bool inside_one = group.actor.id == group.recipient.id;
    for (const Standpoint& a : ends) {
      if (!is_same(a.who, group.actor, inside_one)) continue;
      for (const Standpoint& b : ends) {
        if (&a == &b || !is_same(b.who, group.recipient, inside_one)) continue;
        const std::size_t at = roles.size();
        roles.resize(at + std::size_t(words));
        const auto [up, down] = write_roles(a, b, tree, roles.data() + at);
        const int apart = b.word - a.word;
        const int far = std::min(7, static_cast<int>(std::log2(std::abs(apart) + 1) * 1.6));
        const int first = std::min(a.word, b.word), last = std::max(a.word, b.word);
        const auto between =
            std::ranges::count_if(heads, [&](int word) { return first < word && word < last; });
        const auto preposition = [&](const Standpoint& end) {
          return preposition_number(tree.preposition(end.word));
        };
        const int features[] = {
            apart < 0 ? 7 - far : 7 + far,
            std::min(static_cast<int>(between), 5) + (a.list >= 0 && a.list == b.list ? 6 : 0),
            up,
            down,
            a.kind,
            b.kind,
            preposition(a),
            preposition(b),
            static_cast<int>(tree.relation(a.word)),
            static_cast<int>(tree.relation(b.word))};
        Pair& pair = pairs.emplace_back(Pair{g, a.word, b.word, {}});
        std::ranges::transform(features, pair.features.begin(),
                               [](int f) { return static_cast<std::uint8_t>(f); });
      }
    }
  }
}

}  // namespace entente::reading
