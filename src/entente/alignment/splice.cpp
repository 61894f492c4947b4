#include "entente/alignment/splice.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace entente::alignment {

namespace {

/// Puts `now` in the place of elements [begin, end) of a list whose parts begin at `begins[i]`, and
/// moves the later beginnings along. Part `at` is the one replaced.
template <class T>
void replace(std::vector<T>& list, std::vector<std::size_t>& begins, std::size_t at,
             const std::vector<T>& now) {
  const std::size_t begin = begins[at], end = begins[at + 1], was = end - begin;
  const std::size_t common = std::min(was, now.size());
  std::copy_n(now.begin(), common, list.begin() + std::ptrdiff_t(begin));
  const auto behind = list.begin() + std::ptrdiff_t(begin + common);
  if (now.size() > was)
    list.insert(behind, now.begin() + std::ptrdiff_t(common), now.end());
  else
    list.erase(behind, list.begin() + std::ptrdiff_t(end));
  for (std::size_t i = at + 1; i < begins.size(); ++i) begins[i] += now.size() - was;
}

/// The number of an actor, who comes in where there was none.
std::uint32_t seat(Observed& all, const std::string& id) {
  const auto place = std::ranges::lower_bound(all.actors, id);
  const auto number = std::uint32_t(place - all.actors.begin());
  if (place != all.actors.end() && *place == id) return number;
  all.actors.insert(place, id);
  for (Pair& pair : all.pairs) {
    pair.a += pair.a >= number;
    pair.b += pair.b >= number;
  }
  return number;
}

/// Takes an actor out of whom nothing is observed any more.
void leave(Observed& all, const std::string& id) {
  const auto place = std::ranges::lower_bound(all.actors, id);
  if (place == all.actors.end() || *place != id) return;
  const auto number = std::uint32_t(place - all.actors.begin());
  for (const Pair& pair : all.pairs)
    if (pair.a == number || pair.b == number) return;
  all.actors.erase(place);
  for (Pair& pair : all.pairs) {
    pair.a -= pair.a > number;
    pair.b -= pair.b > number;
  }
}

/// The lists that have a part for each pair, by where its part begins.
template <class Visit>
void each_begin(Observed& all, Visit visit) {
  for (auto* begins :
       {&all.claim_begin, &all.measured_begin, &all.series.day_begin, &all.series.step_begin})
    visit(*begins);
}

/// The index of a pair of actors; with no claims yet where there was none.
std::size_t place_of(Observed& all, Pair pair) {
  const auto place = std::ranges::lower_bound(all.pairs, pair);
  const auto at = place - all.pairs.begin();
  if (place == all.pairs.end() || *place != pair) {
    all.pairs.insert(place, pair);
    each_begin(all, [at](auto& begins) {
      const std::size_t here = begins[std::size_t(at)];  // inserting may move it
      begins.insert(begins.begin() + at, here);
    });
  }
  return std::size_t(at);
}

/// `names` of one, as numbers in `all`.
std::vector<std::uint32_t> numbers_in(Observed& all, const std::vector<std::string>& names) {
  std::unordered_map<std::string, std::uint32_t> known;
  for (std::uint32_t i = 0; i < all.names.size(); ++i) known.emplace(all.names[i], i);
  std::vector<std::uint32_t> numbers;
  for (const std::string& name : names) {
    const auto [found, is_new] = known.emplace(name, std::uint32_t(all.names.size()));
    if (is_new) all.names.push_back(name);
    numbers.push_back(found->second);
  }
  return numbers;
}

}  // namespace

void splice(Observed& all, const Observed& now, const std::string& a, const std::string& b) {
  const std::string &first = std::min(a, b), &second = std::max(a, b);
  if (now.pairs.empty() && !all.find(first, second)) return;
  seat(all, first);
  const std::uint32_t to = seat(all, second);
  const std::size_t at = place_of(all, {seat(all, first), to});
  const std::vector<std::uint32_t> numbers = numbers_in(all, now.names);
  std::vector<ObservedClaim> claims = now.claims;
  for (ObservedClaim& claim : claims) {
    claim.claimant = numbers[claim.claimant];
    claim.source = numbers[claim.source];
  }
  std::vector<Measured> measured = now.measured;
  for (Measured& one : measured) one.kind = numbers[one.kind];
  std::vector<std::size_t> same = all.claim_begin;  // `observations` has it too
  replace(all.claims, same, at, claims);
  replace(all.observations, all.claim_begin, at, now.observations);
  replace(all.measured, all.measured_begin, at, measured);
  replace(all.series.days, all.series.day_begin, at, now.series.days);
  replace(all.series.steps, all.series.step_begin, at, now.series.steps);
  if (!now.pairs.empty()) return;
  all.pairs.erase(all.pairs.begin() + std::ptrdiff_t(at));
  each_begin(all, [&](auto& begins) { begins.erase(begins.begin() + std::ptrdiff_t(at)); });
  leave(all, first);
  leave(all, second);
}

}  // namespace entente::alignment
