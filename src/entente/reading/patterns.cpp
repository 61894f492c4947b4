#include "entente/reading/patterns.h"

#include <algorithm>
#include <array>

#include "entente/base/tsv.h"

namespace entente::reading {

namespace {

using Where = const std::string&;

base::Result<WordClass> word_class_of(std::string_view cell, Where where) {
  if (cell == "v") return WordClass::verb;
  if (cell == "n") return WordClass::noun;
  if (cell == "a") return WordClass::adjective;
  return base::fail("'" + std::string(cell) + "' is no word class", where, "v, n or a");
}

Slot slot_of(std::string_view name) {
  const bool itself = name.ends_with('!');
  if (itself) name.remove_suffix(1);
  constexpr std::pair<std::string_view, SlotKind> kNames[] = {
      {"subj", SlotKind::subject},  {"obj", SlotKind::object},     {"iobj", SlotKind::indirect},
      {"own", SlotKind::owner},     {"light", SlotKind::light},    {"comp", SlotKind::complement},
      {"bearer", SlotKind::bearer}, {"left", SlotKind::left},      {"head", SlotKind::head},
      {"say", SlotKind::content},   {"clause", SlotKind::clause},  {"home", SlotKind::home},
      {"foe", SlotKind::foe},       {"parties", SlotKind::parties}};
  for (const auto& [word, kind] : kNames)
    if (word == name) return {kind, {}, itself};
  if (name == "anti" || name == "pro") return {SlotKind::prefix, std::string(name) + "-", itself};
  return {SlotKind::preposition, std::string(name), itself};
}

std::vector<Slot> slots_of(std::string_view list) {
  std::vector<Slot> slots;
  for (const std::string_view name : base::split_list(list, ',')) slots.push_back(slot_of(name));
  return slots;
}

/// A frame is "ACTORS>RECIPIENTS", "mutual", or left out for the word class's usual one.
base::Result<void> set_frame(Trigger& trigger, std::string_view frame, WordClass word_class,
                             Where where) {
  constexpr std::array<std::string_view, 3> kUsual{
      "subj>obj", "own,by,from,light,of>against,on,to,toward,towards,with,for,over,light",
      "subj>to,toward,towards,with,of"};
  if (frame == "mutual") {
    trigger.mutual = true;
    frame = {};
  }
  if (frame.empty()) frame = kUsual[std::size_t(word_class)];
  const std::size_t arrow = frame.find('>');
  if (arrow == frame.npos)
    return base::fail("the frame '" + std::string(frame) + "' has no '>'", where,
                      "ACTORS>RECIPIENTS, for example subj>obj,with");
  trigger.actors = slots_of(frame.substr(0, arrow));
  trigger.recipients = slots_of(frame.substr(arrow + 1));
  return {};
}

/// The value that `cell` names, or `otherwise` for an empty one.
template <class Value, class Find>
base::Result<Value> named(std::string_view cell, Value otherwise, Find find, Where where) {
  if (cell.empty()) return otherwise;
  const auto value = find(cell);
  if (!value) return base::fail("'" + std::string(cell) + "' is not in the codebook", where);
  return *value;
}

/// "triggers_conflict.tsv:88" of knowledge/, and with its path of a world.
std::string place_of(const base::TsvRow& row, bool of_world) {
  const std::size_t slash = row.where().rfind('/');
  return row.where().substr(of_world || slash == std::string::npos ? 0 : slash + 1);
}

base::Result<Trigger> trigger_of(const base::TsvRow& row, WordClass word_class, bool of_world) {
  Trigger trigger{};
  const auto type = model::claim_type_from_name(row["type"]);
  if (!type)
    return base::fail("'" + std::string(row["type"]) + "' is no claim type", row.where(),
                      "codebook section 3");
  trigger.type = *type;
  for (const auto need : base::split_list(row["needs"])) trigger.needs.emplace_back(need);
  const auto needs = [&](std::string_view lemma) {
    return std::ranges::find(trigger.needs, lemma) != trigger.needs.end();
  };
  trigger.needs_official = needs("minister");
  trigger.needs_displaced = needs("displaced");
  trigger.needs_weapon = needs("missile") && needs("aircraft");
  if (auto done = set_frame(trigger, row["frame"], word_class, row.where()); !done)
    return tl::unexpected(done.error());
  if (!row["layer"].empty()) {
    trigger.layer = model::layer_from_name(row["layer"]);
    if (!trigger.layer)
      return base::fail("'" + std::string(row["layer"]) + "' is no layer", row.where());
  }
  const auto sign = named(row["sign"], model::Sign::none, model::sign_from_name, row.where());
  if (!sign) return tl::unexpected(sign.error());
  const auto trend = named(row["trend"], model::Trend::none, model::trend_from_name, row.where());
  if (!trend) return tl::unexpected(trend.error());
  trigger.sign = *sign;
  trigger.trend = *trend;
  trigger.where = place_of(row, of_world);
  return trigger;
}

base::Result<Operator> operator_of(const base::TsvRow& row, bool of_world) {
  Operator op{};
  for (const auto name : base::split_list(row["aux"])) {
    const auto aux = model::aux_from_name(name);
    if (!aux) return base::fail("'" + std::string(name) + "' is no auxiliary mode", row.where());
    op.aux |= *aux;
  }
  const std::string_view voucher = row["voucher"];
  op.voucher = voucher == "subj"      ? Voucher::subject
               : voucher == "unnamed" ? Voucher::unnamed
                                      : Voucher::none;
  op.carries = row["light"] == "subj";
  op.reverses = row["light"] == "reverse";
  const auto sign = named(row["sign"], model::Sign::none, model::sign_from_name, row.where());
  if (!sign) return tl::unexpected(sign.error());
  const auto trend = named(row["trend"], model::Trend::none, model::trend_from_name, row.where());
  if (!trend) return tl::unexpected(trend.error());
  op.sign = *sign;
  op.trend = *trend;
  op.where = place_of(row, of_world);
  return op;
}

}  // namespace

WordClass word_class_of(text::Tag tag) {
  if (text::is_verb(tag) || text::is_auxiliary(tag)) return WordClass::verb;
  const bool adjective = tag == text::Tag::ADJ || tag == text::Tag::ADV;
  return adjective ? WordClass::adjective : WordClass::noun;
}

namespace {

/// "supplied B with arms", "delivered missiles to B": one gives and the other gets.
bool is_delivery(const Trigger& trigger) {
  if (trigger.type != model::ClaimType::cooperate || trigger.mutual || trigger.recipients.empty())
    return false;
  const auto is = [](const Slot& slot, std::string_view preposition) {
    return slot.kind == SlotKind::preposition && slot.preposition == preposition;
  };
  const Slot& first = trigger.recipients.front();
  return first.kind == SlotKind::indirect || is(first, "to") ||
         (first.kind == SlotKind::subject && is(trigger.actors.front(), "from"));
}

}  // namespace

base::Result<void> Patterns::load_triggers(const std::filesystem::path& path, bool of_world) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    const auto word_class = word_class_of(row["pos"], row.where());
    if (!word_class) return tl::unexpected(word_class.error());
    auto trigger = trigger_of(row, *word_class, of_world);
    if (!trigger) return tl::unexpected(trigger.error());
    for (const std::string& need : trigger->needs) {
      const auto next = static_cast<std::uint32_t>(need_ids_.size() + 1);
      trigger->need_ids.push_back(need_ids_.try_emplace(need, next));
      trigger->need_bits |= need_bit(trigger->need_ids.back());
    }
    std::ranges::sort(trigger->need_ids);
    if (is_delivery(*trigger)) {
      Trigger aid = *trigger;
      aid.type = model::ClaimType::aid;
      trigger->to_armed_group = std::make_shared<const Trigger>(std::move(aid));
    }
    for (const std::string_view word : base::split_list(row["words"])) {
      auto& rows = triggers_[std::size_t(*word_class)][word];
      // Rows that need another word are more specific: they stand before those that do not.
      const auto at =
          trigger->needs.empty()
              ? rows.end()
              : std::ranges::find_if(rows, [](const Trigger& t) { return t.needs.empty(); });
      rows.insert(at, *trigger);
    }
    return {};
  });
}

base::Result<void> Patterns::load_operators(const std::filesystem::path& path, bool of_world) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    const auto word_class = word_class_of(row["pos"], row.where());
    if (!word_class) return tl::unexpected(word_class.error());
    const auto op = operator_of(row, of_world);
    if (!op) return tl::unexpected(op.error());
    for (const std::string_view word : base::split_list(row["words"]))
      operators_[std::size_t(*word_class)].try_emplace(word, *op);
    return {};
  });
}

base::Result<void> Patterns::load_layers(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    const auto layer = model::layer_from_name(row["layer"]);
    if (!layer) return base::fail("'" + std::string(row["layer"]) + "' is no layer", row.where());
    for (const std::string_view word : base::split_list(row["words"]))
      layers_.try_emplace(word, *layer);
    return {};
  });
}

base::Result<void> Patterns::load_deeds(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    for (const std::string_view name : base::split_list(row["types"])) {
      const auto type = model::claim_type_from_name(name);
      if (!type)
        return base::fail("'" + std::string(name) + "' is no claim type", row.where(),
                          "codebook section 3");
      for (const std::string_view word : base::split_list(row["words"]))
        deeds_[word].push_back(*type);
    }
    return {};
  });
}

base::Result<void> Patterns::load_folder(const std::filesystem::path& folder, bool of_world) {
  base::Result<void> done;
  for (const char* file :
       {"triggers_cooperation.tsv", "triggers_conflict.tsv", "triggers_nouns.tsv"})
    if (done) done = load_triggers(folder / file, of_world);
  if (done) done = load_operators(folder / "operators.tsv", of_world);
  if (done) done = load_layers(folder / "layers.tsv");
  if (done) done = load_deeds(folder / "deeds.tsv");
  if (done)
    done = read_rows(folder / "games.tsv", [&](const base::TsvRow& row) -> base::Result<void> {
      constexpr std::string_view kWeights[] = {"move", "1", "2"};
      const auto weight = std::ranges::find(kWeights, row["weight"]);
      if (weight == std::end(kWeights))
        return base::fail("the weight is '" + std::string(row["weight"]) + "'", row.where(),
                          "1, 2 or move");
      for (const std::string_view word : base::split_list(row["words"]))
        if (weight == std::begin(kWeights))
          game_moves_.try_emplace(word, true);
        else
          game_cues_.try_emplace(word, static_cast<int>(weight - std::begin(kWeights)));
      return {};
    });
  if (done)
    done = read_rows(folder / "irregular_verbs.tsv",
                     [&](const base::TsvRow& row) -> base::Result<void> {
                       for (const std::string_view form : base::split_list(row["forms"]))
                         irregular_.try_emplace(form, std::string(row["lemma"]));
                       return {};
                     });
  if (done)
    done = read_rows(folder / "stand_ins.tsv", [&](const base::TsvRow& row) -> base::Result<void> {
      stand_ins_.try_emplace(row["form"], std::string(row["as"]));
      return {};
    });
  return done;
}

base::Result<Patterns> Patterns::load(const Folders& folders) {
  Patterns patterns;
  for (const std::filesystem::path& folder : folders)
    if (auto done = patterns.load_folder(folder, folder != folders.back()); !done)
      return tl::unexpected(done.error());
  return patterns;
}

std::span<const Trigger> Patterns::triggers(std::string_view lemma, WordClass word_class) const {
  const auto& rows = triggers_[std::size_t(word_class)];
  const auto* found = rows.find(lemma);
  const bool stance = word_class == WordClass::adjective ||
                      (word_class == WordClass::noun && lemma.ends_with("ism"));
  if (found == nullptr && stance)
    for (const std::string_view prefix : {"anti-", "pro-"})
      if (lemma.starts_with(prefix)) found = rows.find(prefix);
  return found == nullptr ? std::span<const Trigger>{} : std::span<const Trigger>(*found);
}

const Operator* Patterns::find_operator(std::string_view lemma, WordClass word_class) const {
  return operators_[std::size_t(word_class)].find(lemma);
}

std::uint32_t Patterns::need_id(std::string_view lemma) const {
  const std::uint32_t* found = need_ids_.find(lemma);
  return found == nullptr ? 0 : *found;
}

bool Patterns::knows_verb(std::string_view lemma) const {
  const auto verb = std::size_t(WordClass::verb);
  return triggers_[verb].contains(lemma) || operators_[verb].contains(lemma);
}

std::string_view Patterns::irregular_base(std::string_view form) const {
  const std::string* found = irregular_.find(form);
  return found == nullptr ? std::string_view{} : *found;
}

std::string_view Patterns::stand_in(std::string_view form) const {
  const std::string* found = stand_ins_.find(form);
  return found == nullptr ? std::string_view{} : *found;
}

bool Patterns::is_game_move(std::string_view lemma) const {
  return game_moves_.find(lemma) != nullptr;
}

int Patterns::game_cue(std::string_view lemma) const {
  const int* weight = game_cues_.find(lemma);
  return weight == nullptr ? 0 : *weight;
}

std::span<const model::ClaimType> Patterns::deed(std::string_view lemma) const {
  const auto* found = deeds_.find(lemma);
  return found == nullptr ? std::span<const model::ClaimType>{}
                          : std::span<const model::ClaimType>(*found);
}

std::optional<model::Layer> Patterns::layer(std::string_view lemma) const {
  const model::Layer* found = layers_.find(lemma);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

}  // namespace entente::reading
