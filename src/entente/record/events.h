#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/model/claim.h"
#include "entente/record/claim_filter.h"
#include "entente/record/claim_table.h"
#include "entente/record/event_clusters.h"
#include "entente/record/record.h"

/// Events: what claims report, each thing once however often it is told. Nothing is stored; they
/// are worked out from the table `claims` when they are asked for.
///
/// **Which claims may report one event.** Those of one type between the same two actors, in either
/// order where direction does not count; inside one country, between the same sectors. What is
/// asserted (background of decades ago included), what is planned (`future`) and what is possible
/// (`hypothetical`) are kept apart. Of ties only shifts are events, by trend and layer; how two
/// actors stand is none. A denial reports nothing: it is held against the event that it denies.
///
/// **When.** A claim stands for the days that its words name. Without such words it stands
///  - asserted, so that the document's date dates it: for the week up to that date inside the
///    document, for the three days up to it among documents;
///  - undated, inside its document: for any day;
///  - undated, among documents: for the week up to the document's date, a plan or a possibility for
///    the week from it on; background for no day at all.
///
/// **Who joins whom.** The most exactly dated claim of a group is an event's anchor. Every other
/// one joins the event whose anchor it overlaps, the nearest, then the latest. One that is dated to
/// more than a week, or undated, joins only if it overlaps a single one; an undated one, only if
/// their layers can be meant together (the same, or one of them `political`, the default). What is
/// dated to more than a month (inside a document: a year) joins nothing but what names the same
/// days: "since 2002" pins down no deed. Claims of one document come first, then documents, then
/// anchors one day apart (a night between two days, another time zone), unless one document tells
/// the two days apart. Nobody joins because of another that has joined, so that an event never
/// grows beyond its anchor's days: weeks of fighting are many events.
///
/// **How many sources.** All that is told on a named actor's word is one source, and so are the
/// documents of one publisher (`source`, else the host of `url`, else the document itself). The
/// same sentence in several papers, case, white space and punctuation aside, is one.
///
/// **Contested** is an event that one voice reports and another denies, on layers that can be meant
/// together; and a standing tie that one voice calls friendly and another hostile within a month. A
/// voice is the named claimant, else the publisher. What is possible contests nothing.
namespace entente::record {

std::string_view name(Realis realis);

struct EventEnd {
  std::string id, sector;  ///< a sector only where both ends are one country's
};

/// One side of an event: claims of one mind, earliest in the record first.
struct EventSide {
  std::vector<std::string> claims;  ///< ids
  std::string best;                 ///< the surest of them
  std::int64_t documents = 0, sources = 0;
};

struct Event {
  std::string id;  ///< the hash of its earliest report's id: stays when later documents join
  model::ClaimType type = model::ClaimType::tie;
  model::Trend trend = model::Trend::none;  ///< of a TIE; `standing` for contested ones alone
  Realis realis = Realis::asserted;
  EventEnd actor, recipient;  ///< in the order of the alphabet where direction does not count
  std::vector<model::Layer> layers;
  std::optional<base::Interval> date;  ///< the most exact of its reports
  EventSide reports;                   ///< of a standing tie: who calls it friendly
  EventSide denials;                   ///< … and who calls it hostile, or denies the friendship
  bool contested = false;
  double confidence = 0;  ///< of the surest report
};

/// The events of a record that a filter asks for, in the filter's order; `limit` is left to the
/// caller. A filter picks events by their claims: those of which one report or denial passes it.
/// The event has all its claims then.
class Events {
 public:
  enum class View { all, contested };
  static base::Result<Events> find(const Record& record, const ClaimFilter& filter, View view);
  /// Of claims in memory: `rows`, whose names and documents are the table's, are all those between
  /// the actors that the filter asks for, whatever else it asks; `is_wanted` (nothing: all are)
  /// tells which of them pass all of it. Without ClaimRow::sentence one sentence in several papers
  /// counts as several sources until `read_sentences`.
  using IsWanted = std::function<bool(const ClaimRow&)>;
  static Events of(const ClaimTable& table, std::span<const ClaimRow> rows,
                   const ClaimFilter& filter, View view, const IsWanted& is_wanted = {});
  /// Reads what tells the sources of the first `count` events apart.
  base::Result<void> read_sentences(const Record& record, std::size_t count);
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] Event at(std::size_t index) const;
  /// Calls `visit(event's index, claim's index in rows)` for each claim that reports an event, and
  /// for each that reports or denies one.
  template <class Visit>
  void each_report(Visit visit) const {
    for (std::size_t i = 0; i < events_.size(); ++i)
      for (std::uint32_t row = events_[i].begin; row < events_[i].denials; ++row)
        visit(i, rows_[row].row);
  }
  template <class Visit>
  void each_claim(Visit visit) const {
    for (std::size_t i = 0; i < events_.size(); ++i)
      for (std::uint32_t row = events_[i].begin; row < events_[i].end; ++row)
        visit(i, rows_[row].row);
  }

 private:
  struct Cluster {
    std::uint32_t begin = 0, end = 0;  ///< rows: reports and then denials, each as in the record
    std::uint32_t denials = 0;         ///< the first denial
    bool contested = false;
    std::optional<base::Interval> date = {};
    float confidence = 0;
  };
  [[nodiscard]] Cluster cluster(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] bool is_contested(const Cluster& cluster) const;
  [[nodiscard]] EventSide side(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] EventEnd end_named(std::uint32_t name) const;
  void sort(const ClaimFilter& filter);

  std::vector<std::string> names_;  ///< of ends ("PAK", "PAK GOV")
  std::vector<Report> rows_;        ///< by cluster
  std::vector<Cluster> events_;
};

/// The claims of these ids, by id.
base::Result<std::unordered_map<std::string, QuotedClaim>> claims_by_id(
    const Record& record, const std::vector<std::string>& ids);

}  // namespace entente::record
