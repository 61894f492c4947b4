#include <algorithm>

#include "entente/reading/mention_finder.h"
#include "entente/reading/mentions.h"

namespace entente::reading {

namespace {

/// Days after which a title and a surname do not mean a former holder of the title any more.
constexpr int kMemory = 30 * 365;

/// The letters from À (U+00C0) to ſ (U+017F) without their marks; one that is two in English, as
/// Æ, is its first, and what is no letter a blank.
constexpr std::string_view kPlainLetters =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRr"
    "SsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
constexpr int kFirstMarked = 0xC0;

/// The plain letter of the two bytes at `at`: "é" is 'e'; '\0' for what is no such letter.
char plain_letter(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return '\0';
  const int lead = static_cast<unsigned char>(text[at]);
  const int code = ((lead & 0x1F) << 6) | (static_cast<unsigned char>(text[at + 1]) & 0x3F);
  if (lead == 0xC8) {  // the Romanian ones with a comma
    if (code == 0x218 || code == 0x21A) return code == 0x218 ? 'S' : 'T';
    return code == 0x219 ? 's' : code == 0x21B ? 't' : '\0';
  }
  const std::size_t index = static_cast<std::size_t>(code - kFirstMarked);
  if (lead < 0xC3 || lead > 0xC5 || kPlainLetters[index] == ' ') return '\0';
  return kPlainLetters[index];
}

}  // namespace

bool is_capitalised(std::string_view form) {
  const char first = (form[0] & 0x80) != 0 ? plain_letter(form, 0) : form[0];
  return first >= 'A' && first <= 'Z';
}

const Sense* Names::choose(std::span<const Sense> senses, bool titled,
                           std::string_view office) const {
  const Sense* best = nullptr;
  int best_rank = 0;
  for (const Sense& sense : senses) {
    if (sense.kind == NameKind::surname && !persons_.contains(sense.name)) {
      // "Mr Wilson" of today is not the Prime Minister of 1964.
      const bool long_ago = date_ && sense.to.days < date_->days - kMemory;
      if (!titled || long_ago) continue;
    }
    // An organisation is not named before there is one; states and persons are.
    const bool founded = sense.kind == NameKind::organisation || sense.kind == NameKind::group;
    if (founded && date_ && *date_ + 366 < sense.from) continue;
    // Rank: holds at the document's date; a past holder (named so still); kinds in their order.
    int rank = 100 - 2 * static_cast<int>(sense.kind);
    if (date_) {
      if (sense.from <= *date_ && *date_ <= sense.to)
        rank += 400;
      else if (sense.to < *date_)
        rank += 200 - std::min(190, (*date_).days / 60 - sense.to.days / 60);
    } else if (sense.kind <= NameKind::seat && sense.to < kForever) {
      --rank;  // no date: "Czech" is of the state that is there
    }
    if (sense.kind == NameKind::surname && persons_.contains(sense.name)) rank += 50;
    if (!office.empty() && sense.office == office) rank += 30;
    if (sense.kind == NameKind::surname && names_state(sense.id)) rank += 20;  // of two namesakes
    if (best == nullptr || rank > best_rank) {
      best = &sense;
      best_rank = rank;
    }
  }
  return best;
}

void Names::name_state(std::string_view id) {
  if (!names_state(id)) states_.push_back(id);
}

bool Names::names_state(std::string_view id) const {
  return std::ranges::find(states_, id) != states_.end();
}

void Names::remember_surname(std::string_view surname, const Known& known) {
  const auto [entry, is_new] = surnames_.try_emplace(surname, known);
  if (!is_new && known.certainty >= entry->second.certainty) entry->second = known;
}

const Names::Known* Names::surname(std::string_view name) const {
  const auto found = surnames_.find(name);
  return found == surnames_.end() ? nullptr : &found->second;
}

std::string_view Names::id_of_unknown(std::string_view name) {
  std::string id;
  for (std::size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (c == '\'') continue;  // "People's": "peoples"
    if (name.substr(i).starts_with("’")) {
      i += 2;
      continue;
    }
    if (const char plain = (c & 0x80) != 0 ? plain_letter(name, i) : '\0'; plain != '\0') {
      c = plain;
      ++i;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (c >= 'A' && c <= 'Z')
      id += static_cast<char>(c - 'A' + 'a');
    else if (letter)
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  return *unknown_.insert(std::move(id)).first;
}

}  // namespace entente::reading
