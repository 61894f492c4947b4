#pragma once

#include "entente/record/database.h"
#include "entente/record/quoted_claim.h"

/// How a claim lies in the table `claims`: the one place that knows the order of its columns.
namespace entente::record {

/// The table's columns in schema 1, for CREATE TABLE; `review` joined them in schema 3.
extern const char* const kClaimColumns;

/// Appends a row of `claims`.
void append(Appender& appender, const QuotedClaim& claim);
/// Reads a row of "SELECT claims.*, documents.name"; other columns may stand behind them.
QuotedClaim claim_from(const Rows& rows);
inline constexpr idx_t kClaimCells = 44;  ///< how many columns that are

}  // namespace entente::record
