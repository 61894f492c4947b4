#pragma once

#include <functional>
#include <string_view>

namespace entente::formats {

/// Takes what a format writes, piece by piece.
using Write = std::function<void(std::string_view)>;

}  // namespace entente::formats
