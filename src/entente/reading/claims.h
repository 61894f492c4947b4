#pragma once

#include <vector>

#include "entente/reading/dates.h"
#include "entente/reading/deeds.h"
#include "entente/reading/standing.h"

namespace entente::reading {

/// A claim in the making: a trigger with the pattern that fired, two ends, and how it is put.
struct Proposal {
  int trigger;
  WordClass as;
  const Trigger* pattern;
  Referent actor, recipient;
  Standing standing;
  float probability = 0;  ///< that the sentence says it
  bool learnt = false;    ///< the probability is the model's
  bool unseen = false;  ///< an end stands nowhere in the sentence: only what was told before has it
};

/// A claim that a sentence might make: a trigger of some type, and two ends, wherever they stand.
struct Candidate {
  int trigger;
  WordClass as;
  const Trigger* row;
  Referent actor, recipient;
  bool by_row = false;  ///< the row's own frame finds these ends
};

struct Trace;

/// Every claim that the patterns find in one sentence, in the order of their triggers. `deeds` is
/// what the sentences before have told. A `trace` takes down why.
std::vector<Proposal> propose(const Tree& tree, const References& references,
                              const Patterns& patterns, const Deeds& deeds, Trace* trace = nullptr);

/// All that a sentence might say.
struct Candidates {
  std::vector<Candidate> all;  ///< what the rows propose, in their order, and what they do not
  Referents ends;              ///< whoever the sentence names or has words for
};

/// What `proposals` say, and every trigger with every two actors near it.
Candidates candidates(const std::vector<Proposal>& proposals, const Tree& tree,
                      const References& references, const Patterns& patterns);

/// What an event or tie is about: the pattern's own layer, or the one that the words around the
/// trigger point to.
model::Layer layer_of(const Proposal& proposal, const Tree& tree, const References& references,
                      const Patterns& patterns, const Actors& actors, Trace* trace = nullptr);

/// The time expression that dates the word at `trigger`: the nearest in the tree; null when none
/// stands near.
const TimeExpression* date_of(int trigger, const Tree& tree,
                              const std::vector<TimeExpression>& expressions);

/// What the trigger says of itself. "Applied to join B", "wants closer ties with B": the word that
/// makes a coming closer is itself one of wish, so that it is hypothetical, even where the attempt
/// is a fact (codebook section 4). "Plans sanctions on B", "is due in B": the deed is to come.
model::AuxSet aux_of_trigger(const Proposal& proposal, const Tree& tree, const Patterns& patterns);

/// Sign and trend of a TIE: the pattern's, as changed by the words around it. Tensions that grow
/// drive apart; tensions that ease bring closer (codebook section 4).
std::pair<model::Sign, model::Trend> standing_of_tie(const Trigger& pattern,
                                                     const Standing& standing);

}  // namespace entente::reading
