#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/formats/input.h"

namespace entente::formats {

/// A signed network as a list of its ties: what a file says, with nothing summed or left out.
///
/// Weights are exact: a weight of w stands for w / 10^decimals of the file's unit, where `decimals`
/// is as many as the file's numbers have, 9 at most; what goes beyond is rounded.
struct TieList {
  struct Tie {
    std::int32_t a, b;  ///< into names
    std::int64_t weight;
  };
  std::vector<std::string> names;  ///< in the order in which the file brings them up
  std::vector<Tie> ties;           ///< in the order of the file
  int decimals = 0;
};

/// Reads comma-separated `from,to,sign` or `from,to,weight` (also `source,target`): columns in any
/// order where there is a header, those three where the first line is a tie already. A sign is `+`,
/// `-` or a number. An error has the line that it is about.
base::Result<TieList> read_ties(Input& input);
/// The same from a file, plain or in gzip; "-" is standard input.
base::Result<TieList> read_ties(const std::string& path);

}  // namespace entente::formats
