#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/scenario/yaml.h"

namespace entente::scenario {

/// How a member votes. Who stays away abstains.
enum class Vote : std::int8_t { no = -1, abstain = 0, yes = 1 };

/// A body's rule on one day, with the members of that day: ready to count votes.
///
/// A motion passes when every clause holds; a clause holds when one of its conditions does. Every
/// condition is one comparison of whole numbers,
///
///     sum of if_yes over those who vote yes + sum of if_no over those who vote no >= least,
///
/// in which if_yes >= 0 >= if_no, so that a yes in a no's place never makes a motion fail.
class Chamber {
 public:
  struct Condition {
    std::string text;  ///< "at least 9 of 15 votes"
    int clause;        ///< from 0, ascending
    std::int64_t least;
    bool veto;  ///< that nobody of a group says no
  };

  [[nodiscard]] std::span<const std::string> members() const { return members_; }
  [[nodiscard]] std::span<const Condition> conditions() const { return conditions_; }
  /// What a vote adds to a condition's sum.
  [[nodiscard]] std::int64_t value(std::size_t condition, std::size_t member, Vote vote) const {
    return vote == Vote::abstain
               ? 0
               : values_[2 * (condition * members_.size() + member) + (vote == Vote::yes ? 0 : 1)];
  }

  /// Whether a motion passes; one vote a member, in the order of `members`.
  [[nodiscard]] bool passes(std::span<const Vote> votes) const;
  /// True when a motion fails by vetoes alone: every clause holds that knows other conditions.
  [[nodiscard]] bool vetoed(std::span<const Vote> votes) const;
  /// The left side of a condition.
  [[nodiscard]] std::int64_t sum(std::size_t condition, std::span<const Vote> votes) const;

  /// The id of the rule, and the place of an actor among the members (-1: not a member).
  [[nodiscard]] const std::string& rule() const { return rule_; }
  [[nodiscard]] int member(std::string_view actor) const;

 private:
  friend struct Body;
  [[nodiscard]] bool holds(std::span<const Vote> votes, bool whatever_vetoes) const;

  std::string rule_;
  std::vector<std::string> members_;   // actor ids
  std::vector<Condition> conditions_;  // in the order of their clauses
  std::vector<std::int64_t> values_;   // [condition][member][yes, no]
};

/// An institution that decides by vote, with its members and rules through time
/// (docs/scenarios.md, "Bodies").
struct Body {
  /// A term of one member, first and last day included.
  struct Member {
    std::string actor;
    base::Date from, to;
    std::vector<std::string> groups;
    std::vector<std::pair<std::string, std::int64_t>> weights;
    std::string where;  ///< "FILE:LINE"

    [[nodiscard]] bool sits(base::Date date) const { return from <= date && date <= to; }
    [[nodiscard]] bool in(std::string_view group) const;
    /// 1 for the empty name; -1 when it has no such weight.
    [[nodiscard]] std::int64_t weight(std::string_view name) const;
  };

  struct Condition {
    enum class Kind { at_least, more_than, all_but, no_veto };
    Kind kind = Kind::at_least;
    std::string group;     ///< who counts; empty: all members
    std::string weight;    ///< what a vote weighs; empty: 1
    bool share = false;    ///< `numerator`/`denominator` is a share, else `numerator` is a sum
    bool of_cast = false;  ///< a share of yes and no; else of all members of the group
    std::int64_t numerator = 0, denominator = 1;
  };
  using Clause = std::vector<Condition>;  ///< one of them must hold

  struct Rule {
    std::string id, note;
    base::Date from, to;
    std::vector<Clause> clauses;  ///< all of them must hold
    std::string where;
  };

  std::string id, name, note;
  std::vector<std::string> sources;
  std::vector<Member> members;  ///< in the order of the file, then of the table
  std::vector<Rule> rules;

  /// Reads a YAML file, and the table of members that it names. Errors name file and line.
  static base::Result<Body> load(const std::filesystem::path& path);
  /// The same from text; `folder` is where the table lies.
  static base::Result<Body> parse(const std::string& text, const std::string& name,
                                  const std::filesystem::path& folder = {});

  /// The same from a part of another file. What is wrong there is noted in that file.
  static base::Result<Body> read(const Yaml& yaml, const std::filesystem::path& folder);

  /// The body on a day under the rule of that id; without an id under the first that is in force.
  [[nodiscard]] base::Result<Chamber> on(base::Date date, std::string_view rule = {}) const;
};

}  // namespace entente::scenario
