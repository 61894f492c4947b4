// Arbitrary bytes as a body: a body or an error with its place. In a small body one more yes never
// makes a motion fail.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "entente/scenario/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente::scenario;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto body = Body::parse(text, "fuzz.yaml", "/nowhere");
  if (!body) {
    if (body.error().where.empty()) std::abort();
    return 0;
  }
  const auto chamber = body->on(entente::base::Date::from_civil(2020, 1, 1));
  if (!chamber || chamber->members().size() > 100) return 0;
  std::vector<Vote> votes(chamber->members().size(), Vote::no);
  bool passed = chamber->passes(votes);
  for (Vote& vote : votes)
    for (const Vote better : {Vote::abstain, Vote::yes}) {
      vote = better;
      if (passed && !chamber->passes(votes)) std::abort();
      passed = chamber->passes(votes);
    }
  return 0;
}
