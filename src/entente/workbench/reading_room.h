#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "entente/model/document.h"
#include "entente/workbench/desk.h"

namespace entente::workbench {

/// What has become of a document that was handed in.
struct ReadingState {
  enum class Stage { waiting, reading, done, failed };
  Stage stage = Stage::waiting;
  std::string name, hash;                        ///< the hash once it is known
  std::int64_t documents = 0, of_documents = 0;  ///< read, and in the paper once that is known
  std::int64_t sentences = 0, claims = 0;        ///< of those that are read
  bool known = false;                            ///< the record had it before
  std::string error;
};
std::string_view name(ReadingState::Stage stage);

/// Reads documents one after the other, beside whatever is asked meanwhile.
class ReadingRoom {
 public:
  explicit ReadingRoom(Desk& desk);
  ~ReadingRoom();

  /// A file's bytes: text, HTML, PDF or JSON Lines, told as text::Source tells them; and what the
  /// reader may not find in it.
  struct Paper {
    std::string name, bytes, title, source, url;
    std::optional<base::Date> date;
  };
  /// Queues a paper. Returns a number to ask with; nothing when too many wait already.
  std::optional<std::int64_t> hand_in(Paper paper);
  [[nodiscard]] std::optional<ReadingState> state(std::int64_t number);

 private:
  struct Task {
    std::int64_t number;
    Paper paper;
  };
  void work();
  ReadingState read(std::int64_t number, const Paper& paper);
  record::Entry read(const Paper& paper, model::Document document) const;
  void set(std::int64_t number, const ReadingState& state);

  Desk& desk_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  std::map<std::int64_t, ReadingState> states_;
  std::int64_t last_ = 0;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace entente::workbench
