#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "entente/base/result.h"
#include "entente/formats/input.h"
#include "entente/formats/names.h"
#include "entente/formats/tally.h"
#include "entente/record/coded_rows.h"

/// Formats of one row a line, read by several threads at once.
namespace entente::formats {

/// Understands the lines of one file; one for each thread.
template <class Row>
class LineParser {
 public:
  virtual ~LineParser() = default;
  /// Puts what the line says into `rows`; their texts have to hold until the next call.
  virtual Outcome parse(std::string_view line, std::int64_t number, std::vector<Row>& rows) = 0;
  /// The names that were not in knowledge/, with how often they were met.
  virtual void count_unknown(Tally&) const {}
};

/// Whom names stand for, kept for those that have been met.
class MetNames {
 public:
  struct Met {
    Named named;
    std::int64_t uses = 0;
  };
  /// What `look_up` gives for `key`, which is called once for each key.
  template <class LookUp>
  const Named& find(std::string_view key, LookUp look_up) {
    auto found = met_.find(key);
    if (found == met_.end()) found = met_.emplace(std::string(key), Met{look_up(), 0}).first;
    ++found->second.uses;
    return found->second.named;
  }
  void count_unknown(Tally& tally) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, Met, Hash, std::equal_to<>> met_;
};

/// How a file of lines is gone through.
struct LineJob {
  Input& input;
  std::string header;  ///< left out wherever it stands again; empty when there is none
  std::int64_t dataset = 0;
  std::function<bool()> stop{};                          ///< true: break off
  std::function<void(std::uint64_t bytes_read)> show{};  ///< called now and then, from any thread
  std::function<void(const Reject&)> reject{};           ///< called for each, in any order
};

/// A line that cannot be understood is counted and passed over; an input that cannot be read fails.
template <class Row>
class LineSource : public record::RowSource {
 public:
  using MakeParser = std::function<std::unique_ptr<LineParser<Row>>()>;
  LineSource(LineJob job, MakeParser make_parser);
  ~LineSource() override;
  std::unique_ptr<record::RowMaker> maker() override;
  /// Puts a block back in front of the others: that in which the first line was looked at.
  void begin_with(Block block);
  /// Of all makers that have gone.
  [[nodiscard]] const Tally& tally() const;

 private:
  struct Shared;
  class Maker;
  std::shared_ptr<Shared> shared_;
};

extern template class LineSource<record::CodedClaim>;
extern template class LineSource<record::Mention>;

}  // namespace entente::formats
