// What a document has told so far: who was named, how often, who speaks.

#include "entente/reading/references.h"

#include <algorithm>

#include "entente/reading/reference_words.h"

namespace entente::reading {

using text::Tag;

void Discourse::add(const Entity& entity) {
  entities_.push_back(entity);
  if (!entity.state) return;
  const auto named =
      std::ranges::find(times_named_, entity.id, &std::pair<std::string_view, int>::first);
  if (named == times_named_.end())
    times_named_.emplace_back(entity.id, 1);
  else
    ++named->second;
}

const Discourse::Group* Discourse::speakers_called(std::string_view name) const {
  const auto found = std::ranges::find(labels_, name, &std::pair<std::string, Group>::first);
  return found == labels_.end() ? nullptr : &found->second;
}

const Discourse::Group* Discourse::focus_of(int sentence) const {
  for (auto f = foci_.rbegin(); f != foci_.rend() && f->front().sentence >= sentence; ++f)
    if (f->front().sentence == sentence) return &*f;
  return nullptr;
}

void Discourse::remember_role(std::string words, std::string_view id) {
  std::erase_if(called_, [&](const Called& before) { return before.words == words; });
  called_.push_back({std::move(words), id, sentence_});
}

const Discourse::Entity* Discourse::maker_of(std::string_view noun) const {
  for (auto it = documents_.rbegin(); it != documents_.rend(); ++it)
    if (it->first == noun)
      return sentence_ - it->second.sentence <= kLookBack ? &it->second : nullptr;
  return nullptr;
}

std::string_view Discourse::called(std::string_view role) const {
  for (auto it = called_.rbegin(); it != called_.rend(); ++it)
    if (sentence_ - it->sentence <= 2 * kLookBack && names_role(it->words, role)) return it->id;
  return {};
}

void Discourse::read_quotes(std::span<const text::Token> tokens, std::uint32_t paragraph) {
  if (paragraph != paragraph_) quote_is_open_ = false;
  if (paragraph != paragraph_ && floor_is_limited_) {
    set_speakers({}, false);
    floor_is_limited_ = false;
  }
  paragraph_ = paragraph;
  bool inside = quote_is_open_, outside = false;
  for (const text::Token& token : tokens) {
    if (token.form == "“" || token.form == "``")
      quote_is_open_ = inside = true;
    else if (token.form == "”" || token.form == "''")
      quote_is_open_ = false;
    else if (token.form == "\"")
      quote_is_open_ = !quote_is_open_, inside = true;
    else if (token.tag != Tag::PUNCT)
      outside = outside || !quote_is_open_;
  }
  is_all_quoted_ = inside && !outside;
}

const Discourse::Entity* Discourse::quoted_on() const {
  const bool of_late = quoted_ && sentence_ - quoted_->sentence <= kLookBack;
  return is_all_quoted_ && of_late ? &*quoted_ : nullptr;
}

std::string_view Discourse::clear_topic(std::string_view except) const {
  constexpr int kOften = 4;
  if (!host_.empty() && host_ != except) return host_;  // whoever briefs speaks of what is its own
  const std::pair<std::string_view, int>* most = nullptr;
  for (const auto& named : times_named_)
    if (named.first != except && (most == nullptr || named.second > most->second)) most = &named;
  if (most == nullptr || most->second < kOften) return {};
  for (const auto& [id, count] : times_named_)
    if (id != most->first && id != except && 3 * count > 2 * most->second) return {};
  return most->first;
}

}  // namespace entente::reading
