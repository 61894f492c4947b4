#include "entente/record/reviews.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "entente/base/hash.h"

namespace entente::record {
namespace {

const std::string kText = "Kenya praised Uganda. Kenya then accused Uganda of théft. That was all.";

model::Span find(std::string_view words, std::size_t from = 0) {
  const auto at = kText.find(words, from);
  return {std::uint32_t(at), std::uint32_t(at + words.size())};
}

model::Claim claim(std::string_view trigger, model::ClaimType type, std::string_view sentence) {
  model::Claim claim;
  claim.sentence = find(sentence);
  claim.actor = {"KEN", "", find("Kenya", claim.sentence.begin)};
  claim.recipient = {"UGA", "", find("Uganda", claim.sentence.begin)};
  claim.type = type;
  claim.claimant = {"author", "", {}};
  claim.trigger = find(trigger);
  claim.confidence = 0.6f;
  claim.pattern = "triggers.tsv:1";
  return claim;
}

model::Claim praise() {
  return claim("praised", model::ClaimType::support, "Kenya praised Uganda.");
}
model::Claim accusation() {
  return claim("accused", model::ClaimType::accuse, "Kenya then accused Uganda of théft.");
}

Entry entry(const std::vector<model::Claim>& claims, int version) {
  Entry entry;
  entry.document.id = "a.txt";
  entry.document.text = kText;
  entry.document.hash = base::content_hash(kText);
  entry.claims = quoted(entry.document, claims, version);
  entry.sentences = 3;
  entry.reader_version = version;
  return entry;
}

/// A record of one document with two claims, in a folder that goes away.
class Reviews : public testing::Test {
 protected:
  Reviews() : folder_(make_folder()), record_(open()) { read({praise(), accusation()}, 1); }
  ~Reviews() override { std::filesystem::remove_all(folder_); }

  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "reviews_test_XXXXXX").string();
    return ::mkdtemp(name.data());
  }
  Record open() {
    auto record = Record::open(folder_ / "r.duckdb", Access::write);
    if (!record) throw std::runtime_error(record.error().message());  // ends the test
    return std::move(*record);
  }
  void read(const std::vector<model::Claim>& claims, int version) {
    const Entry one = entry(claims, version);
    const auto added = record_.add({&one, 1});
    ASSERT_TRUE(added) << added.error().message();
  }
  std::vector<QuotedClaim> claims() {
    std::vector<QuotedClaim> all;
    EXPECT_TRUE(record_.each_claim({.order = ClaimFilter::Order::document},
                                   [&](const QuotedClaim& c) { all.push_back(c); }));
    return all;
  }
  /// "SUPPORT 0.60, ACCUSE 0.60": what the record says now.
  std::string now() {
    std::string all;
    for (const QuotedClaim& c : claims())
      all += fmt::format("{}{} {:.2f}", all.empty() ? "" : ", ", model::name(c.type), c.confidence);
    return all;
  }
  std::filesystem::path folder_;
  Record record_;
  const Reviewer by_{"desk 3", "checked"};
};

TEST_F(Reviews, AcceptRejectAndUndo) {
  const std::string praised = claims()[0].id, accused = claims()[1].id;
  EXPECT_EQ(accept(record_, praised, by_).value(), 1);
  EXPECT_EQ(reject(record_, accused, by_).value(), 2);
  EXPECT_EQ(now(), "SUPPORT 1.00");
  ASSERT_TRUE(undo(record_, 2, {"desk 4", ""}));
  EXPECT_EQ(now(), "SUPPORT 1.00, ACCUSE 0.60");
  ASSERT_TRUE(undo(record_, 1, by_));
  EXPECT_EQ(now(), "SUPPORT 0.60, ACCUSE 0.60");
  EXPECT_FALSE(undo(record_, 1, by_));  // undone already
  EXPECT_FALSE(undo(record_, 9, by_));  // never made
  EXPECT_FALSE(accept(record_, "0123456789abcdef", by_));
}

TEST_F(Reviews, TheTrailSaysWhoAndWhat) {
  const std::string accused = claims()[1].id;
  ASSERT_TRUE(reject(record_, accused, by_));
  ASSERT_TRUE(undo(record_, 1, {"desk 4", ""}));
  const auto trail = reviews_of_claim(record_, accused).value();
  ASSERT_EQ(trail.size(), 1u);
  EXPECT_EQ(trail[0].verdict, Verdict::rejected);
  EXPECT_EQ(trail[0].reviewer, "desk 3");
  EXPECT_EQ(trail[0].note, "checked");
  EXPECT_EQ(trail[0].undone_by, "desk 4");
  EXPECT_EQ(trail[0].at.size(), 19u);
  ASSERT_TRUE(trail[0].before);
  EXPECT_EQ(trail[0].before->trigger.text, "accused");
  EXPECT_FALSE(trail[0].after);
  EXPECT_EQ(reviews_of_document(record_, base::content_hash(kText)).value().size(), 1u);
  EXPECT_TRUE(reviews_of_document(record_, "another").value().empty());
}

TEST_F(Reviews, ACorrectionTakesItsWordsFromTheDocument) {
  QuotedClaim after = claims()[1];
  after.type = model::ClaimType::threaten;
  after.trigger = {"", after.trigger.start, after.sentence.end - 1};
  ASSERT_TRUE(correct(record_, claims()[1].id, after, by_));
  EXPECT_EQ(now(), "SUPPORT 0.60, THREATEN 1.00");
  EXPECT_EQ(claims()[1].trigger.text, "accused Uganda of théft");
  EXPECT_EQ(claims()[1].review, 1);
  after.type = model::ClaimType::reject;
  ASSERT_TRUE(correct(record_, claims()[1].id, after, by_));
  EXPECT_FALSE(undo(record_, 1, by_));  // the second rests on it
  ASSERT_TRUE(undo(record_, 2, by_));
  ASSERT_TRUE(undo(record_, 1, by_));
  EXPECT_EQ(now(), "SUPPORT 0.60, ACCUSE 0.60");
}

TEST_F(Reviews, WrongCorrectionsChangeNothing) {
  const auto refused = [&](auto change) {
    QuotedClaim after = claims()[1];
    change(after);
    return !correct(record_, claims()[1].id, after, by_);
  };
  EXPECT_TRUE(refused([](QuotedClaim& c) { c.trigger = {"", 60, 1000}; }));
  EXPECT_TRUE(refused([](QuotedClaim& c) { c.trigger = {"", -3, 2}; }));
  EXPECT_TRUE(refused([](QuotedClaim& c) { c.trigger = {"", 0, 5}; }));  // another sentence
  EXPECT_TRUE(refused([](QuotedClaim& c) { c.actor.id.clear(); }));
  EXPECT_TRUE(refused([](QuotedClaim& c) { c.type = model::ClaimType::tie; }));  // without a sign
  EXPECT_EQ(now(), "SUPPORT 0.60, ACCUSE 0.60");
  EXPECT_TRUE(reviews_of_claim(record_, "").value().empty());
}

TEST_F(Reviews, AMissedClaimIsAdded) {
  QuotedClaim missed = claims()[0];
  missed.type = model::ClaimType::tie;
  missed.sign = model::Sign::plus;
  missed.trend = model::Trend::standing;
  ASSERT_TRUE(add_missed(record_, missed, by_));
  EXPECT_EQ(now(), "SUPPORT 0.60, ACCUSE 0.60, TIE 1.00");
  ASSERT_TRUE(undo(record_, 1, by_));
  EXPECT_EQ(now(), "SUPPORT 0.60, ACCUSE 0.60");
}

TEST_F(Reviews, SurviveAReReadByANewerReader) {
  QuotedClaim after = claims()[1];
  after.type = model::ClaimType::threaten;
  ASSERT_TRUE(accept(record_, claims()[0].id, by_));
  ASSERT_TRUE(correct(record_, claims()[1].id, after, by_));
  model::Claim otherwise = accusation();  // the same deed, read with another layer
  otherwise.layer = model::Layer::economic;
  read({otherwise}, 2);  // … and the praise is not read any more
  EXPECT_EQ(now(), "SUPPORT 1.00, THREATEN 1.00");
  ASSERT_TRUE(undo(record_, 2, by_));  // what the newer reader says comes back
  EXPECT_EQ(now(), "SUPPORT 1.00, ACCUSE 0.60");
  EXPECT_EQ(claims()[1].layer, model::Layer::economic);
  ASSERT_TRUE(undo(record_, 1, by_));
  EXPECT_EQ(now(), "ACCUSE 0.60");
}

TEST_F(Reviews, ARejectedClaimStaysAwayWhenTheDocumentIsReadAgain) {
  ASSERT_TRUE(reject(record_, claims()[0].id, by_));
  read({praise(), accusation()}, 2);
  EXPECT_EQ(now(), "ACCUSE 0.60");
}

}  // namespace
}  // namespace entente::record
