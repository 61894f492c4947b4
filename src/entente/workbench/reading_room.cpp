#include "entente/workbench/reading_room.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <array>
#include <fstream>
#include <utility>

#include "entente/text/source.h"

namespace entente::workbench {

namespace fs = std::filesystem;
using Stage = ReadingState::Stage;

namespace {

constexpr std::size_t kMostWaiting = 1000;
constexpr std::size_t kMostRemembered = 10000;  ///< states of papers that are done

/// A folder of its own for one paper; it goes with this.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "entente-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// A name that no file system objects to: the last part of what was given.
std::string plain_name(const std::string& given) {
  std::string name = given.substr(given.find_last_of("/\\") + 1);
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (name.empty() || name.front() == '.' || name == "-") name = "text" + name;
  if (name.size() > 200) name.resize(200);
  return name;
}

base::Result<std::vector<model::Document>> documents_of(const ReadingRoom::Paper& paper) {
  const Folder folder;
  if (folder.path().empty()) return base::fail("no folder for temporary files could be made");
  const fs::path path = folder.path() / paper.name;
  std::ofstream(path, std::ios::binary) << paper.bytes;
  auto source = text::Source::open({path.string()});
  if (!source) return tl::unexpected(source.error());
  std::vector<model::Document> documents;
  while (auto document = source->next()) {
    if (!*document) return tl::unexpected(document->error());
    documents.push_back(std::move(**document));
  }
  return documents;
}

ReadingState failure(std::string why) {
  ReadingState state;
  state.stage = Stage::failed;
  state.error = std::move(why);
  return state;
}

}  // namespace

std::string_view name(Stage stage) {
  constexpr std::array<std::string_view, 4> kNames{"waiting", "reading", "done", "failed"};
  return kNames[std::size_t(stage)];
}

ReadingRoom::ReadingRoom(Desk& desk) : desk_(desk), thread_([this] { work(); }) {}

ReadingRoom::~ReadingRoom() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::optional<std::int64_t> ReadingRoom::hand_in(Paper paper) {
  const std::scoped_lock lock(mutex_);
  if (waiting_.size() >= kMostWaiting) return std::nullopt;
  ReadingState& state = states_[++last_];
  state.name = paper.name = plain_name(paper.name);
  if (states_.size() > kMostRemembered && states_.begin()->second.stage >= Stage::done)
    states_.erase(states_.begin());
  waiting_.push_back({last_, std::move(paper)});
  changed_.notify_all();
  return last_;
}

std::optional<ReadingState> ReadingRoom::state(std::int64_t number) {
  const std::scoped_lock lock(mutex_);
  const auto found = states_.find(number);
  return found == states_.end() ? std::nullopt : std::optional(found->second);
}

void ReadingRoom::set(std::int64_t number, const ReadingState& state) {
  const std::scoped_lock lock(mutex_);
  states_[number] = state;
}

void ReadingRoom::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    if (closing_) return;
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    states_[task.number].stage = Stage::reading;
    lock.unlock();
    ReadingState state = read(task.number, task.paper);
    state.name = task.paper.name;
    set(task.number, state);
  }
}

/// A document of a paper with its claims.
record::Entry ReadingRoom::read(const Paper& paper, model::Document document) const {
  if (document.title.empty()) document.title = paper.title;
  if (document.source.empty()) document.source = paper.source;
  if (document.url.empty()) document.url = paper.url;
  if (paper.date && !document.date) document.date = paper.date;
  const reading::Reading reading = desk_.reader().read(document);
  record::Entry entry;
  entry.sentences = std::int64_t(reading.sentences.size());
  entry.claims = record::quoted(document, reading.claims, reading::kReaderVersion);
  entry.document = std::move(document);
  return entry;
}

/// All documents of one paper (JSON Lines may have many), in one batch.
ReadingState ReadingRoom::read(std::int64_t number, const Paper& paper) {
  auto documents = documents_of(paper);
  if (!documents) return failure(documents.error().what);
  if (documents->empty()) return failure("there is no text in it");
  ReadingState state;
  state.stage = Stage::reading;
  state.name = paper.name;
  state.of_documents = std::int64_t(documents->size());
  std::vector<record::Entry> batch;
  batch.reserve(documents->size());
  for (model::Document& document : *documents) {
    set(number, state);
    batch.push_back(read(paper, std::move(document)));
    ++state.documents;
    state.sentences += batch.back().sentences;
    state.claims += std::int64_t(batch.back().claims.size());
  }
  state.hash = batch.front().document.hash;
  auto lease = desk_.lease(std::chrono::minutes(10));
  if (!lease) return failure(lease.error().message());
  const auto writing = desk_.writing();
  auto change = change_of_batch((**lease).connection(), batch);
  if (!change) return failure(change.error().message());
  const auto added = (**lease).add(batch);
  if (!added) return failure(added.error().message());
  state.known = added->added == 0 && added->replaced == 0;
  state.stage = Stage::done;
  desk_.changed(std::move(*change));
  return state;
}

}  // namespace entente::workbench
