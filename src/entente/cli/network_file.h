#pragma once

#include <string>

#include "entente/alignment/signed_network.h"
#include "entente/base/result.h"

namespace entente::cli {

/// The signed network of a file of ties (formats/tie_list.h).
base::Result<alignment::SignedNetwork> read_network(const std::string& path);

}  // namespace entente::cli
