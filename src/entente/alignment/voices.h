#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "entente/alignment/observations.h"
#include "entente/alignment/series.h"
#include "entente/base/date.h"

namespace entente::alignment {

/// What one claimant, or one source, says of a pair.
struct Voice {
  std::uint32_t name = 0;  ///< into Observed::names
  Standing standing;       ///< as if this voice's claims were all that is known
  std::size_t claims = 0;
};

enum class VoiceOf { claimant, source };

/// How a pair stands over a period on each one's word, most claims first: the level that, had it
/// been the same all along, the voice's claims of the period speak for (the model of series.h that
/// forgets nothing). The level of measures is that of the period's last day. Sources are told apart
/// only if the selection asked for them.
std::vector<Voice> voices(const Observed& observed, const Parameters& parameters, std::size_t pair,
                          VoiceOf of, base::Date from, base::Date to);

/// The same on everybody's word.
Voice all_voices(const Observed& observed, const Parameters& parameters, std::size_t pair,
                 base::Date from, base::Date to);

}  // namespace entente::alignment
