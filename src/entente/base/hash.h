#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace entente::base {

/// The 128-bit XXH3 hash of `bytes` as 32 hexadecimal digits: what a document is known by.
std::string content_hash(std::string_view bytes);

/// The 64-bit XXH3 hash of `bytes`, for tables.
std::uint64_t table_hash(std::string_view bytes);

}  // namespace entente::base
