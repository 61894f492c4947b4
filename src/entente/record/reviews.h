#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/record/quoted_claim.h"
#include "entente/record/record.h"

/// What analysts say of claims: that one is right, wrong, or to be read otherwise, or that one was
/// missed. Table `claims` always holds the claims as reviewed, so that everything that is made of
/// claims follows at once; table `reviews` is the trail of who said what and when, from which each
/// review can be taken back. Nothing is ever deleted from it.
///
/// **Reading anew.** When a document's claims are replaced, its reviews are carried out on the new
/// ones, in the order in which they were made. The claim of which a review speaks is the one of the
/// same id; else the only one of the document with the same actor, recipient and type whose trigger
/// overlaps. What was accepted, corrected or added stands even if the new reader does not read it.
namespace entente::record {

enum class Verdict : std::uint8_t { accepted, rejected, corrected, added };
std::string_view name(Verdict verdict);

struct Review {
  std::int64_t number = 0;  ///< counts from 1, in the order of time
  std::string document;     ///< its hash
  Verdict verdict = Verdict::accepted;
  std::string reviewer, note;         ///< either may be empty
  std::string at;                     ///< UTC, "2024-05-01 12:30:00"
  std::string undone_at, undone_by;   ///< empty while it holds
  std::optional<QuotedClaim> before;  ///< nothing for what was added
  std::optional<QuotedClaim> after;   ///< nothing for what was rejected
};

/// Who reviews, and what is to be remembered of it.
struct Reviewer {
  std::string name, note;
};

// Each is one transaction, and returns the review's number. A claim that is accepted, corrected or
// added is certain from then on: its confidence is 1.

base::Result<std::int64_t> accept(Record& record, std::string_view claim, const Reviewer& by);
base::Result<std::int64_t> reject(Record& record, std::string_view claim, const Reviewer& by);
/// Puts `after` in the place of the claim. Its spans are cut out of the document anew: `text` of a
/// quote need not be filled in.
base::Result<std::int64_t> correct(Record& record, std::string_view claim, QuotedClaim after,
                                   const Reviewer& by);
/// Adds a claim that the reader missed to the document of hash `claim.document_hash`; spans as
/// above.
base::Result<std::int64_t> add_missed(Record& record, QuotedClaim claim, const Reviewer& by);
/// Takes a review back. One on which a later review rests cannot be, until that one is.
base::Result<void> undo(Record& record, std::int64_t review, const Reviewer& by);

/// The trail: of one document (its hash), of one claim (its id before or after), or, for an empty
/// text, the whole; oldest first.
base::Result<std::vector<Review>> reviews_of_document(const Record& record, std::string_view hash);
base::Result<std::vector<Review>> reviews_of_claim(const Record& record, std::string_view id);

// The tables, for the record itself.
/// The statements that bring schema 2 to schema 3.
std::vector<std::string> review_tables();
/// Carries out what holds for these documents, whose claims have just been replaced.
base::Result<void> review_again(const Connection& connection, std::span<const std::string> hashes);

}  // namespace entente::record
