#pragma once

#include <filesystem>

#include "entente/base/result.h"
#include "entente/scenario/scenario.h"

namespace entente::scenario {

/// A cross-impact system (.scw) as a scenario: every descriptor is a slot that starts anywhere,
/// every impact an influence, all move together with infinite beta. What paths end in is then where
/// global succession leads, as often as the weights of succession.h say; a finite beta adds chance.
base::Result<Scenario> load_cross_impact(const std::filesystem::path& file);

}  // namespace entente::scenario
