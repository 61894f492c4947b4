#include "entente/scenario/scenario.h"

#include <fmt/format.h>

namespace entente::scenario {

int Scenario::months_per_step() const {
  return step == Step::year ? 12 : step == Step::quarter ? 3 : 1;
}

std::string Scenario::step_name(int number) const {
  const int months = from + number * months_per_step();
  if (by_year) return fmt::format("{:04}", months / 12);
  return fmt::format("{:04}-{:02}", months / 12, months % 12 + 1);
}

std::string Scenario::to_text(const Condition& condition) const {
  std::string text;
  for (const Term& term : condition) {
    const Slot& slot = slots[term.slot];
    std::string values;
    for (std::size_t v = 0; v < slot.values.size(); ++v)
      if (term.values >> v & 1) values += (values.empty() ? "" : " or ") + slot.values[v];
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", slot.name, values);
  }
  return text.empty() ? "always" : text;
}

}  // namespace entente::scenario
