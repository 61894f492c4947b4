#include "entente/base/result.h"

namespace entente::base {

std::string Error::message() const {
  std::string text = where.empty() ? what : where + ": " + what;
  return advice.empty() ? text : text + "; " + advice;
}

}  // namespace entente::base
