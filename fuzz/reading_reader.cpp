// Any text, read whole: claims quote the text, and lie in it.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "entente/base/utf8.h"
#include "entente/reading/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente;
  static const reading::Reader reader = [] {
    auto loaded = reading::Reader::load(ENTENTE_SOURCE_DIR);
    if (!loaded) std::abort();
    return std::move(*loaded);
  }();
  model::Document document;
  document.text.assign(reinterpret_cast<const char*>(data), size);
  if (base::first_invalid_utf8(document.text)) return 0;
  document.date = base::Date::from_civil(2020, 5, 5);
  const reading::Reading reading = reader.read(document);
  for (const model::Claim& claim : reading.claims)
    for (const model::Span span : {claim.sentence, claim.actor.mention, claim.recipient.mention,
                                   claim.claimant.mention, claim.trigger, claim.date_mention})
      if (span.begin > span.end || span.end > document.text.size()) std::abort();
  return 0;
}
