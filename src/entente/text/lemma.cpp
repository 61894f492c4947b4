#include "entente/text/lemma.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <unordered_map>

namespace entente::text {

std::uint32_t Lemmas::key(std::string_view form, std::size_t length, Tag tag) {
  const auto seed = static_cast<std::uint32_t>(tag) * 2 + 100;
  if (length > form.size()) return hash_of(form, seed + 1);
  form.remove_prefix(form.size() - length);
  return hash_of(form, seed);
}

void Lemmas::lemmatise(std::string_view exact_form, Tag tag, std::string& lemma) const {
  const Letters letters = Letters(exact_form).lower_case();
  const std::string_view form = letters.view();
  lemma.assign(letters.is_cut() ? exact_form : form);
  if (letters.is_cut()) return;
  std::uint32_t found = endings_.find(key(form, form.size() + 1, tag));
  for (std::size_t length = std::min(kLongestEnding, form.size()) + 1;
       found == HashTable::kNone && length-- > 0;) {
    found = endings_.find(key(form, length, tag));
  }
  if (found == HashTable::kNone) return;
  const Edit& edit = edits_[found];
  if (edit.drop > lemma.size() || edit.length > sizeof edit.append) return;  // a word too short
  lemma.resize(lemma.size() - edit.drop);
  lemma.append(edit.append, edit.length);
  if (lemma.empty()) lemma.assign(form);
}

namespace {

std::optional<Edit> edit_between(std::string_view form, std::string_view lemma) {
  const auto shared = static_cast<std::size_t>(
      std::mismatch(form.begin(), form.end(), lemma.begin(), lemma.end()).first - form.begin());
  Edit edit;
  if (form.size() - shared > 255 || lemma.size() - shared > sizeof edit.append) return std::nullopt;
  edit.drop = static_cast<std::uint8_t>(form.size() - shared);
  edit.length = static_cast<std::uint8_t>(lemma.size() - shared);
  std::memcpy(edit.append, lemma.data() + shared, edit.length);
  return edit;
}

}  // namespace

LemmaTable learn_lemmas(const std::vector<LemmaExample>& examples) {
  LemmaTable table;
  // form, tag → edit → count; ordered, so that the same treebank gives the same bytes.
  std::map<std::pair<std::string, Tag>, std::map<std::uint32_t, int>> seen;
  for (const LemmaExample& example : examples) {
    const Letters letters = Letters(example.form).lower_case();
    const auto edit = edit_between(letters.view(), Letters(example.lemma).lower_case().view());
    if (!edit) continue;
    auto at = std::find(table.edits.begin(), table.edits.end(), *edit);
    const auto id = static_cast<std::uint32_t>(at - table.edits.begin());
    if (at == table.edits.end()) table.edits.push_back(*edit);
    ++seen[{std::string(letters.view()), example.tag}][id];
  }
  const auto most = [](const std::map<std::uint32_t, int>& counts) {
    return *std::max_element(counts.begin(), counts.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
  };
  std::unordered_map<std::uint32_t, std::uint32_t> kept;
  std::vector<HashTable::Slot> entries;
  const auto known = [&](std::string_view form, Tag tag, std::size_t below) {
    for (std::size_t length = below; length-- > 0;) {
      const auto at = kept.find(Lemmas::key(form, length, tag));
      if (at != kept.end()) return at->second;
    }
    return HashTable::kNone;
  };
  const auto keep = [&](std::uint32_t key, std::uint32_t edit) {
    if (kept.emplace(key, edit).second) entries.push_back({key, edit});
  };
  for (std::size_t length = 0; length <= Lemmas::kLongestEnding; ++length) {
    // An ending's word types vote, not its tokens: unseen words are like rare ones.
    std::map<std::pair<std::string, Tag>, std::map<std::uint32_t, int>> votes;
    for (const auto& [word, edits] : seen) {
      const auto& [form, tag] = word;
      if (form.size() < length) continue;
      ++votes[{form.substr(form.size() - length), tag}][most(edits).first];
    }
    for (const auto& [ending, edits] : votes) {
      const auto [edit, count] = most(edits);
      if (length > 0 && count < 2) continue;
      if (known(ending.first, ending.second, length) == edit) continue;
      keep(Lemmas::key(ending.first, length, ending.second), edit);
    }
  }
  for (const auto& [word, edits] : seen) {
    const auto& [form, tag] = word;
    const std::uint32_t edit = most(edits).first;
    if (known(form, tag, std::min(form.size(), Lemmas::kLongestEnding) + 1) == edit) continue;
    keep(Lemmas::key(form, form.size() + 1, tag), edit);
  }
  table.endings = HashTable::build(entries);
  return table;
}

}  // namespace entente::text
