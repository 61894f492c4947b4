#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include "entente/cli/context.h"

namespace entente::cli {

/// What is asked about the signed network of a file.
struct NetworkBlocsOptions {
  std::string file;
  int blocs = 2;  ///< 0: as many as it takes
  double seconds = std::numeric_limits<double>::infinity();
  std::size_t limit = 1;  ///< optimal partitions to list
};

/// Prints the blocs of a network that is read from a file.
base::Result<Exit> network_blocs(const NetworkBlocsOptions& options, Context& context);

}  // namespace entente::cli
