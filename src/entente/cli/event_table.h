#pragma once

#include <optional>

#include "entente/cli/context.h"
#include "entente/cli/event_formats.h"
#include "entente/cli/table.h"
#include "entente/record/events.h"

/// Events as people get them.
namespace entente::cli {

/// A table of events, each with the sentence of its surest report beneath.
class EventTable {
 public:
  EventTable(const Painter& painter, std::optional<int> width);
  void add(const record::Event& event, const ClaimsById& claims);
  void print(Output& out) const { table_.print(out, painter_, width_); }

 private:
  Table table_;
  Painter painter_;
  std::optional<int> width_;
};

/// A table of contested events, each with what both sides say beneath.
class ContestedTable {
 public:
  ContestedTable(const Painter& painter, std::optional<int> width);
  void add(const record::Event& event, const ClaimsById& claims);
  void print(Output& out) const { table_.print(out, painter_, width_); }

 private:
  void add_side(std::string_view verb, const record::EventSide& side, const ClaimsById& claims,
                std::vector<std::string>& lines) const;
  Table table_;
  Painter painter_;
  std::optional<int> width_;
};

}  // namespace entente::cli
