#pragma once

#include <string>
#include <string_view>

namespace entente::base {

/// A JSON string, quotes included; "null" for no text with `json_text_or_null`.
std::string json_text(std::string_view text);
std::string json_text_or_null(std::string_view text);

}  // namespace entente::base
