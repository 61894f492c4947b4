#include "entente/workbench/board.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <random>
#include <thread>

#include "entente/base/hash.h"
#include "entente/record/reviews.h"

/// What is kept is what would be worked out anew, whatever has happened to the record.
namespace entente::workbench {
namespace {

using base::Date;
using model::ClaimType;
using record::Entry;
using record::Events;
using record::QuotedClaim;

template <class T>
T value(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return std::move(*result);
}

/// Lines with everything that the board shows of a view; numbers to six digits.
std::vector<std::string> told(const Board::View& view) {
  const alignment::Observed& observed = view.standings.observed;
  std::vector<std::string> lines{fmt::format("{} to {}", view.first.iso(), view.last.iso())};
  const auto standings = view.standings.at(view.last);
  const auto name = [&](std::size_t pair) {
    return observed.actors[observed.pairs[pair].a] + " " + observed.actors[observed.pairs[pair].b];
  };
  for (std::size_t i = 0; i < observed.pairs.size(); ++i)
    lines.push_back(fmt::format("{}: {:.6f} {:.6f}, {} claims, {} days", name(i), standings[i].mean,
                                standings[i].variance, observed.claims_of(i),
                                observed.series[i].days.size()));
  for (const alignment::TurningPoint& point : view.turning_points.points)
    lines.push_back(fmt::format("{} turned {} by {:.6f} ({:.6f}), {} days carry it",
                                name(point.pair), point.date.iso(), point.size, point.probability,
                                point.evidence.size()));
  lines.push_back(fmt::format("{} tests", view.turning_points.tests));
  return lines;
}

std::vector<std::string> told(const Events& events) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const record::Event event = events.at(i);
    lines.push_back(fmt::format("{} {} {} {}: {} ({} sources) against {} ({})", event.id,
                                model::name(event.type), event.actor.id, event.recipient.id,
                                event.reports.claims.size(), event.reports.sources,
                                event.denials.claims.size(), event.denials.sources));
  }
  return lines;
}

/// A page that is open on a record while analysts review and documents come in.
class OpenPage : public testing::Test {
 protected:
  OpenPage() {
    std::string name = (std::filesystem::temp_directory_path() / "board_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    desk_ = value(Desk::open(folder_ / "record.duckdb", ENTENTE_SOURCE_DIR));
    lease_.emplace(value(desk_->lease()));
    ledger_.emplace(*desk_);
    board_.emplace(*desk_, *ledger_, 0);  // no record is so small that it is worked out whole
  }
  ~OpenPage() override {
    lease_.reset();
    desk_.reset();
    std::filesystem::remove_all(folder_);
  }
  record::Record& record() { return **lease_; }
  int below(int bound) { return int(random_() % unsigned(bound)); }

  /// A claim between two of five actors; India and Pakistan fall out in 2016.
  model::Claim claim(Date day) {
    constexpr std::array kActors{"CHN", "IND", "PAK", "RUS", "USA"};
    constexpr std::array kTypes{ClaimType::support, ClaimType::consult, ClaimType::accuse,
                                ClaimType::threaten, ClaimType::assault};
    model::Claim claim;
    const int actor = below(5), other = (actor + 1 + below(4)) % 5;
    claim.actor = {kActors[std::size_t(actor)], "", {}};
    claim.recipient = {kActors[std::size_t(other)], "", {}};
    claim.type = kTypes[std::size_t(below(5))];
    const bool is_falling_out = actor + other == 3 && (actor == 1 || actor == 2);
    if (is_falling_out)
      claim.type = day < *Date::parse("2016-01-01") ? ClaimType::support : ClaimType::assault;
    claim.layer = below(2) == 0 ? model::Layer::military : model::Layer::political;
    claim.aux = below(5) == 0 ? model::negation : below(8) == 0 ? model::future : 0;
    claim.claimant = {below(3) == 0 ? kActors[std::size_t(below(5))] : "author", "", {}};
    claim.confidence = 0.8f;
    if (below(4) != 0) claim.date = base::Interval::day(day);
    return claim;
  }
  /// A document of up to five claims; every tenth has no date.
  Entry document() {
    Entry entry;
    const Date day = *Date::parse("2014-01-01") + below(1400);
    entry.document.id = fmt::format("document {}", ++documents_);
    entry.document.source = fmt::format("paper {}", below(4));
    if (below(10) != 0) entry.document.date = day;
    entry.document.text = entry.document.id + ".\n";
    std::vector<model::Claim> claims;
    for (int i = below(5); i >= 0; --i) claims.push_back(claim(day + -below(3)));
    for (model::Claim& claim : claims) {
      const auto begin = std::uint32_t(entry.document.text.size());
      entry.document.text += fmt::format("Sentence {} of {}.\n", begin, below(3));
      claim.sentence = claim.trigger = {begin, std::uint32_t(entry.document.text.size() - 1)};
      if (claim.date && below(2) == 0) claim.date_mention = claim.sentence;
    }
    entry.document.hash = base::content_hash(entry.document.text);
    entry.claims = record::quoted(entry.document, claims, 1);
    entry.reader_version = 1;
    return entry;
  }
  void add(std::vector<Entry> batch, record::Known known = record::Known::keep) {
    auto change = value(change_of_batch(record().connection(), batch));
    value(record().add(batch, known));
    desk_->changed(std::move(change));
    for (Entry& entry : batch) read_.push_back(std::move(entry));
  }
  /// The document again, by a reader who now finds something else in it.
  void read_again() {
    Entry entry = read_[std::size_t(below(int(read_.size())))];
    std::vector<QuotedClaim> claims;
    for (QuotedClaim& claim : entry.claims)
      if (below(3) != 0) claims.push_back(std::move(claim));
    for (QuotedClaim& claim : claims)
      if (below(3) == 0) {
        claim.type = ClaimType::sanction;
        claim.id = record::claim_id(claim);
      }
    entry.claims = std::move(claims);
    add({entry}, record::Known::replace);
  }
  std::optional<QuotedClaim> any_claim() {
    const auto page = value(ledger_->find(record(), {.limit = 1, .offset = below(200)}));
    return page.claims.empty() ? std::nullopt : std::optional(page.claims.front());
  }
  void review() {
    const auto claim = any_claim();
    if (!claim) return;
    const auto number = [&]() -> base::Result<std::int64_t> {
      if (const int what = below(4); what == 0)
        return record::accept(record(), claim->id, by_);
      else if (what == 1)
        return record::reject(record(), claim->id, by_);
      QuotedClaim other = *claim;
      other.type = below(2) == 0 ? ClaimType::support : ClaimType::coerce;
      if (below(2) == 0) other.recipient.id = other.actor.id == "IRN" ? "AFG" : "IRN";
      if (below(2) == 0) other.date = base::Interval::day(*Date::parse("2015-05-05"));
      if (below(3) != 0) return record::correct(record(), claim->id, other, by_);
      return record::add_missed(record(), other, by_);
    }();
    if (!number) return;  // the same claim twice
    reviews_.push_back(*number);
    desk_->changed(value(change_of_review(record().connection(), *number)));
  }
  void undo() {
    if (reviews_.empty()) return;
    const std::int64_t review = reviews_[std::size_t(below(int(reviews_.size())))];
    if (record::undo(record(), review, by_))
      desk_->changed(value(change_of_review(record().connection(), review)));
  }

  /// Everything that is kept against what the record itself says.
  void check(const std::string& after) {
    SCOPED_TRACE(after);
    Ledger ledger(*desk_);
    Board board(*desk_, ledger, 0);
    for (const auto layer :
         {std::optional<model::Layer>(), std::optional(model::Layer::military)}) {
      const auto kept = told(*value(board_->view(record(), layer)));
      EXPECT_EQ(kept, told(*value(board.view(record(), layer))));
      const auto standings =
          value(alignment::Standings::load(record(), desk_->home(), {.layer = layer}));
      const auto parameters = standings.fit.between_breaks;
      Board::View anew;
      anew.turning_points = alignment::turning_points(standings.observed.series, parameters);
      anew.standings = standings;
      anew.first = value(board.view(record(), layer))->first;
      anew.last = value(board.view(record(), layer))->last;
      EXPECT_EQ(kept, told(anew));
    }
    for (const record::ClaimFilter& filter :
         {record::ClaimFilter{},
          {.actors = {"PAK"}, .from = Date::parse("2015-06-01")},
          {.pair = std::pair("IND", "PAK")},
          {.types = {ClaimType::accuse}, .facts = true},
          {.words = "of 1"}}) {
      for (const auto view : {Events::View::all, Events::View::contested}) {
        Events events = value(ledger_->events(record(), filter, view));
        value_of(events.read_sentences(record(), events.size()));
        EXPECT_EQ(told(events), told(value(Events::find(record(), filter, view))));
      }
      std::vector<std::string> ids, kept;
      value_of(record().each_claim(filter, [&](const QuotedClaim& c) { ids.push_back(c.id); }));
      for (const QuotedClaim& c : value(ledger_->find(record(), filter)).claims)
        kept.push_back(c.id);
      EXPECT_EQ(kept, ids);
    }
    EXPECT_EQ(value(ledger_->totals(record())).claims, value(record().summary()).claims);
  }
  static void value_of(const base::Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
  }

  std::filesystem::path folder_;
  std::unique_ptr<Desk> desk_;
  std::optional<Desk::Lease> lease_;
  std::optional<Ledger> ledger_;
  std::optional<Board> board_;
  std::mt19937 random_{1648};
  std::vector<Entry> read_;
  std::vector<std::int64_t> reviews_;
  record::Reviewer by_{"A. Nalyst", ""};
  int documents_ = 0;
};

TEST_F(OpenPage, KeepsWhatWouldBeWorkedOutAnew) {
  std::vector<Entry> batch;
  for (int i = 0; i < 400; ++i) batch.push_back(document());
  add(std::move(batch));
  check("the first documents");
  EXPECT_FALSE(value(board_->view(record()))->turning_points.points.empty());
  EXPECT_GT(value(ledger_->events(record(), {}, Events::View::contested)).size(), 0u);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 6; ++i) review();
    check(fmt::format("reviews of round {}", round));
    undo();
    add({document()});
    read_again();
    check(fmt::format("documents of round {}", round));
  }
}

TEST_F(OpenPage, TakesInMoreThanIsWorthTelling) {
  add({document(), document()});
  (void)value(board_->view(record()));
  std::vector<Entry> batch;
  for (int i = 0; i < 40; ++i) batch.push_back(document());
  value(record().add(batch));
  desk_->changed({.all = true});
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // every other second at most
  check("another program's documents");
}

TEST_F(OpenPage, EndsWithTheLastDatedDocument) {
  Entry dated = document(), undated = document();
  dated.document.date = Date::parse("2016-03-04");
  undated.document.date.reset();
  add({dated, undated});
  EXPECT_EQ(value(board_->view(record()))->last.iso(), "2016-03-04");
}

}  // namespace
}  // namespace entente::workbench
