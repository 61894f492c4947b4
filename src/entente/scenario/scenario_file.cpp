// How a scenario's file is read: first the names of slots and their values, then what refers to
// them.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "entente/base/hash.h"
#include "entente/base/mapped_file.h"
#include "entente/scenario/file_place.h"
#include "entente/scenario/model.h"
#include "entente/scenario/scenario.h"

namespace entente::scenario {

namespace {

constexpr std::size_t kMostSlots = 200;
constexpr std::size_t kMostInfluences = 5000;
constexpr std::uint32_t kLargestShare = 1'000'000;
constexpr std::uint64_t kMostPaths = 1'000'000'000;
constexpr double kLargestBeta = 100;

/// The three patterns of balance over ties A–C and C–B, and what they say of A–B.
struct Pattern {
  const char* name;
  int first, second, result;  // signs
};
constexpr std::array<Pattern, 3> kPatterns{{{"enemy of my enemy", -1, -1, 1},
                                            {"friend of my friend", 1, 1, 1},
                                            {"enemy of my friend", 1, -1, -1}}};

class FileReader {
 public:
  FileReader(Scenario& scenario, const std::filesystem::path& home)
      : s_(scenario), home_(home), folder_(std::filesystem::path(scenario.file).parent_path()) {}

  void read(const Place& root, const std::string& text) {
    root.only({"scenario", "question", "about", "from", "to", "step", "beta", "moves", "paths",
               "seed", "judgement", "slots", "votes", "flows", "influences", "red lines",
               "variants"});
    read_head(root);
    const Place slots = root.require("slots");
    for (const auto& [key, value] : slots.entries("slots")) read_slot(key, value);
    if (s_.slots.empty()) slots.fail("a scenario needs at least one slot");
    const auto votes = entries_of(root, "votes"), flows = entries_of(root, "flows");
    for (const auto& [key, value] : votes) add_vote_slot(key, value);
    for (const auto& [key, value] : flows) add_flow_slot(key, value);
    check_configuration(slots);
    for (const auto& [key, value] : slots.entries("slots")) read_needs(key, value);
    for (const auto& [key, value] : votes) read_ballot(key, value);
    for (const auto& [key, value] : flows) read_flow(key, value);
    const Place influences = root.require("influences");
    for (const Place& node : list_of_maps(influences, "influences")) read_influence(node);
    if (const auto node = root.find("red lines"))
      for (const Place& line : list_of_maps(*node, "red lines")) read_red_line(line);
    if (const auto node = root.find("variants"))
      for (const auto& [key, value] : node->entries("variants")) read_variant(key, value);
    check_scores(influences);
    s_.hash = base::content_hash(text + fingerprint_);
  }

 private:
  static std::vector<Place> list_of_maps(const Place& node, std::string_view what) {
    if (!node.is_list()) node.fail(fmt::format("expected {}: a list, each begun by '- '", what));
    return node.list(what);
  }

  using Entries = std::vector<std::pair<Place, Place>>;
  static Entries entries_of(const Place& root, std::string_view key) {
    const auto node = root.find(key);
    return node ? node->entries(key) : Entries();
  }

  void read_head(const Place& root) {
    s_.title = root.require("scenario").text("the scenario's title");
    if (const auto node = root.find("question")) s_.question = node->text("a question");
    if (const auto node = root.find("about")) s_.about = node->text("a text");
    if (const auto node = root.find("judgement"))
      s_.judgement = node->text("whose judgement it is, and on what basis");
    if (const auto node = root.find("step"))
      s_.step = Step(choice(*node, "step", {"year", "quarter", "month"}));
    if (const auto node = root.find("moves"))
      s_.moves = Moves(choice(*node, "way to move", {"together", "in turn", "one"}));
    if (const auto node = root.find("paths"))
      s_.paths = std::uint64_t(node->integer(1, kMostPaths));
    if (const auto node = root.find("seed"))
      s_.seed = std::uint64_t(node->integer(0, std::numeric_limits<std::int64_t>::max()));
    if (const auto node = root.find("beta")) s_.beta = read_beta(*node);
    read_times(root);
  }

  static double read_beta(const Place& node) {
    if (node.text("beta") == "infinite") return std::numeric_limits<double>::infinity();
    return node.number(0, kLargestBeta);
  }

  void read_times(const Place& root) {
    const Moment from = moment(root.require("from"));
    const Place to = root.require("to");
    s_.from = from.months;
    s_.to = moment(to).months;
    s_.by_year = from.year_only && s_.step == Step::year;
    if (s_.to <= s_.from) to.fail("the scenario ends before its first step");
    if ((s_.to - s_.from) % s_.months_per_step() != 0)
      to.fail("'to' is not a whole number of steps after 'from'");
    if (s_.steps() > kMostSteps)
      to.fail(fmt::format("that makes {} steps; {} are the most", s_.steps(), kMostSteps));
  }

  // Sources

  Source read_source(const Place& node) {
    std::optional<Source> source;
    const auto take = [&](const char* key, Source::Kind kind) {
      const auto found = node.find(key);
      if (!found) return;
      if (source) found->fail("one source at a time: claim, measure or judgement");
      source = Source{kind, {}};
      if (kind == Source::Kind::claim)
        for (const Place& id : found->list("claims")) source->texts.push_back(claim_id(id));
      else
        source->texts.push_back(found->text("a source"));
      if (source->texts.empty()) found->fail("expected the id of a claim");
    };
    take("claim", Source::Kind::claim);
    take("measure", Source::Kind::measure);
    take("judgement", Source::Kind::judgement);
    if (source) return *source;
    if (s_.judgement.empty())
      node.fail("this rests on nothing",
                "add a line 'claim: ID', 'measure: TEXT' or 'judgement: TEXT', or one 'judgement: "
                "TEXT' for the file");
    return {Source::Kind::judgement, {s_.judgement}};
  }

  static std::string claim_id(const Place& node) {
    const std::string id = node.text("the id of a claim");
    if (id.size() < 6 || id.size() > 16 || id.find_first_not_of("0123456789abcdef") != id.npos)
      node.fail(
          fmt::format("expected the id of a claim, 6 to 16 hexadecimal digits, found '{}'", id));
    return id;
  }

  // Slots

  void read_slot(const Place& key, const Place& node) {
    node.only({"values", "start", "tempo", "needs", "final", "between", "signs", "about", "claim",
               "measure", "judgement"});
    Slot slot;
    slot.name = key.text("a slot's name");
    slot.line = key.line();
    read_values(node.require("values"), slot);
    read_start(node.require("start"), slot);
    if (const auto about = node.find("about")) slot.about = about->text("a text");
    if (const auto time = node.find("tempo")) slot.tempo = tempo(*time, s_.months_per_step());
    if (const auto final_node = node.find("final"))
      for (const Place& value : final_node->list("values"))
        slot.final_values |= 1U << value.one_of(slot.values, value_of(slot));
    read_tie(node, slot);
    slot.source = read_source(node);
    slot.needs.resize(slot.values.size());
    add_slot(key, std::move(slot));
  }

  void add_slot(const Place& key, Slot slot) {
    if (s_.slots.size() >= kMostSlots) key.fail(fmt::format("{} slots are the most", kMostSlots));
    if (std::find(names_.begin(), names_.end(), slot.name) != names_.end())
      key.fail(fmt::format("'{}' is the name of a slot already", slot.name));
    names_.push_back(slot.name);
    s_.slots.push_back(std::move(slot));
  }

  static std::string value_of(const Slot& slot) { return fmt::format("value of '{}'", slot.name); }

  static void read_values(const Place& node, Slot& slot) {
    const std::vector<Place> values = node.list("the slot's values");
    for (const Place& value : values) {
      const std::string name = value.text("a value");
      if (std::find(slot.values.begin(), slot.values.end(), name) != slot.values.end())
        value.fail(fmt::format("the value '{}' stands here twice", name));
      slot.values.push_back(name);
    }
    if (slot.values.size() < 2 || int(slot.values.size()) > kMostValues)
      node.fail(
          fmt::format("a slot has 2 to {} values, this has {}", kMostValues, slot.values.size()));
  }

  static Shares only_value(const Slot& slot, int value) {
    Shares shares(slot.values.size(), 0);
    shares[value] = 1;
    return shares;
  }

  static Shares read_shares(const Place& node, const Slot& slot) {
    if (node.is_text()) return only_value(slot, node.one_of(slot.values, value_of(slot)));
    Shares shares(slot.values.size(), 0);
    std::uint64_t sum = 0;
    for (const auto& [name, share] : node.entries("a value, or values with their shares"))
      sum += shares[name.one_of(slot.values, value_of(slot))] =
          std::uint32_t(share.integer(0, kLargestShare));
    if (sum == 0) node.fail("no value can be the first: the shares are all 0");
    return shares;
  }

  static void read_start(const Place& node, Slot& slot) {
    if (node.is_map() && node.find("alignment"))
      slot.alignment = read_alignment(node, slot);
    else
      slot.start = read_shares(node, slot);
  }

  static AlignmentStart read_alignment(const Place& node, const Slot& slot) {
    node.only({"alignment", "at", "layer", "bands"});
    AlignmentStart start;
    const std::vector<Place> actors = node.require("alignment").list("two actors");
    if (actors.size() != 2) node.fail("expected two actors, such as alignment: [PAK, RUS]");
    for (int i = 0; i < 2; ++i) start.actors[i] = actors[i].text("an actor's id");
    start.at = day(node.require("at"));
    if (const auto layer = node.find("layer")) start.layer = layer->text("a layer");
    const Place bands = node.require("bands");
    std::vector<std::pair<double, int>> lower;
    for (const auto& [name, bound] : bands.entries("bands"))
      lower.push_back({bound.number(-10, 10), name.one_of(slot.values, value_of(slot))});
    if (lower.size() + 1 != slot.values.size())
      bands.fail("expected a lower bound for every value but one, which is the lowest");
    std::sort(lower.begin(), lower.end());
    std::uint32_t named = 0;
    for (const auto& band : lower) named |= 1U << band.second;
    start.lower_bounds = {-std::numeric_limits<double>::infinity()};
    start.values = {int(std::countr_one(named))};
    for (const auto& [bound, value] : lower) {
      if (bound == start.lower_bounds.back()) bands.fail("two values begin at the same alignment");
      start.lower_bounds.push_back(bound);
      start.values.push_back(value);
    }
    return start;
  }

  void read_tie(const Place& node, Slot& slot) {
    const auto between = node.find("between"), signs = node.find("signs");
    if (!between && !signs) return;
    if (!between) signs->fail("signs are those of a tie", "add a line 'between: [ACTOR, ACTOR]'");
    if (!signs) between->fail("a tie needs signs", "add a line 'signs: {VALUE: +, VALUE: -}'");
    const std::vector<Place> actors = between->list("two actors");
    if (actors.size() != 2) between->fail("expected two actors, such as [PAK, RUS]");
    for (int i = 0; i < 2; ++i) slot.actors[i] = actors[i].text("an actor's id");
    if (slot.actors[0] == slot.actors[1]) between->fail("expected two different actors");
    if (const Slot* other = tie(slot.actors[0], slot.actors[1]))
      between->fail(fmt::format("'{}' is the tie between these two already", other->name));
    slot.signs.assign(slot.values.size(), 0);
    for (const auto& [value, sign] : signs->entries("signs"))
      slot.signs[value.one_of(slot.values, value_of(slot))] =
          choice(sign, "sign", {"-", "0", "+"}) - 1;
  }

  [[nodiscard]] const Slot* tie(const std::string& a, const std::string& b) const {
    for (const Slot& slot : s_.slots)
      if (!slot.signs.empty() && ((slot.actors[0] == a && slot.actors[1] == b) ||
                                  (slot.actors[0] == b && slot.actors[1] == a)))
        return &slot;
    return nullptr;
  }

  /// What paths end in is told apart by all slots that choose (engine.h, Configuration).
  void check_configuration(const Place& slots) const {
    std::vector<int> choices, values;
    for (const Slot& slot : s_.slots) {
      if (slot.kind == Slot::Kind::choice) choices.push_back(int(values.size()));
      values.push_back(int(slot.values.size()));
    }
    if (const auto places = packing(choices, values); places.back().word >= kConfigurationWords)
      slots.fail("these slots have too many values together: 256 bits are to hold one of each");
  }

  void read_needs(const Place& key, const Place& node) {
    const auto needs = node.find("needs");
    if (!needs) return;
    Slot& slot = s_.slots[key.one_of(names_, "slot")];
    for (const auto& [value, condition] : needs->entries("a value and what it needs"))
      slot.needs[value.one_of(slot.values, value_of(slot))] = read_condition(condition);
  }

  // Conditions and influences

  Condition read_condition(const Place& node) {
    Condition condition;
    for (const auto& [name, values] : node.entries("a condition, such as {patron: east}")) {
      const int slot = name.one_of(names_, "slot");
      Term term{slot, 0};
      for (const Place& value : values.list("values"))
        term.values |= value_bits(value, s_.slots[slot]);
      if (term.values == 0) values.fail("expected at least one value");
      condition.push_back(term);
    }
    return condition;
  }

  static std::uint32_t value_bits(const Place& node, const Slot& slot) {
    const std::string text = node.text("a value");
    const auto find = [&](std::string_view name) {
      return std::find(slot.values.begin(), slot.values.end(), name) - slot.values.begin();
    };
    const auto all = std::uint32_t((std::uint64_t(1) << slot.values.size()) - 1);
    if (text.starts_with("not ") && std::size_t(find(text)) == slot.values.size())
      if (const auto other = std::size_t(find(text.substr(4))); other < slot.values.size())
        return all & ~(1U << other);
    return 1U << node.one_of(slot.values, value_of(slot));
  }

  int choice_slot(const Place& node) {
    const int slot = node.one_of(names_, "slot");
    if (s_.slots[slot].kind != Slot::Kind::choice)
      node.fail(fmt::format("'{}' is a {}: it is worked out, and cannot be set or influenced",
                            names_[slot],
                            s_.slots[slot].kind == Slot::Kind::vote ? "vote" : "flow"));
    return slot;
  }

  int add_assumption(std::string name, int line, Weight range) {
    s_.assumptions.push_back({std::move(name), line, range});
    return int(s_.assumptions.size()) - 1;
  }

  /// A name that nothing else has, for what variants and outputs refer to.
  std::string unique_name(const Place& node, const std::string& kind) {
    const auto given = node.find("name");
    const std::string name =
        given ? given->text("a name") : fmt::format("{} of line {}", kind, node.line());
    if (!groups_.insert(name).second)
      (given ? *given : node).fail(fmt::format("'{}' is the name of another", name));
    return name;
  }

  void read_influence(const Place& node) {
    if (!node.is_map()) node.fail("expected an influence: lines of 'KEY: …'");
    if (node.find("pattern")) return read_pattern(node);
    node.only({"name", "when", "then", "about", "claim", "measure", "judgement"});
    Influence influence;
    influence.line = node.line();
    influence.name = influence.group = unique_name(node, "influence");
    if (const auto when = node.find("when")) influence.when = read_condition(*when);
    const Place then = node.require("then");
    for (const auto& [name, values] :
         then.entries("what it pushes, such as {patron: {east: +2}}")) {
      const int slot = choice_slot(name);
      for (const auto& [value, range] : values.entries("values with weights, such as {east: +2}")) {
        const int v = value.one_of(s_.slots[slot].values, value_of(s_.slots[slot]));
        const std::string what =
            fmt::format("{} → {}: {}", influence.name, names_[slot], s_.slots[slot].values[v]);
        influence.pushes.push_back({slot, v, add_assumption(what, range.line(), weight(range))});
      }
    }
    if (influence.pushes.empty()) then.fail("the influence pushes nothing");
    influence.source = read_source(node);
    add_influence(node, std::move(influence));
  }

  void add_influence(const Place& node, Influence influence) {
    if (s_.influences.size() >= kMostInfluences)
      node.fail(
          fmt::format("{} influences are the most, those of patterns included", kMostInfluences));
    s_.influences.push_back(std::move(influence));
  }

  void read_pattern(const Place& node) {
    node.only({"pattern", "name", "weight", "among", "about", "claim", "measure", "judgement"});
    Texts choices;
    for (const Pattern& pattern : kPatterns) choices.emplace_back(pattern.name);
    choices.emplace_back("balance");
    const Place named = node.require("pattern");
    const auto chosen = std::size_t(named.one_of(choices, "pattern"));
    Influence influence;
    influence.line = node.line();
    influence.group = node.find("name") ? unique_name(node, "pattern") : choices[chosen];
    if (!node.find("name") && !groups_.insert(influence.group).second)
      named.fail(fmt::format("'{}' stands here twice", influence.group), "give one of them a name");
    influence.source = read_source(node);
    const Place given = node.require("weight");
    const int assumption = add_assumption(influence.group, given.line(), weight(given));
    const Texts actors = pattern_actors(node);
    const std::size_t before = s_.influences.size();
    for (std::size_t p = 0; p < kPatterns.size(); ++p)
      if (chosen == p || chosen == kPatterns.size())
        expand(node, kPatterns[p], actors, influence, assumption);
    if (s_.influences.size() == before)
      node.fail("the pattern finds no three actors whose three ties are slots",
                "ties are slots with 'between' and 'signs'");
  }

  Texts pattern_actors(const Place& node) {
    std::set<std::string> known;
    for (const Slot& slot : s_.slots)
      if (!slot.signs.empty()) known.insert(slot.actors, slot.actors + 2);
    const Texts all(known.begin(), known.end());
    const auto among = node.find("among");
    if (!among) return all;
    std::set<std::string> chosen;
    for (const Place& actor : among->list("actors"))
      chosen.insert(all[actor.one_of(all, "actor of a tie")]);
    return {chosen.begin(), chosen.end()};
  }

  [[nodiscard]] static std::uint32_t values_of_sign(const Slot& slot, int sign) {
    std::uint32_t values = 0;
    for (std::size_t v = 0; v < slot.signs.size(); ++v)
      if (slot.signs[v] == sign) values |= 1U << v;
    return values;
  }

  void expand(const Place& node, const Pattern& pattern, const Texts& actors, Influence influence,
              int assumption) {
    for (const std::string& a : actors)
      for (const std::string& b : actors)
        for (const std::string& c : actors) {
          // Of two like signs A and B may change places, which is the same influence.
          const bool same = pattern.first == pattern.second;
          if (a == b || b == c || a == c || (same && a > b)) continue;
          const Slot *ac = tie(a, c), *cb = tie(c, b), *ab = tie(a, b);
          if (ac == nullptr || cb == nullptr || ab == nullptr) continue;
          const Term first{position(*ac), values_of_sign(*ac, pattern.first)};
          const Term second{position(*cb), values_of_sign(*cb, pattern.second)};
          if (first.values == 0 || second.values == 0) continue;
          influence.name =
              fmt::format("{}: {} and {} by {} ({})", influence.group, a, b, c, pattern.name);
          influence.when = {first, second};
          influence.pushes.clear();
          for (std::size_t v = 0; v < ab->signs.size(); ++v)
            if (ab->signs[v] == pattern.result)
              influence.pushes.push_back({position(*ab), int(v), assumption});
          if (!influence.pushes.empty()) add_influence(node, influence);
        }
  }

  [[nodiscard]] int position(const Slot& slot) const { return int(&slot - s_.slots.data()); }

  // Votes

  void add_vote_slot(const Place& key, const Place& node) {
    node.only({"tempo", "when", "body", "rule", "at", "leanings", "about"});
    Slot slot;
    slot.kind = Slot::Kind::vote;
    slot.name = key.text("a vote's name");
    slot.line = key.line();
    slot.values = {"none", "passed", "failed", "vetoed"};
    slot.start = only_value(slot, int(Outcome::none));
    slot.needs.resize(slot.values.size());
    if (const auto about = node.find("about")) slot.about = about->text("a text");
    if (const auto time = node.find("tempo")) slot.tempo = tempo(*time, s_.months_per_step());
    add_slot(key, std::move(slot));
  }

  void read_ballot(const Place& key, const Place& node) {
    Ballot ballot;
    ballot.slot = key.one_of(names_, "slot");
    if (const auto when = node.find("when")) ballot.when = read_condition(*when);
    const Body body = read_body(node.require("body"));
    ballot.body = body.id;
    const auto at = node.find("at");
    const base::Date date = at ? day(*at) : first_day();
    const auto rule = node.find("rule");
    auto chamber = body.on(date, rule ? rule->text("the id of a rule") : "");
    if (!chamber) throw Broken{chamber.error()};
    ballot.chamber = std::move(*chamber);
    const Place leanings = node.require("leanings");
    for (const Place& leaning : list_of_maps(leanings, "leanings"))
      ballot.leanings.push_back(read_leaning(leaning, ballot.chamber));
    check_members(leanings, ballot);
    add_to_fingerprint(ballot.chamber);
    s_.ballots.push_back(std::move(ballot));
  }

  [[nodiscard]] base::Date first_day() const {
    return base::Date::from_civil(s_.from / 12, s_.from % 12 + 1, 1);
  }

  /// A body that is written in place, lies in a file beside the scenario, or in knowledge/bodies.
  Body read_body(const Place& node) const {
    auto body = node.is_map() ? Body::read(node.yaml(), folder_) : Body::load(body_file(node));
    if (!body) throw Broken{body.error()};
    return std::move(*body);
  }

  [[nodiscard]] std::filesystem::path body_file(const Place& node) const {
    const std::string name = node.text("a body");
    if (name.ends_with(".yaml")) return folder_ / name;
    const auto file = home_ / "knowledge/bodies" / (name + ".yaml");
    if (name.find('/') == name.npos && std::filesystem::exists(file)) return file;
    node.fail(fmt::format("knowledge/bodies has no '{}'", name),
              "a body of your own is a file, NAME.yaml, beside the scenario or further off");
  }

  Leaning read_leaning(const Place& node, const Chamber& chamber) {
    node.only({"members", "when", "vote", "about", "claim", "measure", "judgement"});
    const Texts members(chamber.members().begin(), chamber.members().end());
    Leaning leaning;
    leaning.line = node.line();
    for (const Place& member : node.require("members").list("members"))
      if (member.text("a member") == "others")
        for (int i = 0; i < int(members.size()); ++i) leaning.members.push_back(i);
      else
        leaning.members.push_back(member.one_of(members, "member of the body at that time"));
    if (const auto when = node.find("when")) leaning.when = read_condition(*when);
    read_vote(node.require("vote"), leaning);
    leaning.source = read_source(node);
    return leaning;
  }

  static void read_vote(const Place& node, Leaning& leaning) {
    const Texts votes{"yes", "abstain", "no"};
    std::uint32_t* shares[] = {&leaning.yes, &leaning.abstain, &leaning.no};
    if (node.is_text()) {
      *shares[node.one_of(votes, "vote")] = 1;
      return;
    }
    for (const auto& [vote, share] : node.entries("a vote, or votes with their shares"))
      *shares[vote.one_of(votes, "vote")] = std::uint32_t(share.integer(0, kLargestShare));
    if (leaning.yes + leaning.abstain + leaning.no == 0) node.fail("the shares are all 0");
  }

  /// Every member must have a leaning that always holds: the last of its own.
  static void check_members(const Place& node, const Ballot& ballot) {
    for (int i = 0; i < int(ballot.chamber.members().size()); ++i)
      if (std::none_of(ballot.leanings.begin(), ballot.leanings.end(), [&](const Leaning& l) {
            return l.when.empty() &&
                   std::find(l.members.begin(), l.members.end(), i) != l.members.end();
          }))
        node.fail(fmt::format("how {} votes is not always known", ballot.chamber.members()[i]),
                  "give it, or 'others', a leaning without 'when', as the last");
  }

  /// What a chamber decides goes into the scenario's hash, wherever it was written.
  void add_to_fingerprint(const Chamber& chamber) {
    for (std::size_t c = 0; c < chamber.conditions().size(); ++c) {
      fingerprint_ +=
          fmt::format("\n{} {}", chamber.conditions()[c].clause, chamber.conditions()[c].least);
      for (std::size_t m = 0; m < chamber.members().size(); ++m)
        fingerprint_ += fmt::format(" {} {} {}", chamber.members()[m],
                                    chamber.value(c, m, Vote::yes), chamber.value(c, m, Vote::no));
    }
  }

  // Flows

  void add_flow_slot(const Place& key, const Place& node) {
    node.only({"links", "from", "to", "at", "open", "bands", "about"});
    Slot slot;
    slot.kind = Slot::Kind::flow;
    slot.name = key.text("a flow's name");
    slot.line = key.line();
    slot.values = {"none"};
    if (const auto about = node.find("about")) slot.about = about->text("a text");
    const Place bands = node.require("bands");
    for (const auto& [name, bound] : bands.entries("values and from which amount on they hold"))
      slot.values.push_back(name.text("a value"));
    if (slot.values.size() < 2 || int(slot.values.size()) > kMostValues)
      bands.fail(fmt::format("a flow has 1 to {} bands", kMostValues - 1));
    slot.start = only_value(slot, 0);
    slot.tempo.kind = Tempo::Kind::never;
    slot.needs.resize(slot.values.size());
    add_slot(key, std::move(slot));
  }

  void read_flow(const Place& key, const Place& node) {
    Flow flow;
    flow.slot = key.one_of(names_, "slot");
    const Place file = node.require("links");
    auto links = Links::load(folder_ / file.text("a file of links"));
    if (!links) throw Broken{links.error()};
    flow.links = std::make_shared<const Links>(std::move(*links));
    flow.from = nodes(node.require("from"), *flow.links);
    const Place to = node.require("to");
    flow.to = nodes(to, *flow.links);
    for (const std::uint32_t place : flow.to)
      if (std::find(flow.from.begin(), flow.from.end(), place) != flow.from.end())
        to.fail(fmt::format("'{}' is where the flow comes from", flow.links->nodes[place].id));
    const auto at = node.find("at");
    flow.at = at ? day(*at) : first_day();
    if (const auto open = node.find("open")) read_openings(*open, flow);
    read_bands(node.require("bands"), flow);
    add_to_fingerprint(flow);
    s_.flows.push_back(std::move(flow));
  }

  static std::vector<std::uint32_t> nodes(const Place& place, const Links& links) {
    auto found = links.nodes_of(place.text("a node, or a state"));
    if (!found) place.fail(found.error().what, found.error().advice);
    return *found;
  }

  static std::vector<std::uint32_t> links_of(const Place& place, const Links& links) {
    auto found = links.links_of(place.text("a link, or a project"));
    if (!found) place.fail(found.error().what, found.error().advice);
    return *found;
  }

  void read_openings(const Place& node, Flow& flow) {
    for (const auto& [name, when] : node.entries("links and when they are open")) {
      Flow::Opening opening{links_of(name, *flow.links), read_condition(when)};
      for (const std::uint32_t link : opening.links)
        if (!flow.links->links[link].capacity)
          name.fail(fmt::format("the capacity of '{}' is not known", flow.links->links[link].id),
                    "give it one in the file of links");
      if (opening.when.empty()) when.fail("expected a condition, such as {pipeline: built}");
      flow.open.push_back(std::move(opening));
    }
    if (int(flow.open.size()) > kMostOpenings)
      node.fail(fmt::format("{} links or projects are the most, these are {}", kMostOpenings,
                            flow.open.size()));
  }

  static void read_bands(const Place& node, Flow& flow) {
    for (const auto& [name, bound] : node.entries("values and from which amount on they hold")) {
      const auto amount = parse_decimal(bound.text("an amount"), 3);
      if (!amount || *amount <= 0)
        bound.fail("expected an amount above 0, with three decimals at most");
      if (!flow.lower_bounds.empty() && *amount <= flow.lower_bounds.back())
        bound.fail("each band begins above the one before");
      flow.lower_bounds.push_back(*amount);
    }
  }

  void add_to_fingerprint(const Flow& flow) {
    const auto capacities = flow.links->capacities(flow.at);
    for (std::size_t i = 0; i < capacities.size(); ++i) {
      const Link& link = flow.links->links[i];
      fingerprint_ += fmt::format("\n{} {} {} {} {} {}", link.id, link.from, link.to,
                                  link.both_ways, capacities[i], link.capacity.value_or(-1));
    }
  }

  // Red lines and variants

  void read_red_line(const Place& node) {
    node.only({"name", "when", "then", "about", "claim", "measure", "judgement"});
    RedLine line;
    line.line = node.line();
    line.name = unique_name(node, "red line");
    line.when = read_condition(node.require("when"));
    if (const auto then = node.find("then"))
      for (const auto& [name, value] :
           then->entries("where slots go, such as {government: falls}")) {
        const int slot = choice_slot(name);
        line.then.push_back({slot, value.one_of(s_.slots[slot].values, value_of(s_.slots[slot]))});
      }
    line.source = read_source(node);
    s_.red_lines.push_back(std::move(line));
  }

  void read_variant(const Place& key, const Place& node) {
    node.only({"about", "start", "fix", "weights", "without", "block"});
    Variant variant;
    variant.name = key.text("a variant's name");
    variant.line = key.line();
    if (const auto about = node.find("about")) variant.about = about->text("a text");
    if (const auto start = node.find("start"))
      for (const auto& [name, shares] : start->entries("slots and where they start")) {
        const int slot = choice_slot(name);
        variant.start.push_back({slot, read_shares(shares, s_.slots[slot])});
      }
    if (const auto fix = node.find("fix"))
      for (const auto& [name, value] : fix->entries("slots and the value that they keep")) {
        const int slot = choice_slot(name);
        variant.fix.push_back(
            {slot, value.one_of(s_.slots[slot].values, value_of(s_.slots[slot]))});
      }
    const Texts groups(groups_.begin(), groups_.end());
    if (const auto weights = node.find("weights"))
      for (const auto& [name, range] : weights->entries("influences and their weights")) {
        const std::string group = groups[name.one_of(groups, "influence")];
        if (is_red_line(group))
          name.fail(fmt::format("'{}' is a red line: it has no weight", group));
        variant.weights.push_back({group, weight(range)});
      }
    if (const auto without = node.find("without"))
      for (const Place& name : without->list("influences or red lines"))
        variant.without.push_back(groups[name.one_of(groups, "influence or red line")]);
    if (const auto block = node.find("block"))
      for (const Place& word : block->list("links")) variant.block.push_back(blocked(word));
    s_.variants.push_back(std::move(variant));
  }

  /// A link or project of any of the flows.
  std::string blocked(const Place& word) const {
    if (s_.flows.empty()) word.fail("the scenario has no flows whose links could be blocked");
    for (const Flow& flow : s_.flows)
      if (flow.links->links_of(word.text("a link, or a project"))) return word.text("a link");
    (void)links_of(word, *s_.flows[0].links);  // says which there are
    word.fail("this is no link");
  }

  [[nodiscard]] bool is_red_line(const std::string& name) const {
    return std::any_of(s_.red_lines.begin(), s_.red_lines.end(),
                       [&](const RedLine& line) { return line.name == name; });
  }

  /// Scores are 16-bit numbers in the engine.
  void check_scores(const Place& node) const {
    constexpr int kHighest = 8'000;
    std::vector<std::array<int, kMostValues>> most(s_.slots.size());
    for (const Influence& influence : s_.influences)
      for (const Push& push : influence.pushes)
        if ((most[push.slot][push.value] += kHeaviest) > kHighest)
          node.fail(fmt::format("more than {} influences push '{}: {}'", kHighest / kHeaviest,
                                s_.slots[push.slot].name, s_.slots[push.slot].values[push.value]));
  }

  Scenario& s_;
  std::filesystem::path home_, folder_;
  std::string fingerprint_;       // of what other files gave
  Texts names_;                   // of slots
  std::set<std::string> groups_;  // names of influences, patterns and red lines
};

}  // namespace

base::Result<Scenario> read_scenario(const std::string& text, const std::string& file,
                                     const std::filesystem::path& home) {
  const auto yaml = Yaml::parse(text, file);
  if (!yaml) return tl::unexpected(yaml.error());
  Scenario scenario;
  scenario.file = file;
  try {
    FileReader(scenario, home).read(Place(*yaml), text);
  } catch (const Broken& broken) {
    return tl::unexpected(broken.elsewhere ? *broken.elsewhere : yaml->outcome().error());
  }
  return scenario;
}

base::Result<Scenario> load_scenario(const std::filesystem::path& file,
                                     const std::filesystem::path& home) {
  const auto bytes = base::MappedFile::open(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return read_scenario(std::string(bytes->bytes()), file.string(), home);
}

}  // namespace entente::scenario
