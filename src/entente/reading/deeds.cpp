#include "entente/reading/deeds.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace entente::reading {

namespace {

constexpr int kLookBack = 3;  // sentences

}  // namespace

Referents Deeds::doers(std::span<const model::ClaimType> types, const Referent& speaker,
                       int noun) const {
  constexpr float kCertainty = 0.6f;
  // Who answers a demand or a charge is mostly the one to whom it was put.
  for (const bool put_to_speaker : {true, false}) {
    Referents found;
    const Deed* latest = nullptr;
    for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
      if (sentence_ - deed->sentence > kLookBack) break;
      if (latest != nullptr && (deed->sentence != latest->sentence || deed->type != latest->type))
        break;
      const bool both = model::is_symmetric(deed->type);
      if (std::ranges::find(types, deed->type) == types.end() ||
          (put_to_speaker && deed->recipient.id != speaker.id) ||
          (!both && deed->actor.id == speaker.id))
        continue;
      for (const Referent* who : {&deed->actor, &deed->recipient})
        if (who->id != speaker.id && (both || who == &deed->actor))
          add_all(found, {{who->id, who->sector, noun, noun, kCertainty * who->certainty}});
      latest = &*deed;
    }
    if (!found.empty()) return found;
  }
  return {};
}

std::span<const Deeds::Deed> Deeds::just_told() const {
  const auto first = std::ranges::find_if(
      deeds_, [&](const Deed& deed) { return deed.sentence + 1 >= sentence_; });
  const auto last = std::ranges::find(first, deeds_.end(), sentence_, &Deed::sentence);
  return {first, last};
}

Referents Deeds::pairs(model::ClaimType type, model::Sign sign, int noun) const {
  constexpr float kCertainty = 0.75f;
  Referents found;
  const Deed* latest = nullptr;
  for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
    if (sentence_ - deed->sentence > kLookBack) break;
    if (deed->type != type || deed->sign != sign) continue;
    // Whose it is was not understood: better nobody's than that of others, told before it.
    if (deed->actor.id == "UNK" || deed->recipient.id == "UNK") break;
    if (latest != nullptr &&
        (deed->sentence != latest->sentence || deed->trigger != latest->trigger))
      break;
    for (const Referent* who : {&deed->actor, &deed->recipient})
      found.push_back({who->id, who->sector, noun, noun, kCertainty});
    latest = &*deed;
  }
  return found;
}

Referents Deeds::helped(const Referent& actor, int verb) const {
  using model::ClaimType;
  constexpr float kCertainty = 0.6f;
  constexpr int kNear = 2;  // sentences
  const auto gives = [](ClaimType type) {
    return type == ClaimType::aid || type == ClaimType::agree || type == ClaimType::cooperate;
  };
  for (const bool own : {true, false}) {
    Referents found;
    const Deed* latest = nullptr;
    for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
      if (deed->sentence == sentence_) continue;
      if (sentence_ - deed->sentence > kNear) break;
      if (latest != nullptr && deed->sentence != latest->sentence) break;
      const bool turned = deed->actor.id != actor.id;
      const bool acts =
          !turned || (model::is_symmetric(deed->type) && deed->recipient.id == actor.id);
      const bool asked = deed->type == ClaimType::request && deed->recipient.id == actor.id;
      if (own ? !asked && (!acts || !(gives(deed->type) || deed->type == ClaimType::consult))
              : acts || deed->type != ClaimType::aid)
        continue;
      const Referent& other = own && turned ? deed->actor : deed->recipient;
      if (other.id == "UNK" || other.id == actor.id) return {};
      add_all(found, {{other.id, other.sector, verb, verb, kCertainty * other.certainty}});
      latest = &*deed;
    }
    if (!found.empty()) return found.size() == 1 ? found : Referents{};
  }
  return {};
}

Referents Deeds::victims(model::ClaimType type, const Referent& actor, int noun) const {
  constexpr float kCertainty = 0.65f;
  constexpr int kLasting = 15;  // sentences
  Referents found;
  const Deed* latest = nullptr;
  for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
    if (sentence_ - deed->sentence > kLasting) break;
    if (deed->type != type || deed->actor.id != actor.id) continue;
    if (latest != nullptr &&
        (deed->sentence != latest->sentence || deed->trigger != latest->trigger))
      break;
    add_all(found, {{deed->recipient.id, deed->recipient.sector, noun, noun, kCertainty}});
    latest = &*deed;
  }
  return found;
}

Referents Deeds::foes(std::span<const model::ClaimType> types, const Referent& actor,
                      int verb) const {
  constexpr float kCertainty = 0.75f;
  Referents found;
  const Deed* latest = nullptr;
  for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
    if (sentence_ - deed->sentence > kLookBack) break;
    if (std::ranges::find(types, deed->type) == types.end() || deed->recipient.id != actor.id ||
        deed->actor.id == actor.id)
      continue;
    if (latest != nullptr &&
        (deed->sentence != latest->sentence || deed->trigger != latest->trigger))
      break;
    add_all(found, {{deed->actor.id, deed->actor.sector, verb, verb, kCertainty}});
    latest = &*deed;
  }
  return found;
}

Referents Deeds::counterpart(const Referent& actor, int verb) const {
  constexpr float kCertainty = 0.65f;
  const Deed* latest = nullptr;
  std::string_view other;
  for (auto deed = deeds_.rbegin(); deed != deeds_.rend(); ++deed) {
    if (deed->sentence == sentence_) continue;
    if (deed->sentence + 1 < sentence_) break;
    if (deed->actor.id == deed->recipient.id) continue;
    const bool acts = deed->actor.id == actor.id;
    if (!acts && deed->recipient.id != actor.id) return {};
    const std::string_view id = acts ? deed->recipient.id : deed->actor.id;
    if (id == actor.id || id == "UNK" || (latest != nullptr && id != other)) return {};
    other = id;
    latest = &*deed;
  }
  if (latest == nullptr) return {};
  return {{other, {}, verb, verb, kCertainty}};
}

bool Deeds::at_odds(std::string_view a, std::string_view b) const {
  using enum model::ClaimType;
  return std::ranges::any_of(deeds_, [&](const Deed& deed) {
    const bool both = (deed.actor.id == a && deed.recipient.id == b) ||
                      (deed.actor.id == b && deed.recipient.id == a);
    return both && (deed.type == assault || deed.type == coerce || deed.type == mobilize ||
                    deed.type == threaten || deed.type == accuse || deed.type == sanction ||
                    (deed.type == tie && deed.sign == model::Sign::minus));
  });
}

Referents Deeds::main_pair(int noun) const {
  constexpr float kCertainty = 0.65f;
  struct Pair {
    std::string_view a, b;
    int times, latest;  // sentences
  };
  // How two stand is told by what they do together, else by what one does to the other.
  for (const bool together : {true, false}) {
    std::vector<Pair> pairs;
    for (const Deed& deed : deeds_) {
      const std::string_view a = std::min(deed.actor.id, deed.recipient.id),
                             b = std::max(deed.actor.id, deed.recipient.id);
      if (a == b || a == "UNK" || b == "UNK" || (together && !model::is_symmetric(deed.type)))
        continue;
      const auto known =
          std::ranges::find_if(pairs, [&](const Pair& p) { return p.a == a && p.b == b; });
      if (known == pairs.end())
        pairs.push_back({a, b, 1, deed.sentence});
      else if (known->latest != deed.sentence)
        ++known->times, known->latest = deed.sentence;
    }
    if (pairs.empty()) continue;
    std::ranges::stable_sort(pairs, [](const Pair& p, const Pair& q) {
      return std::pair(p.times, p.latest) > std::pair(q.times, q.latest);
    });
    const bool clear =
        pairs.size() == 1 || pairs[1].times < pairs[0].times || pairs[1].latest < pairs[0].latest;
    if (!clear) return {};
    return {{pairs[0].a, {}, noun, noun, kCertainty}, {pairs[0].b, {}, noun, noun, kCertainty}};
  }
  return {};
}

bool Deeds::in_passing(std::string_view a, std::string_view b) const {
  int once = -1;
  for (const Deed& deed : deeds_) {
    const bool theirs = (deed.actor.id == a && deed.recipient.id == b) ||
                        (deed.actor.id == b && deed.recipient.id == a);
    if (!theirs || deed.sentence == once) continue;
    if (once >= 0 || deed.sentence + 1 >= sentence_) return false;
    once = deed.sentence;
  }
  return true;
}

Referents Deeds::partner(std::string_view id, int noun) const {
  constexpr float kCertainty = 0.6f;
  std::vector<std::pair<std::string_view, int>> times;
  for (const Deed& deed : deeds_) {
    if (deed.actor.id != id && deed.recipient.id != id) continue;
    const std::string_view other = deed.actor.id == id ? deed.recipient.id : deed.actor.id;
    const auto known = std::ranges::find(times, other, &std::pair<std::string_view, int>::first);
    if (known == times.end())
      times.emplace_back(other, 1);
    else
      ++known->second;
  }
  std::ranges::stable_sort(times, std::greater{}, &std::pair<std::string_view, int>::second);
  if (times.empty() || (times.size() > 1 && times[0].second == times[1].second)) return {};
  return {{times[0].first, {}, noun, noun, kCertainty}};
}

}  // namespace entente::reading
