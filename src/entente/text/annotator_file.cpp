#include "entente/text/annotator_file.h"

#include <xxhash.h>

#include <cstddef>
#include <cstring>

namespace entente::text {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kHashed = offsetof(ModelHeader, parts);

}  // namespace

std::string model_file(const std::array<std::string_view, kParts>& parts) {
  ModelHeader header;
  std::string file(sizeof header, '\0');
  for (int i = 0; i < kParts; ++i) {
    file.resize((file.size() + kAlignment - 1) / kAlignment * kAlignment);
    header.parts[i] = {file.size(), parts[i].size()};
    file += parts[i];
  }
  std::memcpy(file.data(), &header, sizeof header);
  header.hash = XXH3_64bits(file.data() + kHashed, file.size() - kHashed);
  std::memcpy(file.data(), &header, sizeof header);
  return file;
}

base::Result<std::array<std::string_view, kParts>> model_parts(std::string_view file,
                                                               const std::string& where) {
  const std::string advice = "rebuild it as models/README.md says";
  ModelHeader header;
  const auto magic = header.magic;
  if (file.size() < sizeof header) return base::fail("too short for a model file", where, advice);
  std::memcpy(&header, file.data(), sizeof header);
  if (header.magic != magic) {
    return base::fail("not a model file of this version of entente", where, advice);
  }
  if (header.hash != XXH3_64bits(file.data() + kHashed, file.size() - kHashed)) {
    return base::fail("the model file is damaged or truncated", where, advice);
  }
  std::array<std::string_view, kParts> parts;
  for (int i = 0; i < kParts; ++i) {
    const auto [begin, size] = header.parts[i];
    if (begin > file.size() || size > file.size() - begin || begin % kAlignment != 0) {
      return base::fail("the model file is damaged", where, advice);
    }
    parts[i] = file.substr(begin, size);
  }
  return parts;
}

}  // namespace entente::text
