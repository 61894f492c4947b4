#pragma once

#include "entente/reading/arguments.h"

/// What arguments.cpp and argument_subjects.cpp have in common.
namespace entente::reading {

inline bool is_object_relation(text::Relation relation) {
  return relation == text::Relation::obj || relation == text::Relation::nsubj_pass;
}

}  // namespace entente::reading
