#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "entente/base/result.h"

namespace entente::cli {

/// Part `k` of `n` of a job that several processes share, from 1.
struct Shard {
  std::uint64_t k = 1, n = 1;
};

/// "2/7"; or "/7", of which GNU parallel's PARALLEL_SEQ says the part. An error names what is
/// wrong.
base::Result<Shard> parse_shard(const std::string& text);

/// What a Slurm array job, srun or mpirun (Open MPI, MPICH, Intel MPI) says of this process.
/// Nothing when there is no such environment, or it has one process only.
std::optional<Shard> shard_from_environment();

}  // namespace entente::cli
