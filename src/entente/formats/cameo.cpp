#include "entente/formats/cameo.h"

#include <fmt/format.h>

#include "entente/base/tsv.h"
#include "entente/formats/cells.h"

namespace entente::formats {

using base::fail;
using base::Result;

std::size_t Cameo::place(std::string_view code) {
  if (code.empty() || code.size() > 4) return kNone;
  constexpr std::array<std::size_t, 5> kFirst{0, 1, 11, 111, 1111};  // by number of digits
  std::size_t number = 0;
  for (const char c : code) {
    if (c < '0' || c > '9') return kNone;
    number = number * 10 + std::size_t(c - '0');
  }
  return kFirst[code.size()] + number;
}

Result<Cameo> Cameo::load(const std::filesystem::path& knowledge) {
  Cameo cameo;
  const auto path = knowledge / "cameo.tsv";
  auto read = base::read_tsv(path, [&](const base::TsvRow& row) -> Result<void> {
    CameoCode code{std::string(row["code"]), {}, {}, std::string(row["mode"]), {}};
    const auto names = base::split_list(row["names"]);
    const std::size_t at = place(code.code);
    if (at == kNone || names.empty() || cameo.by_place_[at] != 0)
      return fail("a code of one to four digits, once, and its label were expected", row.where());
    code.name = names.front();
    if (!row["type"].empty()) {
      code.type = model::claim_type_from_name(row["type"]);
      if (!code.type) return fail(fmt::format("no type is called '{}'", row["type"]), row.where());
    }
    const auto layer = model::layer_from_name(row["layer"]);
    if (!layer) return fail(fmt::format("no layer is called '{}'", row["layer"]), row.where());
    code.layer = *layer;
    const auto number = static_cast<std::uint16_t>(cameo.codes_.size());
    cameo.by_place_[at] = number;
    for (const std::string_view name : names) cameo.by_name_[plain_words(name)] = number;
    for (const std::string_view back : base::split_list(row["back"]))
      if (!cameo.back_.emplace(back, number).second)
        return fail(fmt::format("{} goes out as two codes", back), row.where());
    cameo.codes_.push_back(std::move(code));
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  if (auto checked = cameo.check(); !checked) {
    checked.error().where = path.string();
    return tl::unexpected(checked.error());
  }
  return cameo;
}

/// Every type of event has a code to go out as.
Result<void> Cameo::check() const {
  for (int i = 0; i < model::kClaimTypes; ++i) {
    const auto type = model::ClaimType(i);
    if (type != model::ClaimType::tie && !back_.contains(model::name(type)))
      return fail(fmt::format("{} has no code under 'back'", model::name(type)));
  }
  return {};
}

const CameoCode* Cameo::of_code(std::string_view code) const {
  const std::uint16_t number = by_place_[place(code)];
  return number == 0 ? nullptr : &codes_[number];
}

const CameoCode* Cameo::of_name(std::string_view name) const {
  const auto found = by_name_.find(plain_words(name));
  return found == by_name_.end() ? nullptr : &codes_[found->second];
}

const CameoCode& Cameo::code_of(model::ClaimType type, std::string_view mode) const {
  auto found = back_.find(fmt::format("{}/{}", model::name(type), mode));
  if (found == back_.end()) found = back_.find(model::name(type));
  return codes_[found == back_.end() ? 0 : found->second];
}

}  // namespace entente::formats
