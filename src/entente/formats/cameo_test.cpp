#include "entente/formats/cameo.h"

#include <gtest/gtest.h>

namespace entente::formats {
namespace {

using model::ClaimType;
using model::Layer;

const Cameo& cameo() {
  static const auto loaded = Cameo::load(std::string(ENTENTE_SOURCE_DIR) + "/knowledge");
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

TEST(Cameo, ReadsCodes) {
  const CameoCode* visit = cameo().of_code("042");
  ASSERT_NE(visit, nullptr);
  EXPECT_EQ(visit->name, "make a visit");
  EXPECT_EQ(visit->type, ClaimType::consult);
  EXPECT_EQ(visit->mode, "visit");
  EXPECT_EQ(cameo().of_code("0231")->layer, Layer::economic);
  EXPECT_EQ(cameo().of_code("195")->type, ClaimType::assault);
  EXPECT_EQ(cameo().of_code("010")->type, std::nullopt);
}

TEST(Cameo, LeadingZerosCount) {
  EXPECT_EQ(cameo().of_code("42"), nullptr);
  EXPECT_NE(cameo().of_code("04"), cameo().of_code("040"));
  for (const char* none : {"", "0", "999", "04a", "-42", "01234", "12345", "042 "})
    EXPECT_EQ(cameo().of_code(none), nullptr) << none;
}

TEST(Cameo, ReadsLabelsAsDistributed) {
  for (const char* name :
       {"Make statement", "Make_statement", "Threaten_non-force", "threaten_non_force",
        "Conduct suicide, car, or other non-military bombing",
        "Appeal_for_diplomatic_cooperation_(such_as_policy_support)"})
    EXPECT_NE(cameo().of_name(name), nullptr) << name;
  EXPECT_EQ(cameo().of_name("Host a visit")->code, "043");
  EXPECT_EQ(cameo().of_name("Consult")->code, "040");  // not the root
  EXPECT_EQ(cameo().of_name("Make a visi"), nullptr);
}

TEST(Cameo, EveryTypeGoesOutAsACodeThatComesBackAsIt) {
  for (int i = 0; i < model::kClaimTypes - 1; ++i) {
    const auto type = ClaimType(i);
    EXPECT_EQ(cameo().code_of(type, "").type, type) << model::name(type);
    EXPECT_EQ(&cameo().code_of(type, "nonsense"), &cameo().code_of(type, ""));
  }
  EXPECT_EQ(cameo().code_of(ClaimType::consult, "visit").code, "042");
  for (const CameoCode& code : cameo().all()) {
    if (!code.type || code.mode.empty()) continue;
    EXPECT_EQ(cameo().code_of(*code.type, code.mode).type, code.type) << code.code;
  }
}

TEST(Cameo, EveryRootAndResidualIsThere) {
  for (int root = 1; root <= 20; ++root) {
    const std::string code = (root < 10 ? "0" : "") + std::to_string(root);
    EXPECT_NE(cameo().of_code(code), nullptr) << code;
    EXPECT_NE(cameo().of_code(code + "0"), nullptr) << code;
  }
  EXPECT_GE(cameo().all().size(), 310u);
}

}  // namespace
}  // namespace entente::formats
