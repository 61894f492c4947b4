#include "entente/cli/shard.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace entente::cli {

namespace {

constexpr std::uint64_t kMost = 1'000'000;  // parts

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : number(value);
}

}  // namespace

base::Result<Shard> parse_shard(const std::string& text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const bool from_parallel = slash == 0 && !text.empty();
  const std::uint64_t n = number(text.substr(std::min(slash + 1, text.size()))).value_or(0);
  const std::uint64_t k =
      (from_parallel ? variable("PARALLEL_SEQ") : number(text.substr(0, slash))).value_or(0);
  if (from_parallel && k == 0)
    return base::fail("the environment has no PARALLEL_SEQ", "--shard " + text,
                      "under GNU parallel it has; else give K/N");
  if (k < 1 || k > n || n > kMost)
    return base::fail(fmt::format("'{}' is no part", text), "--shard",
                      "give K/N, such as 2/7: K from 1 to N");
  return Shard{k, n};
}

std::optional<Shard> shard_from_environment() {
  const auto from = [](const char* index, const char* count,
                       const char* first) -> std::optional<Shard> {
    const auto k = variable(index), n = variable(count);
    const auto lowest = first == nullptr ? std::uint64_t(0) : variable(first).value_or(0);
    if (!k || !n || *n < 2 || *n > kMost || *k < lowest || *k - lowest >= *n) return std::nullopt;
    return Shard{*k - lowest + 1, *n};
  };
  if (auto shard = from("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"))
    return shard;
  if (auto shard = from("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", nullptr)) return shard;
  if (auto shard = from("PMI_RANK", "PMI_SIZE", nullptr)) return shard;
  return from("SLURM_PROCID", "SLURM_NTASKS", nullptr);
}

}  // namespace entente::cli
