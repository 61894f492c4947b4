#include "entente/alignment/voices.h"

#include <algorithm>
#include <map>

namespace entente::alignment {

namespace {

constexpr double kNever = 1e9;  // days: nothing is forgotten

Voice voice(const Observed& observed, Parameters parameters, std::size_t pair, std::uint32_t name,
            const std::vector<Observation>& heard, base::Date to) {
  parameters.reversion = kNever;
  const std::vector<Day> days = fold(heard);
  const PairData data{days, observed.series[pair].steps};
  return {name, standing(data, parameters, to), heard.size()};
}

template <class Visit>
void each_in(const Observed& observed, std::size_t pair, base::Date from, base::Date to,
             const Visit& visit) {
  for (std::size_t i = observed.claim_begin[pair]; i < observed.claim_begin[pair + 1]; ++i)
    if (from.days <= observed.observations[i].day && observed.observations[i].day <= to.days)
      visit(i);
}

}  // namespace

std::vector<Voice> voices(const Observed& observed, const Parameters& parameters, std::size_t pair,
                          VoiceOf of, base::Date from, base::Date to) {
  std::map<std::uint32_t, std::vector<Observation>> heard;
  each_in(observed, pair, from, to, [&](std::size_t i) {
    const ObservedClaim& claim = observed.claims[i];
    heard[of == VoiceOf::claimant ? claim.claimant : claim.source].push_back(
        observed.observations[i]);
  });
  std::vector<Voice> voices;
  for (const auto& [name, observations] : heard)
    voices.push_back(voice(observed, parameters, pair, name, observations, to));
  std::stable_sort(voices.begin(), voices.end(), [&](const Voice& a, const Voice& b) {
    if (a.claims != b.claims) return a.claims > b.claims;
    return observed.names[a.name] < observed.names[b.name];
  });
  return voices;
}

Voice all_voices(const Observed& observed, const Parameters& parameters, std::size_t pair,
                 base::Date from, base::Date to) {
  std::vector<Observation> heard;
  each_in(observed, pair, from, to,
          [&](std::size_t i) { heard.push_back(observed.observations[i]); });
  return voice(observed, parameters, pair, 0, heard, to);
}

}  // namespace entente::alignment
