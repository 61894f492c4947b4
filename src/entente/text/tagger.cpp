#include "entente/text/tagger.h"

#include <algorithm>
#include <array>

namespace entente::text {

void tagger_features(std::span<const Word> words, std::span<const Tag> tags, std::size_t at,
                     std::vector<Feature>& features) {
  static constexpr Word kOutside{};
  const auto word = [&](std::ptrdiff_t offset) -> const Word& {
    const std::ptrdiff_t i = static_cast<std::ptrdiff_t>(at) + offset;
    return i < 0 || i >= std::ssize(words) ? kOutside : words[i];
  };
  const auto tag_before = [&](std::size_t distance) -> std::uint32_t {
    return at < distance ? 99 : static_cast<std::uint32_t>(tags[at - distance]);
  };
  features.clear();
  std::uint32_t kind = 0;
  const auto add = [&](std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    const Feature feature = mix(mix(mix(mix(0x7A6u, ++kind), a), b), c);
    features.push_back(feature == 0 ? 1 : feature);
  };
  const Word &w = word(0), &p = word(-1), &pp = word(-2), &n = word(1), &nn = word(2);
  const std::uint32_t t1 = tag_before(1), t2 = tag_before(2);
  add(0);
  add(w.form), add(w.lower), add(w.shape), add(w.cluster), add(w.shape, at == 0);
  for (const std::uint32_t prefix : w.prefix) add(prefix);
  for (const std::uint32_t suffix : w.suffix) add(suffix);
  add(p.lower), add(n.lower), add(pp.lower), add(nn.lower);
  add(p.cluster), add(n.cluster), add(pp.cluster), add(nn.cluster);
  add(p.suffix[2]), add(n.suffix[2]), add(p.shape), add(n.shape);
  add(t1), add(t1, t2), add(t1, w.lower), add(t1, w.suffix[2]), add(t1, w.cluster);
  add(t1, n.lower), add(t1, n.cluster), add(t1, t2, w.lower);
  add(p.lower, w.lower), add(w.lower, n.lower), add(p.lower, n.lower), add(p.lower, w.suffix[2]);
  add(p.cluster, w.cluster), add(w.cluster, n.cluster), add(p.cluster, n.cluster);
  add(w.suffix[2], n.suffix[2]), add(w.suffix[2], n.cluster), add(w.shape, w.suffix[1]);
  add(n.lower, nn.lower), add(pp.lower, p.lower), add(w.shape, p.shape, n.shape);
  add(t1, w.shape, w.suffix[2]), add(w.lower, n.suffix[2]), add(w.lower, t2);
}

void tag(const Weights& weights, std::span<const Word> words, std::vector<Tag>& tags) {
  thread_local std::vector<Feature> features;
  tags.assign(words.size(), Tag::X);
  for (std::size_t i = 0; i < words.size(); ++i) {
    tagger_features(words, tags, i, features);
    std::array<std::int16_t, kTaggerWidth> scores{};
    weights.add(features, scores.data());
    tags[i] =
        static_cast<Tag>(std::max_element(scores.begin(), scores.begin() + kTags) - scores.begin());
  }
}

}  // namespace entente::text
