#include "entente/reading/claim_network.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "entente/reading/possible_claims.h"
#include "entente/reading/reader.h"

namespace entente::reading {
namespace {

const std::filesystem::path kShipped = ENTENTE_SOURCE_DIR "/models/claims.network";

/// What `open` says of a file of these bytes; "" if it takes them.
std::string fault(const std::string& bytes) {
  std::string path =
      (std::filesystem::temp_directory_path() / "claim_network_test_XXXXXX").string();
  close(mkstemp(path.data()));
  std::ofstream(path, std::ios::binary) << bytes;
  const auto network = ClaimNetwork::open(path);
  std::filesystem::remove(path);
  if (network) return "";
  EXPECT_EQ(network.error().where, path);
  EXPECT_NE(network.error().advice, "");
  return network.error().what;
}

std::vector<PossibleClaims> possible_claims(std::string text) {
  static const auto reader = Reader::load(ENTENTE_SOURCE_DIR);
  EXPECT_TRUE(reader);
  model::Document document;
  document.text = std::move(text);
  return reader->possible_claims(document);
}

TEST(ClaimNetwork, RefusesWhatIsNoNetworkOfThisVersion) {
  std::ifstream in(kShipped, std::ios::binary);
  const std::string shipped{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(fault(shipped), "");
  EXPECT_EQ(fault(""), "not of the size of this version's network");
  EXPECT_EQ(fault(shipped.substr(1)), "not of the size of this version's network");
  std::string other = shipped;
  other[7] = '\7';
  EXPECT_EQ(fault(other), "not a network of this version of entente");
  std::string damaged = shipped;
  damaged[damaged.size() / 2] ^= 1;
  EXPECT_EQ(fault(damaged), "the network is damaged");
}

TEST(ClaimNetwork, TellsWhoActsAndWhat) {
  const auto network = ClaimNetwork::open(kShipped);
  ASSERT_TRUE(network) << network.error().message();
  const auto sentences = possible_claims("Algeria strongly condemned Morocco on Monday.");
  ASSERT_EQ(sentences.size(), 1U);
  const PossibleClaims& sentence = sentences.front();
  const auto scores = network->scores(sentence.view, sentence.states);
  ASSERT_EQ(scores.size(), sentence.groups.size());
  const auto accuses = static_cast<std::size_t>(model::ClaimType::accuse);
  const auto assaults = static_cast<std::size_t>(model::ClaimType::assault);
  for (std::size_t g = 0; g < scores.size(); ++g) {
    if (sentence.groups[g].first.id != "DZA") continue;
    const auto turned = std::size_t(sentence.view.groups[g].turned);
    EXPECT_GT(scores[g][accuses], scores[g][assaults]);
    EXPECT_GT(scores[g][accuses], scores[turned][accuses]);
    // What is mutual is as likely either way.
    EXPECT_EQ(scores[g][0], scores[turned][0]);
  }
}

TEST(ClaimNetwork, OfNobodySaysNothing) {
  const auto network = ClaimNetwork::open(kShipped);
  ASSERT_TRUE(network) << network.error().message();
  ClaimView view;
  view.words = 2;
  view.marks = {0, 0};
  view.triggers = {0, 0};
  view.groups.resize(1);
  const std::vector<text::Activation> states(2 * text::kTokenStates);
  const auto scores = network->scores(view, states);
  ASSERT_EQ(scores.size(), 1U);
  EXPECT_TRUE(std::isnan(scores.front()[0]));
}

TEST(ClaimView, StaysWithinTheNumbersThatTheNetworkHas) {
  const auto sentences = possible_claims(
      "Chad, which borders Sudan, fears that the army it accuses of sheltering rebels will attack "
      "again, its minister told France, Mali and the African Union. They and the two neighbours "
      "have agreed with Niger, Libya, Egypt, Kenya, Uganda, Rwanda, Burundi, Tanzania, Zambia, "
      "Malawi, Angola, Namibia, Botswana, Gabon, Cameroon and Nigeria to help it.");
  ASSERT_EQ(sentences.size(), 2U);
  for (const PossibleClaims& sentence : sentences) {
    const ClaimView& view = sentence.view;
    ASSERT_FALSE(view.pairs.empty());
    ASSERT_EQ(view.marks.size(), std::size_t(view.words));
    ASSERT_EQ(view.roles.size(), view.pairs.size() * view.marks.size());
    ASSERT_EQ(sentence.states.size(), view.marks.size() * text::kTokenStates);
    for (const std::uint8_t mark : view.marks) EXPECT_LT(mark, kWordMarks);
    for (const std::uint8_t role : view.roles) EXPECT_LT(role, kWordRoles);
    for (const ClaimView::Pair& pair : view.pairs)
      for (std::size_t f = 0; f < pair.features.size(); ++f)
        EXPECT_LT(pair.features[f], kPairFeatureSizes[f]) << f;
    for (std::size_t g = 0; g < view.groups.size(); ++g) {
      const auto turned = std::size_t(view.groups[g].turned);
      ASSERT_LT(turned, view.groups.size());
      EXPECT_EQ(std::size_t(view.groups[turned].turned), g);
    }
    for (const PossibleClaims::One& one : sentence.claims) {
      EXPECT_LT(one.group, std::ssize(view.groups));
      EXPECT_LT(one.type, kNetworkTypes);
    }
  }
}

}  // namespace
}  // namespace entente::reading
