#pragma once

#include "entente/formats/network.h"
#include "entente/formats/write.h"

namespace entente::formats {

/// The network over its whole period as GraphML (graphml.graphdrawing.org), which knows no time.
void write_graphml(const Network& network, const Write& write);

}  // namespace entente::formats
