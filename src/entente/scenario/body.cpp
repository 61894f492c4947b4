#include "entente/scenario/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "entente/base/mapped_file.h"
#include "entente/base/tsv.h"

namespace entente::scenario {

using base::Date;
using base::Result;

namespace {

constexpr Date kAlways{std::numeric_limits<std::int32_t>::min()};
constexpr Date kForever{std::numeric_limits<std::int32_t>::max()};
constexpr std::int64_t kMostWeight = 100'000'000'000;  // a sum of them times 10^6 stays in 64 bits
constexpr std::int64_t kMostTotal = 1'000'000'000'000;
constexpr std::int64_t kMostSum = 1'000'000'000'000'000'000;
constexpr std::string_view kAll = "all";

std::vector<std::string> texts(const Yaml& list) {
  std::vector<std::string> out;
  for (const Yaml& item : list.items()) out.push_back(item.text());
  return out;
}

/// The days of `from` and `to`, which may be absent.
std::pair<Date, Date> read_days(const Yaml& node) {
  const Yaml from = node.get("from"), to = node.get("to");
  const std::pair days{from ? from.first_day() : kAlways, to ? to.last_day() : kForever};
  if (days.second < days.first) to.fail("'to' is before 'from'");
  return days;
}

/// "9", "55%", "2/3".
void read_quantity(const Yaml& node, Body::Condition& condition) {
  const std::string text = node.text();
  const std::size_t slash = text.find('/');
  const auto bad = [&] {
    node.fail(fmt::format("'{}' is no number of votes, percentage or fraction", text),
              "write 9, 55% or 2/3");
  };
  std::optional<std::int64_t> numerator, denominator = 1;
  if (text.ends_with('%')) {
    numerator = parse_decimal(std::string_view(text).substr(0, text.size() - 1), 4);
    denominator = 1'000'000;
  } else if (slash != std::string::npos) {
    numerator = parse_decimal(std::string_view(text).substr(0, slash), 0);
    denominator = parse_decimal(std::string_view(text).substr(slash + 1), 0);
  } else {
    numerator = parse_decimal(text, 0);
  }
  if (!numerator || !denominator || *denominator == 0 || *denominator > 1'000'000) return bad();
  condition.share = text.ends_with('%') || slash != std::string::npos;
  if (condition.share && *numerator > *denominator)
    return node.fail(fmt::format("'{}' is more than the whole", text));
  const std::int64_t common = std::gcd(*numerator, *denominator);
  condition.numerator = *numerator / common;
  condition.denominator = *denominator / common;
}

Body::Condition read_condition(const Yaml& node) {
  using Kind = Body::Condition::Kind;
  static const std::pair<const char*, Kind> kKinds[] = {{"at least", Kind::at_least},
                                                        {"more than", Kind::more_than},
                                                        {"all but", Kind::all_but},
                                                        {"no veto", Kind::no_veto}};
  node.only({"at least", "more than", "all but", "no veto", "group", "weight", "of"});
  Body::Condition condition;
  int kinds = 0;
  for (const auto& [key, kind] : kKinds) {
    const Yaml quantity = node.get(key);
    if (!quantity) continue;
    ++kinds;
    condition.kind = kind;
    if (kind == Kind::no_veto) {
      condition.group = quantity.text();
      for (const char* other : {"group", "weight", "of"})
        if (const Yaml extra = node.get(other))
          extra.fail(fmt::format("'{}' has no meaning beside 'no veto'", other));
      continue;
    }
    read_quantity(quantity, condition);
    if (kind == Kind::all_but && condition.share)
      quantity.fail("'all but' takes a number of votes", "write all but: 3");
  }
  if (kinds != 1)
    node.fail("a condition has one of at least, more than, all but, no veto",
              "two conditions are two items of the list");
  if (const Yaml group = node.get("group")) condition.group = group.text();
  if (const Yaml weight = node.get("weight")) condition.weight = weight.text();
  if (const Yaml of = node.get("of")) {
    const std::string word = of.text();
    if (word != "members" && word != "cast")
      of.fail(fmt::format("'of' is members or cast, not '{}'", word));
    condition.of_cast = word == "cast";
    if (condition.of_cast && !condition.share)
      of.fail("'of: cast' needs a share", "write at least: 2/3 or more than: 50%");
  }
  if (condition.group == kAll) condition.group.clear();
  return condition;
}

Body::Rule read_rule(const Yaml& node) {
  node.only({"rule", "note", "from", "to", "passes if"});
  Body::Rule rule;
  rule.id = node.at("rule").text();
  rule.note = node.get("note").text_or("");
  rule.where = node.where();
  std::tie(rule.from, rule.to) = read_days(node);
  for (const Yaml& item : node.at("passes if").items()) {
    const Yaml any = item.get("any");
    if (!any) {
      rule.clauses.push_back({read_condition(item)});
      continue;
    }
    item.only({"any"});
    Body::Clause clause;
    for (const Yaml& condition : any.items()) clause.push_back(read_condition(condition));
    if (clause.empty()) any.fail("'any' has no conditions");
    rule.clauses.push_back(std::move(clause));
  }
  if (rule.clauses.empty()) node.fail("the rule has no conditions", "add some under 'passes if'");
  return rule;
}

Body::Member read_member(const Yaml& node) {
  Body::Member member;
  member.where = node.where();
  member.from = kAlways;
  member.to = kForever;
  if (node.is_text()) {
    member.actor = node.text();
    return member;
  }
  node.only({"actor", "from", "to", "groups", "weights"});
  member.actor = node.at("actor").text();
  std::tie(member.from, member.to) = read_days(node);
  member.groups = texts(node.get("groups"));
  for (const auto& [name, weight] : node.get("weights").entries())
    member.weights.emplace_back(name.text(), weight.integer(0, kMostWeight));
  return member;
}

Result<Date> table_day(const base::TsvRow& row, std::string_view column, bool last) {
  const std::string_view cell = row[column];
  if (cell.empty()) return last ? kForever : kAlways;
  const auto first = Date::parse(cell);
  if (!first)
    return base::fail(fmt::format("'{}' is no date", cell), row.where(),
                      "write 2016-01-31, 2016-01 or 2016");
  if (!last) return *first;
  if (cell.size() <= 4) return first->plus_months(12) - 1;
  return cell.size() <= 7 ? first->plus_months(1) - 1 : *first;
}

/// The weights that the rules name: the columns that a table has to have.
std::set<std::string> weights_of(const std::vector<Body::Rule>& rules) {
  std::set<std::string> names;
  for (const auto& rule : rules)
    for (const auto& clause : rule.clauses)
      for (const auto& condition : clause)
        if (!condition.weight.empty()) names.insert(condition.weight);
  return names;
}

Result<void> read_table(const std::filesystem::path& path, Body& body) {
  const auto weights = weights_of(body.rules);
  return base::read_tsv(path, [&](const base::TsvRow& row) -> Result<void> {
    Body::Member member;
    member.where = row.where();
    member.actor = row["actor"];
    if (member.actor.empty()) return base::fail("no actor", row.where(), "name it under 'actor'");
    const auto from = table_day(row, "from", false), to = table_day(row, "to", true);
    if (!from) return tl::unexpected(from.error());
    if (!to) return tl::unexpected(to.error());
    if (*to < *from) return base::fail("'to' is before 'from'", row.where());
    member.from = *from;
    member.to = *to;
    for (const std::string_view group : base::split_list(row["groups"]))
      member.groups.emplace_back(group);
    for (const std::string& name : weights) {
      if (row[name].empty()) continue;
      const auto weight = parse_decimal(row[name], 0);
      if (!weight || *weight > kMostWeight)
        return base::fail(fmt::format("'{}' is no weight", row[name]), row.where(),
                          fmt::format("'{}' takes whole numbers up to {}", name, kMostWeight));
      member.weights.emplace_back(name, *weight);
    }
    body.members.push_back(std::move(member));
    return {};
  });
}

/// Nobody has two terms at once.
Result<void> check_terms(const Body& body) {
  std::vector<const Body::Member*> terms;
  for (const auto& member : body.members) terms.push_back(&member);
  std::sort(terms.begin(), terms.end(), [](const auto* a, const auto* b) {
    return std::tie(a->actor, a->from) < std::tie(b->actor, b->from);
  });
  for (std::size_t i = 1; i < terms.size(); ++i)
    if (terms[i]->actor == terms[i - 1]->actor && terms[i]->from <= terms[i - 1]->to)
      return base::fail(fmt::format("'{}' is a member twice on {}", terms[i]->actor,
                                    terms[i]->from == kAlways ? "all days" : terms[i]->from.iso()),
                        terms[i]->where, "the other term is at " + terms[i - 1]->where);
  return {};
}

/// Two rules of one id are for different days.
Result<void> check_rules(const Body& body) {
  for (std::size_t i = 0; i < body.rules.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto &a = body.rules[i], &b = body.rules[j];
      if (a.id == b.id && a.from <= b.to && b.from <= a.to)
        return base::fail(fmt::format("two rules '{}' on the same days", a.id), a.where,
                          "give them 'from' and 'to' that do not overlap");
    }
  return {};
}

/// Groups exist, and who is counted by a weight has it.
Result<void> check_condition(const Body& body, const Body::Rule& rule,
                             const Body::Condition& condition) {
  bool any = false;
  for (const auto& member : body.members) {
    if (!member.in(condition.group)) continue;
    any = true;
    if (member.weight(condition.weight) < 0 && member.from <= rule.to && rule.from <= member.to)
      return base::fail(fmt::format("'{}' has no weight '{}', which the rule '{}' counts",
                                    member.actor, condition.weight, rule.id),
                        member.where);
  }
  if (any) return {};
  std::set<std::string> groups;
  for (const auto& member : body.members) groups.insert(member.groups.begin(), member.groups.end());
  const std::vector<std::string> known(groups.begin(), groups.end());
  const auto near = nearest(condition.group, known);
  return base::fail(fmt::format("no member is in the group '{}'", condition.group), rule.where,
                    near ? fmt::format("did you mean '{}'?", *near) : "");
}

Result<void> check(const Body& body) {
  if (auto terms = check_terms(body); !terms) return terms;
  if (auto rules = check_rules(body); !rules) return rules;
  for (const auto& rule : body.rules)
    for (const auto& clause : rule.clauses)
      for (const auto& condition : clause)
        if (auto good = check_condition(body, rule, condition); !good) return good;
  return {};
}

/// A condition as one comparison: yes_factor, no_factor per unit of weight, and what they reach.
struct Comparison {
  std::int64_t yes_factor, no_factor, least;
  std::string text;
};

std::string share_text(const Body::Condition& c) {
  if (100 % c.denominator == 0) return fmt::format("{}%", c.numerator * (100 / c.denominator));
  if (c.denominator % 2 != 0 && c.denominator < 100)
    return fmt::format("{}/{}", c.numerator, c.denominator);
  return fmt::format("{:.6g}%", 100.0 * double(c.numerator) / double(c.denominator));
}

Comparison comparison(const Body::Condition& c, std::int64_t total) {
  using Kind = Body::Condition::Kind;
  const std::string unit = c.weight.empty() ? "votes" : c.weight;
  const std::string whose = c.group.empty() ? "" : fmt::format(" of the {} members", c.group);
  if (c.kind == Kind::no_veto)
    return {0, -1, 0, c.group.empty() ? "no veto of any member" : "no veto" + whose};
  if (c.kind == Kind::all_but)
    return {1, 0, total - c.numerator,
            fmt::format("all but {} of {} {}{}", c.numerator, total, unit, whose)};
  const bool more = c.kind == Kind::more_than;
  const std::string_view words = more ? "more than" : "at least";
  if (!c.share)
    return {1, 0, c.numerator + (more ? 1 : 0),
            fmt::format("{} {} of {} {}{}", words, c.numerator, total, unit, whose)};
  if (c.of_cast) {
    // Yes and no alone: the share is reached when (d - n) yes - n no >= 0. Where nobody votes
    // nothing is adopted, so one more for each yes breaks that tie; `scale` keeps it below one
    // step.
    const std::int64_t scale = more ? 1 : total + 1;
    return {scale * (c.denominator - c.numerator) + (more ? 0 : 1), -scale * c.numerator, 1,
            fmt::format("{} {} of the {} cast{}", words, share_text(c), unit, whose)};
  }
  const __int128 part = __int128(c.numerator) * total;
  const auto least = more ? std::int64_t(part / c.denominator) + 1
                          : std::int64_t((part + c.denominator - 1) / c.denominator);
  return {
      1, 0, least,
      fmt::format("{} {} of {} {}{}, that is {}", words, share_text(c), total, unit, whose, least)};
}

}  // namespace

bool Body::Member::in(std::string_view group) const {
  return group.empty() || std::find(groups.begin(), groups.end(), group) != groups.end();
}

std::int64_t Body::Member::weight(std::string_view name) const {
  if (name.empty()) return 1;
  for (const auto& [known, weight] : weights)
    if (known == name) return weight;
  return -1;
}

Result<Body> Body::load(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return parse(std::string(file->bytes()), path.string(), path.parent_path());
}

Result<Body> Body::parse(const std::string& text, const std::string& name,
                         const std::filesystem::path& folder) {
  const auto file = Yaml::parse(text, name);
  if (!file) return tl::unexpected(file.error());
  return read(*file, folder);
}

Result<Body> Body::read(const Yaml& yaml, const std::filesystem::path& folder) {
  yaml.only({"body", "name", "note", "sources", "members", "members table", "rules"});
  Body body;
  body.id = yaml.at("body").text();
  body.name = yaml.get("name").text_or(body.id);
  body.note = yaml.get("note").text_or("");
  body.sources = texts(yaml.get("sources"));
  for (const Yaml& rule : yaml.at("rules").items()) body.rules.push_back(read_rule(rule));
  for (const Yaml& member : yaml.get("members").items())
    body.members.push_back(read_member(member));
  const Yaml table = yaml.get("members table");
  const std::string table_name = table.text_or("");
  if (auto read = yaml.outcome(); !read) return tl::unexpected(read.error());
  if (table)
    if (auto read = read_table(folder / table_name, body); !read)
      return tl::unexpected(read.error());
  if (body.members.empty())
    return base::fail("the body has no members", yaml.where(), "list them under 'members'");
  if (auto good = check(body); !good) return tl::unexpected(good.error());
  return body;
}

Result<Chamber> Body::on(Date date, std::string_view rule_id) const {
  const Rule* rule = nullptr;
  for (const Rule& candidate : rules)
    if (rule == nullptr && candidate.from <= date && date <= candidate.to &&
        (rule_id.empty() || candidate.id == rule_id))
      rule = &candidate;
  if (rule == nullptr) {
    std::set<std::string> known;
    for (const Rule& candidate : rules) known.insert(candidate.id);
    return base::fail(rule_id.empty()
                          ? fmt::format("{} has no rule on {}", id, date.iso())
                          : fmt::format("{} has no rule '{}' on {}", id, rule_id, date.iso()),
                      {}, fmt::format("its rules are {}", fmt::join(known, ", ")));
  }
  Chamber chamber;
  chamber.rule_ = rule->id;
  std::vector<const Member*> sitting;
  for (const Member& member : members)
    if (member.sits(date)) {
      sitting.push_back(&member);
      chamber.members_.push_back(member.actor);
    }
  if (sitting.empty()) return base::fail(fmt::format("{} has no members on {}", id, date.iso()));
  const auto add = [&](int clause, const Condition& condition) -> Result<void> {
    std::int64_t total = 0;
    for (const Member* member : sitting)
      if (member->in(condition.group)) total += member->weight(condition.weight);
    if (total > kMostTotal)
      return base::fail(fmt::format("the weights of {} sum to more than {}", id, kMostTotal));
    if (condition.of_cast && __int128(total) * (total + 1) * condition.denominator > kMostSum)
      return base::fail(
          fmt::format("the weights of {} are too large for a share of votes cast", id));
    Comparison c = comparison(condition, total);
    for (const Member* member : sitting) {
      const std::int64_t weight =
          member->in(condition.group) ? member->weight(condition.weight) : 0;
      chamber.values_.push_back(c.yes_factor * weight);
      chamber.values_.push_back(c.no_factor * weight);
    }
    chamber.conditions_.push_back(
        {std::move(c.text), clause, c.least, condition.kind == Condition::Kind::no_veto});
    return {};
  };
  int clause = 0;
  for (const Clause& conditions : rule->clauses) {
    for (const Condition& condition : conditions)
      if (auto added = add(clause, condition); !added) return tl::unexpected(added.error());
    ++clause;
  }
  return chamber;
}

std::int64_t Chamber::sum(std::size_t condition, std::span<const Vote> votes) const {
  const std::int64_t* value = values_.data() + 2 * condition * members_.size();
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < votes.size(); ++i)
    sum +=
        (votes[i] == Vote::yes ? value[2 * i] : 0) + (votes[i] == Vote::no ? value[2 * i + 1] : 0);
  return sum;
}

bool Chamber::holds(std::span<const Vote> votes, bool whatever_vetoes) const {
  int held = -1;  // the last clause that is known to hold
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    const int clause = conditions_[i].clause;
    if (clause == held) continue;
    if (clause > held + 1) return false;
    if ((whatever_vetoes && conditions_[i].veto) || sum(i, votes) >= conditions_[i].least)
      held = clause;
  }
  return held == conditions_.back().clause;
}

bool Chamber::passes(std::span<const Vote> votes) const { return holds(votes, false); }

bool Chamber::vetoed(std::span<const Vote> votes) const {
  return !holds(votes, false) && holds(votes, true);
}

int Chamber::member(std::string_view actor) const {
  const auto found = std::find(members_.begin(), members_.end(), actor);
  return found == members_.end() ? -1 : int(found - members_.begin());
}

}  // namespace entente::scenario
