#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/model/claim.h"
#include "entente/model/document.h"
#include "entente/reading/knowledge.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// Raised whenever the same text may give other claims: a record reads a document again when its
/// claims come from an older version.
inline constexpr int kReaderVersion = 15;

/// What one document says. Claims stand in the order of the text.
struct Reading {
  std::vector<text::Sentence> sentences;  ///< what was read; boiler-plate is not among them
  std::vector<model::Claim> claims;
};

/// Seconds spent, summed over documents: what the benchmark and `read --stats` show.
struct ReadingTime {
  double clean = 0, parse = 0, claims = 0;  ///< clean-up and tokens; tags and trees; claims
};

struct Explanation;  // explanation.h

struct PossibleClaims;  // possible_claims.h

/// Turns documents into claims. Loaded once; `read` is const and may run on many threads.
class Reader {
 public:
  /// Loads knowledge/ and models/ from `home`, and on top of them the worlds (knowledge.h). An
  /// error names the file and the line.
  static base::Result<Reader> load(const std::filesystem::path& home, const Folders& worlds = {});
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// Fills in the document's title, author, date and source where the text has them and the caller
  /// gave none.
  [[nodiscard]] Reading read(model::Document& document, ReadingTime* time = nullptr) const;

  /// Tags, lemmas and trees of sentences whose tokens have their forms, which point into `text`.
  void annotate(std::string_view text, std::vector<text::Sentence>& sentences) const;
  /// What sentences of `document` that have their trees, from wherever, say; mends the trees.
  [[nodiscard]] std::vector<model::Claim> claims(model::Document& document,
                                                 std::span<text::Sentence> sentences) const;

  /// Every claim that the patterns make possible, said or not, sentence by sentence.
  [[nodiscard]] std::vector<PossibleClaims> possible_claims(model::Document& document) const;

  /// Why each sentence of the text gives the claims that it gives. All of the text is read, as a
  /// stretch of what `role` says: what clean-up would drop, too. Refers to the document's text.
  [[nodiscard]] std::vector<Explanation> explain(model::Document& document,
                                                 text::Role role = text::Role::body) const;

  /// The first name that knowledge/ has for an actor: "PAK" → "Pakistan"; the id itself when it has
  /// none.
  [[nodiscard]] std::string_view actor_name(std::string_view id) const;
  /// The id of an actor that a user named: "Pakistan", "pakistan", "PAK"; empty when there is none.
  [[nodiscard]] std::string_view actor_id(std::string_view name) const;

 private:
  struct Parts;
  explicit Reader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace entente::reading
