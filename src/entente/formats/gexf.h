#pragma once

#include "entente/formats/network.h"
#include "entente/formats/write.h"

namespace entente::formats {

/// The network as dynamic GEXF 1.3 (gexf.net): what it is over the whole period as attributes, and
/// what it is by day, month or year as spells and dynamic attributes.
void write_gexf(const Network& network, Step step, const Write& write);

}  // namespace entente::formats
