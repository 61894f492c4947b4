// Makes a record of generated claims, for measurements of what reads records
// (bench/serve_latency.py):
//
//     make_record RECORD [CLAIMS]      a million unless told otherwise, some 0.3 GB

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "../bench/generated_record.h"

int main(int count, char** words) try {
  if (count < 2 || std::filesystem::exists(words[1])) {
    std::fputs("usage: make_record RECORD [CLAIMS]; RECORD must not be there yet\n", stderr);
    return 2;
  }
  using entente::record::Record;
  const auto record = entente::bench::value(Record::open(words[1], entente::record::Access::write));
  entente::bench::fill(record, count > 2 ? std::atoll(words[2]) : 1'000'000);
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "make_record: %s\n", e.what());
  return 1;
}
