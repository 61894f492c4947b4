#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "entente/alignment/blocs.h"
#include "entente/cli/context.h"
#include "entente/cli/witnesses.h"
#include "entente/reading/reader.h"
#include "entente/record/record.h"

namespace CLI {
class App;
}

/// The signed network of a record's actors at a date: options of the commands that look at it, and
/// what they need to say whence it comes.
namespace entente::cli {

struct NetworkOptions {
  std::vector<std::string> actors{};
  std::string at{}, layer{};
  std::size_t top = 20;
  double sure = 0.5;
  std::optional<double> neutral{};
};

/// Adds kNetworkOptions. `sure` is as `options` has it.
void add_network_options(CLI::App& command, NetworkOptions& options);
inline constexpr std::array<const char*, 6> kNetworkOptions{"--actors", "--top",  "--at",
                                                            "--layer",  "--sure", "--neutral"};

/// A record as a network is taken from it.
class NetworkView {
 public:
  static base::Result<NetworkView> open(const NetworkOptions& options, Context& context);

  /// The last day of --at; without it the last on which something was observed.
  [[nodiscard]] base::Date date() const { return date_; }
  [[nodiscard]] base::Result<alignment::UncertainNetwork> network(base::Date date) const;
  /// "Pakistan (PAK)".
  [[nodiscard]] std::string name(const std::string& id) const;
  /// The node of an actor that the user named; the error says if it is not in the network.
  [[nodiscard]] base::Result<int> node(const alignment::UncertainNetwork& network,
                                       const std::string& actor) const;
  /// The claims that carry most of a tie's mean at a date.
  [[nodiscard]] base::Result<std::vector<Witness>> claims(
      const alignment::UncertainNetwork& network, std::int32_t tie, base::Date date,
      std::size_t limit) const;
  /// "20 of 118 actors, 84 of 131 pairs known well enough, on 2018-12-31, all layers together, …",
  /// and how they were chosen where the user did not.
  [[nodiscard]] std::string in_words(const alignment::UncertainNetwork& network,
                                     base::Date date) const;
  /// Whom the network leaves out, and why; nothing when it is nobody.
  [[nodiscard]] std::string apart_in_words(const std::vector<std::string>& apart) const;
  [[nodiscard]] const std::string& layer() const { return layer_; }

 private:
  NetworkView(record::Record record, reading::Reader reader, alignment::Standings standings)
      : record_(std::move(record)), reader_(std::move(reader)), standings_(std::move(standings)) {}

  record::Record record_;
  reading::Reader reader_;
  alignment::Standings standings_;
  alignment::Choice choice_;
  base::Date date_;
  std::string layer_;
};

/// "IND – PAK  -1.2 ± 0.9": the alignment behind a tie of an uncertain network.
std::string tie_text(const alignment::UncertainNetwork& network, std::int32_t tie);

/// A claim as one quoted line beneath a row: date, short id, the sentence with its trigger marked.
std::vector<std::string> quote_lines(const Witness& witness, const Painter& painter,
                                     std::optional<int> width);

}  // namespace entente::cli
