#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "entente/base/date.h"
#include "entente/model/claim.h"
#include "entente/record/claim_filter.h"
#include "entente/record/record.h"

/// Claims without their words, in memory: what filters, orders, events and alignments look at.
namespace entente::record {

/// Gives names numbers, from 0 in the order of coming.
class Names {
 public:
  std::uint32_t number(std::string_view name) {
    if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
    names_.emplace_back(name);
    return numbers_.emplace(names_.back(), std::uint32_t(names_.size() - 1)).first->second;
  }
  /// Nothing for a name that has not come.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const {
    const auto known = numbers_.find(name);
    return known == numbers_.end() ? std::nullopt : std::optional(known->second);
  }
  [[nodiscard]] const std::string& operator[](std::uint32_t number) const { return names_[number]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] std::vector<std::string>& all() { return names_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<std::string> names_;
};

inline constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();  ///< no date

/// A claim of the table `claims`: 72 bytes. Actors and claimants are numbers in ClaimTable::names,
/// sectors and modes in ClaimTable::codes.
struct ClaimRow {
  std::uint64_t id = 0;           ///< as a number: sixteen hexadecimal digits
  std::int64_t at = 0;            ///< rowid: where the row lies, until the engine moves it
  std::uint64_t sentence = 0;     ///< hash of its letters; 0 when they were not asked for
  std::int32_t from = 0, to = 0;  ///< days; kNever when it has no date
  std::uint32_t document = 0;     ///< documents.number
  std::uint32_t actor = 0, recipient = 0, claimant = 0;
  std::uint16_t actor_sector = 0, recipient_sector = 0, mode = 0;
  std::uint16_t position = 0;
  model::ClaimType type = {};
  model::Layer layer = {};
  model::Sign sign = {};
  model::Trend trend = {};
  model::AuxSet aux = 0;
  base::Precision precision = {};
  bool has_own_date = false;  ///< words date it, not the document's date
  float confidence = 0;
};

/// What claims need of their document. Texts are numbers in ClaimTable::sources.
struct DocumentRow {
  std::int32_t date = kNever;                                   ///< when known for certain
  std::int32_t published_from = kNever, published_to = kNever;  ///< or as far as is estimated
  std::uint32_t source = 0, url = 0, publisher = 0;
};

struct ClaimTable {
  std::vector<ClaimRow> rows;
  std::vector<DocumentRow> documents;  ///< by documents.number
  Names names, codes, sources;
};

/// Appends the claims for which a condition holds ("WHERE …", or nothing), and their documents.
/// `sentences` says whether ClaimRow::sentence is wanted.
base::Result<void> read_claims(const Record& record, const Condition& where, bool sentences,
                               ClaimTable& table);

/// A claim's id as a number.
std::uint64_t id_number(std::string_view id);
/// The hash of a sentence's letters: case, white space and punctuation do not count.
std::uint64_t sentence_hash(std::string_view sentence);

}  // namespace entente::record
