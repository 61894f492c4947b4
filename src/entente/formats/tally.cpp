#include "entente/formats/tally.h"

#include <algorithm>

namespace entente::formats {

void Tally::add(Outcome outcome, std::int64_t line, std::string_view text) {
  ++rows;
  if (outcome.fate == Fate::taken) {
    ++taken;
    return;
  }
  const auto found = reasons.find(outcome.reason);
  found == reasons.end() ? reasons[std::string(outcome.reason)] = 1 : ++found->second;
  if (outcome.fate == Fate::left_out) {
    ++left_out;
    return;
  }
  ++malformed;
  if (rejects.size() < kShown)
    rejects.push_back({line, std::string(outcome.reason), std::string(text)});
}

void Tally::add(const Tally& other) {
  rows += other.rows;
  taken += other.taken;
  left_out += other.left_out;
  malformed += other.malformed;
  claims += other.claims;
  mentions += other.mentions;
  measures += other.measures;
  latin1 += other.latin1;
  for (const auto& [reason, count] : other.reasons) reasons[reason] += count;
  for (const auto& [name, count] : other.unknown) unknown[name] += count;
  rejects.insert(rejects.end(), other.rejects.begin(), other.rejects.end());
  std::ranges::sort(rejects, {}, &Reject::line);
  if (rejects.size() > kShown) rejects.resize(kShown);
}

}  // namespace entente::formats
