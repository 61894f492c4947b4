#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "entente/base/result.h"

namespace entente::workbench {

/// Where a server listens, and to whom it answers.
struct Address {
  std::string host = "127.0.0.1";
  int port = 8400;      ///< 0: any that is free
  std::string token{};  ///< needed on any other host than loopback; whoever asks has to show it
};

/// True for 127.0.0.0/8, ::1 and "localhost".
bool is_loopback(const std::string& host);

/// 128 bits from the system, in hexadecimal digits.
std::string random_token();

/// The page and the API (docs/api.yaml) over HTTP. Answers carry a content-security policy that
/// lets the page load nothing but its own files; requests under a foreign host name are refused
/// (DNS rebinding), and so are those that change something and come from another page (CSRF). The
/// record is lent to commands that show the token in the note beside it (lending.h).
class Server {
 public:
  /// Opens the record, loads the reader and binds the address; nothing is answered yet.
  static base::Result<std::unique_ptr<Server>> open(const std::filesystem::path& record,
                                                    const std::filesystem::path& home,
                                                    const Address& address);
  virtual ~Server() = default;
  [[nodiscard]] virtual int port() const = 0;
  /// "http://127.0.0.1:8400/", with the token where there is one.
  [[nodiscard]] virtual std::string url() const = 0;
  /// Answers until `stop` is called, from any thread or a signal handler.
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace entente::workbench
