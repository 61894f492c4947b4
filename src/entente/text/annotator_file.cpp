#include "entente/text/annotator_file.h"

#include <xxhash.h>

#include <cstddef>
#include <cstring>

namespace entente::text {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kHashed = offsetof(ModelHeader, parts);

std::uint64_t hash_of_rest(std::string_view file) {
  return XXH3_64bits(file.data() + kHashed, file.size() - kHashed);
}

}  // namespace

std::string model_file(const Parts& parts) {
  ModelHeader header;
  std::string file(sizeof header, '\0');
  for (int i = 0; i < kParts; ++i) {
    file.resize((file.size() + kAlignment - 1) / kAlignment * kAlignment);
    header.parts[i] = {file.size(), parts[i].size()};
    file += parts[i];
  }
  std::memcpy(file.data(), &header, sizeof header);
  header.hash = hash_of_rest(file);
  std::memcpy(file.data(), &header, sizeof header);
  return file;
}

base::Result<Parts> model_parts(std::string_view file, const std::string& where) {
  const std::string advice = "rebuild it as models/README.md says";
  if (file.size() < sizeof(ModelHeader)) {
    return base::fail("too short for a model file", where, advice);
  }
  ModelHeader header;
  std::memcpy(&header, file.data(), sizeof header);
  if (header.magic != ModelHeader::kMagic) {
    return base::fail("not a model file of this version of entente", where, advice);
  }
  const auto damaged = [&] {
    return base::fail("the model file is damaged or cut short", where, advice);
  };
  if (header.hash != hash_of_rest(file)) return damaged();
  Parts parts;
  for (int i = 0; i < kParts; ++i) {
    const auto [begin, size] = header.parts[i];
    if (begin % kAlignment != 0 || begin > file.size() || size > file.size() - begin) {
      return damaged();
    }
    parts[i] = file.substr(begin, size);
  }
  return parts;
}

}  // namespace entente::text
