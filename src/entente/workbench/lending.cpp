#include "entente/workbench/lending.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <httplib.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

namespace entente::workbench {

using base::fail;
using base::Result;
using Json = nlohmann::json;

namespace {

constexpr int kPatience = 90;  // seconds: a server lends only once its questions are answered

std::filesystem::path note_path(const std::filesystem::path& record) {
  return record.string() + ".server";
}

/// A loan: gives back when it ends.
class Loan {
 public:
  explicit Loan(ServerNote note) : note_(std::move(note)), client_(note_.host, note_.port) {
    client_.set_connection_timeout(5);
    client_.set_read_timeout(kPatience);
    client_.set_bearer_token_auth(note_.token.c_str());
  }
  ~Loan() {
    if (is_lent_) ask("/give-back", {});
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

  /// True when the record is ours now, false when nobody answers.
  Result<bool> take(record::Access access) {
    const Json wish{{"process", ::getpid()}, {"write", access == record::Access::write}};
    const httplib::Result answer = ask("/lend", wish);
    if (!answer) return false;
    is_lent_ = answer->status == 200;
    if (is_lent_) return true;
    const Json told = Json::parse(answer->body, nullptr, false);
    if (!told.is_object() || !told.contains("error")) return false;  // another program's port
    return fail("does not lend the record: " + told.value("error", ""),
                "entente serve at " + note_.url(),
                "try again in a moment, or end the server with Ctrl-C");
  }

 private:
  httplib::Result ask(const char* path, const Json& body) {
    return client_.Post(path, body.dump(), "application/json");
  }
  ServerNote note_;
  httplib::Client client_;
  bool is_lent_ = false;
};

}  // namespace

std::string ServerNote::url() const {
  return fmt::format("http://{}:{}/", host.find(':') == host.npos ? host : "[" + host + "]", port);
}

std::optional<ServerNote> ServerNote::beside(const std::filesystem::path& record) {
  std::ifstream file(note_path(record));
  const Json note = Json::parse(file, nullptr, false);
  if (!note.is_object()) return std::nullopt;
  try {
    return ServerNote{note.at("host"), note.at("port"), note.at("token"), note.at("process")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

Result<std::unique_ptr<PostedNote>> PostedNote::post(const std::filesystem::path& record,
                                                     const ServerNote& note) {
  const std::filesystem::path path = note_path(record);
  const std::string text = Json{{"host", note.host},
                                {"port", note.port},
                                {"token", note.token},
                                {"process", note.process}}
                               .dump() +
                           "\n";
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  const bool written = file >= 0 && ::write(file, text.data(), text.size()) == ssize_t(text.size());
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!written)
    return fail(std::string("cannot be written: ") + std::strerror(error), path.string(),
                "commands find the server by it: make the folder writable");
  return std::unique_ptr<PostedNote>(new PostedNote(path));
}

PostedNote::~PostedNote() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Result<std::shared_ptr<void>> borrow(const std::filesystem::path& record, record::Access access) {
  const auto note = ServerNote::beside(record);
  if (!note || (::kill(note->process, 0) != 0 && errno == ESRCH)) return nullptr;
  auto loan = std::make_shared<Loan>(*note);
  const auto taken = loan->take(access);
  if (!taken) return tl::unexpected(taken.error());
  return *taken ? std::shared_ptr<void>(std::move(loan)) : nullptr;
}

}  // namespace entente::workbench
