#include "entente/scenario/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>

#include "entente/base/ascii.h"
#include "entente/base/mapped_file.h"
#include "entente/base/utf8.h"

namespace entente::scenario {

using base::Result;

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

/// Letters to change, add or take away to come from one word to the other (Levenshtein).
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

/// The text of a node as an error shows it.
std::string quoted(const YAML::Node& node) {
  return node.IsScalar() ? fmt::format("'{}'", node.Scalar())
                         : std::string(node.IsSequence() ? "a list" : "a set of keys");
}

/// Where the documents of a file begin.
struct Documents : YAML::EventHandler {
  using Mark = YAML::Mark;
  using Anchor = YAML::anchor_t;
  using Style = YAML::EmitterStyle::value;
  std::vector<Mark> marks;

  void OnDocumentStart(const Mark& mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const Mark&, Anchor) override {}
  void OnAlias(const Mark&, Anchor) override {}
  void OnScalar(const Mark&, const std::string&, Anchor, const std::string&) override {}
  void OnSequenceStart(const Mark&, const std::string&, Anchor, Style) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark&, const std::string&, Anchor, Style) override {}
  void OnMapEnd() override {}
};

std::string without_underscores(std::string text) {
  std::erase(text, '_');
  return text;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known) {
  const std::string* best = nullptr;
  std::size_t fewest = std::min<std::size_t>({4, word.size() / 3 + 2, word.size()});
  for (const std::string& candidate : known) {
    if (candidate.size() > word.size() + 3 || word.size() > candidate.size() + 3) continue;
    const std::size_t count = edits(word, candidate);
    if (count < fewest) {
      fewest = count;
      best = &candidate;
    }
  }
  if (best == nullptr) return {};
  return *best;
}

std::optional<std::int64_t> parse_decimal(std::string_view text, int places) {
  constexpr std::int64_t kMost = 1'000'000'000'000'000;
  std::int64_t value = 0;
  int after_point = -1, digits = 0;
  for (const char c : text) {
    if (c == '_') continue;
    if (c == '.' && after_point < 0) {
      after_point = 0;
      continue;
    }
    if (c < '0' || c > '9' || (after_point >= 0 && ++after_point > places)) return {};
    ++digits;
    value = value * 10 + (c - '0');
    if (value > kMost) return {};
  }
  if (digits == 0) return {};
  for (int place = std::max(0, after_point); place < places; ++place) {
    value *= 10;
    if (value > kMost) return {};
  }
  return value;
}

Result<Yaml> Yaml::parse(const std::string& text, std::string name) {
  const auto at = [&](const YAML::Mark& mark) {
    return mark.is_null() ? name : fmt::format("{}:{}", name, mark.line + 1);
  };
  if (const auto byte = base::first_invalid_utf8(text))
    return base::fail(fmt::format("byte {} is not UTF-8", *byte), name, "save the file as UTF-8");
  try {
    // Not LoadAll: on some broken files (", a") it makes documents until the memory is full.
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Documents documents;
    while (documents.marks.size() < 2 && parser.HandleNextDocument(documents)) {
    }
    if (documents.marks.size() > 1)
      return base::fail("more than one YAML document", at(documents.marks[1]));
    const YAML::Node document = YAML::Load(text);
    if (document.IsNull()) return base::fail("an empty file", name);
    const int line = std::max(0, document.Mark().line) + 1;
    return Yaml(document, std::make_shared<File>(File{name, {}}), line, "the file");
  } catch (const YAML::Exception& error) {
    return base::fail("not YAML: " + error.msg, at(error.mark));
  }
}

Result<Yaml> Yaml::load(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return parse(std::string(file->bytes()), path.string());
}

Yaml Yaml::inside(const YAML::Node& node, std::string what) const {
  const int line = node.Mark().is_null() ? line_ : node.Mark().line + 1;
  return {node, file_, line, std::move(what)};
}

Yaml Yaml::missing(std::string_view key) const {
  Yaml nothing;
  nothing.file_ = file_;
  nothing.line_ = line_;
  nothing.what_ = fmt::format("'{}'", key);
  return nothing;
}

Yaml Yaml::get(std::string_view key) const {
  if (is_map())
    for (const auto& entry : node_)
      if (entry.first.IsScalar() && entry.first.Scalar() == key && !entry.second.IsNull())
        return inside(entry.second, fmt::format("'{}'", key));
  return missing(key);
}

Yaml Yaml::at(std::string_view key) const {
  Yaml value = get(key);
  if (!value) fail(fmt::format("'{}' is missing here", key));
  return value;
}

void Yaml::only(std::initializer_list<std::string_view> keys) const {
  if (!there_) return;
  if (!is_map()) return fail(fmt::format("{} should have keys", what_));
  const std::vector<std::string> known(keys.begin(), keys.end());
  std::vector<std::string> seen;
  for (const auto& [key, value] : entries()) {
    const std::string word = key.text();
    if (std::find(known.begin(), known.end(), word) == known.end())
      key.unknown("key", word, known);
    else if (std::find(seen.begin(), seen.end(), word) != seen.end())
      key.fail(fmt::format("'{}' stands here twice", word));
    seen.push_back(word);
  }
}

std::vector<std::pair<Yaml, Yaml>> Yaml::entries() const {
  std::vector<std::pair<Yaml, Yaml>> list;
  if (!there_) return list;
  if (!is_map()) {
    fail(fmt::format("{} should have keys, not {}", what_, quoted(node_)));
    return list;
  }
  for (const auto& entry : node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const std::string what = fmt::format("'{}'", key);
    const Yaml name = inside(entry.first, "the key");
    Yaml value = missing(key);
    value.line_ = name.line_;
    if (!entry.second.IsNull()) value = name.inside(entry.second, what);
    list.emplace_back(name, std::move(value));
  }
  return list;
}

std::vector<Yaml> Yaml::items() const {
  if (!there_) return {};
  if (!is_list()) return {*this};
  std::vector<Yaml> list;
  for (const auto& item : node_) list.push_back(inside(item, "an item of " + what_));
  return list;
}

std::string Yaml::text() const {
  const std::string_view text = is_text() ? trimmed(node_.Scalar()) : std::string_view();
  if (text.empty())
    fail(there_ && !is_text() ? fmt::format("{} should be a text, not {}", what_, quoted(node_))
                              : fmt::format("{} should not be empty", what_));
  return std::string(text);
}

std::string Yaml::text_or(std::string_view otherwise) const {
  return there_ ? text() : std::string(otherwise);
}

bool Yaml::flag() const {
  const std::string word = text();
  if (word == "yes" || word == "true") return true;
  if (word != "no" && word != "false") fail(fmt::format("{} should be yes or no", what_));
  return false;
}

std::int64_t Yaml::integer(std::int64_t least, std::int64_t most) const {
  const std::string word = without_underscores(text());
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc() && end == word.data() + word.size() && least <= value && value <= most)
    return value;
  fail(
      fmt::format("{} should be a whole number from {} to {}, not '{}'", what_, least, most, word));
  return least;
}

double Yaml::number(double least, double most) const {
  const std::string word = without_underscores(text());
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc() && end == word.data() + word.size() && least <= value && value <= most)
    return value;
  fail(fmt::format("{} should be a number from {} to {}, not '{}'", what_, least, most, word));
  return least;
}

base::Date Yaml::first_day() const {
  const std::string word = text();
  if (const auto date = base::Date::parse(word)) return *date;
  fail(fmt::format("{} should be a date such as 2016-01-31, 2016-01 or 2016, not '{}'", what_,
                   word));
  return {};
}

base::Date Yaml::last_day() const {
  const base::Date first = first_day();
  const std::size_t length = is_text() ? trimmed(node_.Scalar()).size() : 0;
  if (length <= 4) return first.plus_months(12) - 1;
  return length <= 7 ? first.plus_months(1) - 1 : first;
}

std::string Yaml::where() const {
  return file_ == nullptr ? "" : fmt::format("{}:{}", file_->name, line_);
}

void Yaml::fail(std::string what, std::string advice) const {
  if (file_ == nullptr || file_->error) return;
  file_->error = base::Error{std::move(what), where(), std::move(advice)};
}

void Yaml::unknown(std::string_view what, std::string_view word,
                   std::span<const std::string> known) const {
  const auto near = nearest(word, known);
  fail(fmt::format("unknown {} '{}'", what, word),
       near                ? fmt::format("did you mean '{}'?", *near)
       : known.size() > 12 ? ""
                           : fmt::format("known are {}", fmt::join(known, ", ")));
}

Result<void> Yaml::outcome() const {
  if (file_ != nullptr && file_->error) return tl::unexpected(*file_->error);
  return {};
}

}  // namespace entente::scenario
