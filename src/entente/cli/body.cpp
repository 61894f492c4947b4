#include "entente/scenario/body.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>

#include "entente/alignment/standings.h"
#include "entente/cli/actor_names.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/cli/table.h"
#include "entente/cli/world_files.h"
#include "entente/reading/reader.h"
#include "entente/scenario/power.h"
#include "entente/scenario/vote_diagram.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::Body;
using scenario::Chamber;
using scenario::Fraction;
using scenario::Leaning;
using scenario::Power;
using scenario::Vote;

constexpr std::string_view kOthers = "others";

struct Options {
  std::string body, at, rule;
  std::vector<std::string> votes;
  std::string against;  ///< a motion against this actor: members vote as they stand to it
  double band = 1;      ///< who stands within this of neutral abstains
};

/// A body on the day and under the rule that were asked for.
struct Sitting {
  Body body;
  base::Date date;
  Chamber chamber;
};

Result<Sitting> sitting(const Options& options) {
  const auto file = world_file(options.body, "bodies");
  if (!file) return tl::unexpected(file.error());
  auto body = Body::load(*file);
  if (!body) return tl::unexpected(body.error());
  base::Date date{std::int32_t(std::time(nullptr) / 86400)};  // today, UTC
  if (!options.at.empty()) {
    const auto parsed = base::Date::parse(options.at);
    if (!parsed) return base::fail("no date", options.at, "write 2016-01-31, 2016-01 or 2016");
    date = *parsed;
  }
  auto chamber = body->on(date, options.rule);
  if (!chamber) return tl::unexpected(chamber.error());
  return Sitting{std::move(*body), date, std::move(*chamber)};
}

/// "yes", "no", "abstain", "0.7" (yes, else no) or "0.5/0.2" (yes, abstains, else no).
std::optional<Leaning> parse_leaning(std::string_view word) {
  if (word == "yes") return Leaning{1, 0};
  if (word == "no") return Leaning{0, 0};
  if (word == "abstain") return Leaning{0, 1};
  const auto share = [](std::string_view text) -> std::optional<double> {
    double value = -1;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc() || end != text.end() || !(value >= 0 && value <= 1)) return {};
    return value;
  };
  const std::size_t slash = word.find('/');
  const auto yes = share(word.substr(0, slash));
  const auto abstain =
      slash == std::string_view::npos ? std::optional(0.0) : share(word.substr(slash + 1));
  if (!yes || !abstain || *yes + *abstain > 1 + 1e-9) return {};
  return Leaning{*yes, std::min(*abstain, 1 - *yes)};
}

using Given = std::vector<std::optional<Leaning>>;

/// How the members would vote on a motion against an actor, by their alignments with it on the day:
/// yes below -band, no above band, else they abstain. The actor itself votes no; of members of
/// whose standing the record says nothing the prior speaks.
Result<Given> leanings_by_alignment(const Sitting& s, const std::string& against, double band,
                                    const Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  const auto standings = alignment::Standings::load(*record, home_folder(), {.around = against});
  if (!standings) return tl::unexpected(standings.error());
  if (standings->observed.pairs.empty())
    return base::fail("the record has nothing between this actor and another", against,
                      "`entente status` names those that it knows best");
  const auto all = standings->at(s.date);
  const alignment::Parameters& prior = standings->parameters();
  Given given;
  for (const std::string& member : s.chamber.members()) {
    const auto pair = standings->observed.find(member, against);
    const alignment::Standing standing =
        pair ? all[*pair] : alignment::Standing{prior.mean, prior.variance()};
    const auto below = [&](double x) {
      return 0.5 * std::erfc((standing.mean - x) / standing.deviation() / std::sqrt(2.0));
    };
    if (member == against)
      given.emplace_back(Leaning{0, 0});
    else
      given.emplace_back(Leaning{below(-band), below(band) - below(-band)});
  }
  return given;
}

Result<std::vector<Leaning>> leanings(const Sitting& s, const std::vector<std::string>& votes,
                                      Given given) {
  std::optional<Leaning> others;
  for (const std::string& vote : votes) {
    const std::size_t equals = vote.find('=');
    const std::string actor = vote.substr(0, equals);
    const auto leaning =
        parse_leaning(equals == std::string::npos ? std::string_view()
                                                  : std::string_view(vote).substr(equals + 1));
    if (!leaning)
      return base::fail("no vote", vote,
                        "write RUS=no, RUS=abstain, RUS=0.7 for the chance of a yes, or "
                        "RUS=0.5/0.2 with the chance to abstain");
    const int member = s.chamber.member(actor);
    if (actor != kOthers && member < 0)
      return base::fail(
          fmt::format("'{}' is no member of {} on {}", actor, s.body.id, s.date.iso()), vote,
          fmt::format("members are {}", fmt::join(s.chamber.members(), ", ")));
    (actor == kOthers ? others : given[std::size_t(member)]) = leaning;
  }
  std::vector<Leaning> all;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!given[i] && !others)
      return base::fail(fmt::format("'{}' has no vote", s.chamber.members()[i]), {},
                        "name it, or give the rest one by others=yes");
    all.push_back(given[i] ? *given[i] : *others);
  }
  return all;
}

bool is_certain(const Leaning& leaning) {
  return (leaning.yes == 0 || leaning.yes == 1) && (leaning.abstain == 0 || leaning.abstain == 1);
}

/// What comes of a vote: certain when every member's vote is.
struct Outcome {
  std::string basis;
  std::vector<Leaning> leanings;
  bool certain = false;
  double probability = 0;
  std::vector<bool> holds;  // each condition, when certain
  std::string_view word;    // "passes", "fails", "is vetoed", when certain
};

Result<Outcome> outcome(const Sitting& s, const Options& options, const Context& context) {
  Result<Given> given = Given(s.chamber.members().size());
  std::string basis = "votes given on the command line, independent of one another";
  if (!options.against.empty()) {
    given = leanings_by_alignment(s, options.against, options.band, context);
    basis = fmt::format(
        "{}alignments with {} on {} by the record, independent of one another; judgement: yes "
        "below -{}, no above {}, abstention between",
        options.votes.empty() ? "" : "votes given on the command line; for the others ",
        options.against, s.date.iso(), options.band, options.band);
  }
  if (!given) return tl::unexpected(given.error());
  auto all = leanings(s, options.votes, std::move(*given));
  if (!all) return tl::unexpected(all.error());
  Outcome o;
  o.basis = std::move(basis);
  o.leanings = std::move(*all);
  o.certain = std::all_of(o.leanings.begin(), o.leanings.end(), is_certain);
  if (!o.certain) {
    const auto diagram =
        scenario::VoteDiagram::build(s.chamber, scenario::VoteDiagram::Votes::yes_abstain_no);
    if (!diagram) return tl::unexpected(diagram.error());
    o.probability = diagram->pass_probability(o.leanings);
    return o;
  }
  std::vector<Vote> cast;
  for (const Leaning& l : o.leanings)
    cast.push_back(l.yes == 1 ? Vote::yes : l.abstain == 1 ? Vote::abstain : Vote::no);
  for (std::size_t c = 0; c < s.chamber.conditions().size(); ++c)
    o.holds.push_back(s.chamber.sum(c, cast) >= s.chamber.conditions()[c].least);
  o.probability = s.chamber.passes(cast) ? 1 : 0;
  o.word = s.chamber.passes(cast) ? "passes" : s.chamber.vetoed(cast) ? "is vetoed" : "fails";
  return o;
}

// JSON

std::string json(const Fraction& f) {
  return fmt::format(R"({{"fraction":{},"value":{}}})", json_text(f.text), f.value);
}

std::string json_head(const Sitting& s) {
  std::string conditions, sources;
  for (const auto& c : s.chamber.conditions())
    conditions += fmt::format(R"({}{{"clause":{},"condition":{}}})", conditions.empty() ? "" : ",",
                              c.clause + 1, json_text(c.text));
  for (const auto& source : s.body.sources)
    sources += (sources.empty() ? "" : ",") + json_text(source);
  return fmt::format(R"("body":{},"name":{},"date":{},"rule":{},"conditions":[{}],"sources":[{}])",
                     json_text(s.body.id), json_text(s.body.name), json_text(s.date.iso()),
                     json_text(s.chamber.rule()), conditions, sources);
}

void print_json(const Sitting& s, const Power& power, Context& context) {
  std::string members;
  for (std::size_t i = 0; i < power.members.size(); ++i) {
    const Power::Member& m = power.members[i];
    members += fmt::format(
        R"({}{{"actor":{},"swings":{},"shapley_shubik":{},"banzhaf":{},"banzhaf_absolute":{},)"
        R"("coleman_prevent":{},"coleman_initiate":{}}})",
        i > 0 ? "," : "", json_text(s.chamber.members()[i]), m.swings, json(m.shapley_shubik),
        json(m.banzhaf), json(m.banzhaf_absolute), json(m.coleman_prevent),
        json(m.coleman_initiate));
  }
  context.out.print(R"({{{},"winning":{},"coalitions":{},"collectivity":{},"members":[{}]}})"
                    "\n",
                    json_head(s), power.winning, power.coalitions, json(power.collectivity),
                    members);
}

void print_json(const Sitting& s, const Outcome& o, Context& context) {
  std::string votes, holds;
  for (std::size_t i = 0; i < o.leanings.size(); ++i)
    votes +=
        fmt::format(R"({}{{"actor":{},"yes":{},"abstain":{}}})", i > 0 ? "," : "",
                    json_text(s.chamber.members()[i]), o.leanings[i].yes, o.leanings[i].abstain);
  for (const bool held : o.holds) holds += fmt::format("{}{}", holds.empty() ? "" : ",", held);
  context.out.print(R"({{{},"basis":{},)"
                    R"("probability":{},"outcome":{},"holds":[{}],"votes":[{}]}})"
                    "\n",
                    json_head(s), json_text(o.basis), o.probability,
                    o.certain ? json_text(o.word) : "null", holds, votes);
}

// CSV

void print_csv(const Sitting& s, const Power& power, Context& context) {
  context.out.print(
      "body,date,rule,actor,swings,shapley_shubik,banzhaf,banzhaf_absolute,coleman_prevent,"
      "coleman_initiate,winning,coalitions\n");
  for (std::size_t i = 0; i < power.members.size(); ++i) {
    const Power::Member& m = power.members[i];
    context.out.print("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(s.body.id), s.date.iso(),
                      csv_cell(s.chamber.rule()), csv_cell(s.chamber.members()[i]), m.swings,
                      m.shapley_shubik.value, m.banzhaf.value, m.banzhaf_absolute.value,
                      m.coleman_prevent.value, m.coleman_initiate.value, power.winning,
                      power.coalitions);
  }
}

void print_csv(const Sitting& s, const Outcome& o, Context& context) {
  context.out.print("body,date,rule,probability,outcome\n{},{},{},{},{}\n", csv_cell(s.body.id),
                    s.date.iso(), csv_cell(s.chamber.rule()), o.probability, o.word);
}

// For people

void print_head(const Sitting& s, const std::vector<bool>& holds, Context& context) {
  const Painter paint = context.painter();
  context.out.print("{} ({}) on {}, {} members, rule {}\n\n", paint(Ink::strong, s.body.name),
                    s.body.id, s.date.iso(), s.chamber.members().size(),
                    paint(Ink::strong, s.chamber.rule()));
  int clause = -1;
  for (std::size_t i = 0; i < s.chamber.conditions().size(); ++i) {
    const auto& c = s.chamber.conditions()[i];
    const std::string_view word = c.clause == clause ? "or" : clause < 0 ? "passes if" : "and";
    clause = c.clause;
    context.out.print("  {:>9}  {}{}\n", word, c.text,
                      holds.empty() ? ""
                      : holds[i]    ? "  – holds"
                                    : "  – does not hold");
  }
  context.out.print("\n");
}

void print_for_people(const Sitting& s, const Power& power, const reading::Reader& reader,
                      Context& context) {
  print_head(s, {}, context);
  context.out.print("{} of {} coalitions pass a motion ({:.4g} %)\n\n", power.winning,
                    power.coalitions, 100 * power.collectivity.value);
  using enum Table::Align;
  Table table({{"member"},
               {"Shapley–Shubik", right},
               {"", right},
               {"Banzhaf", right},
               {"absolute", right},
               {"prevents", right},
               {"initiates", right},
               {"swings", right}});
  const auto number = [](double value) { return fmt::format("{:.4f}", value); };
  const auto short_text = [](const std::string& text) {
    return text.size() > 14 ? std::string() : text;
  };
  for (std::size_t i = 0; i < power.members.size(); ++i) {
    const Power::Member& m = power.members[i];
    table.add({{name_and_id(s.chamber.members()[i], reader), Ink::actor},
               {number(m.shapley_shubik.value), Ink::strong},
               {short_text(m.shapley_shubik.text), Ink::faint},
               {number(m.banzhaf.value)},
               {number(m.banzhaf_absolute.value)},
               {number(m.coleman_prevent.value)},
               {number(m.coleman_initiate.value)},
               {short_text(m.swings)}});
  }
  table.print(context.out, context.painter(), context.width());
  context.out.print("\nExact, over all coalitions; who is in one votes yes, all others no.\n");
  for (const auto& source : s.body.sources)
    context.out.print("{}\n", context.painter()(Ink::faint, "source: " + source));
}

void print_for_people(const Sitting& s, const Outcome& o, Context& context) {
  print_head(s, o.holds, context);
  const Painter paint = context.painter();
  if (!o.certain) {
    using enum Table::Align;
    Table table({{"member"}, {"yes", right}, {"abstains", right}, {"no", right}});
    const auto percent = [](double p) { return fmt::format("{:.0f} %", 100 * p); };
    for (std::size_t i = 0; i < o.leanings.size(); ++i)
      table.add({{s.chamber.members()[i], Ink::actor},
                 {percent(o.leanings[i].yes)},
                 {percent(o.leanings[i].abstain)},
                 {percent(1 - o.leanings[i].yes - o.leanings[i].abstain)}});
    table.print(context.out, paint, context.width());
    context.out.print("\n");
  }
  if (o.certain)
    context.out.print("The motion {}.\n", paint(Ink::strong, o.word));
  else
    context.out.print("The motion passes with probability {}.\n",
                      paint(Ink::strong, fmt::format("{:.6f}", o.probability)));
  context.out.print("Basis: {}{}.\n", o.basis, o.certain ? "" : "; exact");
}

Result<Exit> list(Context& context) {
  Table table({{"body"}, {"name"}, {"rules"}, {"file"}});
  if (context.format == Format::csv) context.out.print("body,name,file\n");
  for (const auto& file : world_files("bodies")) {
    const auto body = Body::load(file);
    if (!body) return tl::unexpected(body.error());
    std::vector<std::string> rules;
    for (const auto& rule : body->rules)
      if (std::find(rules.begin(), rules.end(), rule.id) == rules.end()) rules.push_back(rule.id);
    if (context.format == Format::jsonl)
      context.out.print(R"({{"body":{},"name":{},"file":{}}})"
                        "\n",
                        json_text(body->id), json_text(body->name), json_text(file.string()));
    else if (context.format == Format::csv)
      context.out.print("{},{},{}\n", csv_cell(body->id), csv_cell(body->name),
                        csv_cell(file.string()));
    else
      table.add({{file.stem().string(), Ink::actor},
                 {body->name},
                 {fmt::format("{}", fmt::join(rules, ", "))},
                 {file.string(), Ink::faint}});
  }
  if (context.format == Format::table) table.print(context.out, context.painter(), context.width());
  return Exit::done;
}

template <class Answer>
void print(const Sitting& s, const Answer& answer, Context& context) {
  if (context.format == Format::jsonl)
    print_json(s, answer, context);
  else
    print_csv(s, answer, context);
}

Result<Exit> body(const Options& options, Context& context) {
  if (options.body.empty()) return list(context);
  const auto s = sitting(options);
  if (!s) return tl::unexpected(s.error());
  if (!options.votes.empty() || !options.against.empty()) {
    const auto o = outcome(*s, options, context);
    if (!o) return tl::unexpected(o.error());
    if (context.format == Format::table)
      print_for_people(*s, *o, context);
    else
      print(*s, *o, context);
    return Exit::done;
  }
  const auto power = scenario::power(s->chamber);
  if (!power) return tl::unexpected(power.error());
  if (context.format != Format::table) {
    print(*s, *power, context);
    return Exit::done;
  }
  const auto reader = reading::Reader::load(home_folder());
  if (!reader) return tl::unexpected(reader.error());
  print_for_people(*s, *power, *reader, context);
  return Exit::done;
}

}  // namespace

void add_body(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *app.add_subcommand("body", "Who has how much power in a body, and what comes of a vote");
  command.footer(
      "A body is a file (docs/scenarios.md), or a name of knowledge/bodies or of a world's "
      "bodies;\n"
      "without one, those are listed.\n\n"
      "Examples:\n"
      "  entente body UNSC --at 2017-09-01\n"
      "  entente body UNSC --at 2017 --vote RUS=no CHN=abstain others=yes\n"
      "  entente body EU --rule 'qualified majority' --vote HUN=0.1 POL=0.6/0.2 others=0.8\n"
      "  entente body UNSC --at 2017-09 --against PAK --record eurasia.duckdb");
  command.add_option("body", options->body, "A body's file or name")->type_name("BODY");
  command.add_option("--at", options->at, "The day whose members and rule count (today)")
      ->type_name("DATE");
  command.add_option("--rule", options->rule, "One of its rules (the first that is in force)")
      ->type_name("RULE");
  command
      .add_option("--vote", options->votes,
                  "ACTOR=yes, no, abstain, or the chance of a yes (0.7), or of a yes and of "
                  "abstaining (0.5/0.2); others=… for the rest")
      ->type_name("VOTE");
  command
      .add_option("--against", options->against,
                  "A motion against this actor: members vote as they stand to it by the record")
      ->type_name("ACTOR");
  command
      .add_option("--band", options->band,
                  "With --against: who stands within this of neutral abstains (1)")
      ->type_name("X")
      ->check(CLI::Range(0.0, 10.0).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return body(*options, context); };
  });
}

}  // namespace entente::cli
