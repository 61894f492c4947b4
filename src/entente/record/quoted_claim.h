#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/model/claim.h"
#include "entente/model/document.h"

namespace entente::record {

/// Words of a document, letter for letter, and where they stand: code points [start, end) of its
/// text (the W3C Web Annotation `TextPositionSelector`).
struct Quote {
  std::string text;
  std::int64_t start = 0, end = 0;
  [[nodiscard]] bool empty() const { return start == end; }
};

/// A model::Party with its words.
struct QuotedParty {
  std::string id, sector;
  Quote mention;
};

/// A claim that carries its words: what the record stores and what programs are given. It can be
/// read without its document.
struct QuotedClaim {
  std::string id;             ///< 16 hexadecimal digits, see `quoted`
  std::string document_hash;  ///< base::content_hash of the document's text
  std::string document;       ///< the name that the document was given
  std::int64_t position = 0;  ///< its place among the document's claims, from 0
  Quote sentence;
  QuotedParty actor, recipient;
  model::ClaimType type = model::ClaimType::tie;
  std::string mode;
  model::Layer layer = model::Layer::political;
  model::Sign sign = model::Sign::none;
  model::Trend trend = model::Trend::none;
  model::AuxSet aux = 0;
  QuotedParty claimant;
  Quote trigger;
  std::optional<base::Interval> date;
  Quote date_mention;
  double confidence = 0;  ///< in hundredths: no reader is calibrated more finely
  std::string pattern;
  std::int64_t reader_version = 0;
  std::int64_t review = 0;  ///< the review that the claim is as it is by (reviews.h), or 0
};

/// The hash that is a claim's id: see `quoted`.
std::string claim_id(const QuotedClaim& claim);

/// The claims of a document with their words, in the order given. A claim's id is the hash of the
/// document's hash and of everything the claim says (spans, parties, type, layer, modes, date), not
/// of how sure the reader is or which rule fired: it stays when the reader is only recalibrated.
/// The same claim twice is one claim.
std::vector<QuotedClaim> quoted(const model::Document& document,
                                const std::vector<model::Claim>& claims,
                                std::int64_t reader_version);

}  // namespace entente::record
