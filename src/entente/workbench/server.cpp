#include "entente/workbench/server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>
#include <utility>

#include "entente/base/hash.h"
#include "entente/workbench/api.h"
#include "entente/workbench/lending.h"
#include "entente/workbench/page.h"

namespace entente::workbench {

using base::fail;
using base::Result;

namespace {

constexpr std::size_t kLargestBody = std::size_t{16} << 20;  // bytes
constexpr int kThreads = 256;  ///< each serves one connection, which browsers keep open
constexpr double kRate = 500, kBurst = 1000;  // requests a second for each address, and at once

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

constexpr const char* kNoPage =
    "<!doctype html><title>Entente</title><p>This program was built without its page. Run "
    "<code>./dev build</code>, which builds web/ as well. The API answers under "
    "<a href=\"/api/v1/status\">/api/v1/</a>.";

std::string_view content_type(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".json")) return "application/json";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

/// So many requests may come at once from an address, and so many a second in the long run.
class Limiter {
 public:
  bool lets_in(const std::string& address) {
    using Clock = std::chrono::steady_clock;
    const std::scoped_lock lock(mutex_);
    if (buckets_.size() > 10000) buckets_.clear();
    const auto now = Clock::now();
    auto [found, is_new] = buckets_.try_emplace(address, Bucket{kBurst, now});
    Bucket& bucket = found->second;
    const double seconds = std::chrono::duration<double>(now - bucket.last).count();
    bucket.left = std::min(kBurst, bucket.left + seconds * kRate);
    bucket.last = now;
    if (bucket.left < 1) return false;
    --bucket.left;
    return true;
  }

 private:
  struct Bucket {
    double left;
    std::chrono::steady_clock::time_point last;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// "127.0.0.1:8400" → "127.0.0.1", "[::1]:8400" → "::1"
std::string host_of(const std::string& header) {
  if (header.starts_with('[')) return header.substr(1, header.find(']') - 1);
  return header.substr(0, header.find(':'));
}

/// Equal, in a time that does not tell where they differ.
bool same(std::string_view a, std::string_view b) {
  unsigned difference = unsigned(a.size() ^ b.size());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    difference |= unsigned(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return difference == 0;
}

/// The value of a cookie, or nothing.
std::string cookie(const httplib::Request& request, std::string_view name) {
  const std::string all = request.get_header_value("Cookie");
  std::size_t at = 0;
  while (at < all.size()) {
    std::size_t end = std::min(all.find(';', at), all.size());
    std::string_view one = std::string_view(all).substr(at, end - at);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(name) && one.size() > name.size() && one[name.size()] == '=')
      return std::string(one.substr(name.size() + 1));
    at = end + 1;
  }
  return {};
}

class HttpServer : public Server {
 public:
  HttpServer(std::unique_ptr<Desk> desk, Address address)
      : desk_(std::move(desk)),
        room_(*desk_),
        ledger_(*desk_),
        board_(*desk_, ledger_),
        address_(std::move(address)) {
    http_.set_tcp_nodelay(true);
    http_.set_payload_max_length(kLargestBody);
    http_.set_keep_alive_max_count(10000);
    http_.set_read_timeout(10);
    http_.set_write_timeout(30);
    http_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_.set_pre_routing_handler([this](const auto& request, auto& response) {
      return admit(request, response) ? httplib::Server::HandlerResponse::Unhandled
                                      : httplib::Server::HandlerResponse::Handled;
    });
    http_.set_post_routing_handler([](const auto&, auto& response) { protect(response); });
    http_.Post("/lend", [this](const auto& request, auto& response) { lend(request, response); });
    http_.Post("/give-back",
               [this](const auto& request, auto& response) { take_back(request, response); });
    http_.Get("/api/v1/.*",
              [this](const auto& request, auto& response) { answer("GET", request, response); });
    http_.Post("/api/v1/.*",
               [this](const auto& request, auto& response) { answer("POST", request, response); });
    http_.Get("/.*", [](const auto& request, auto& response) { page(request, response); });
    http_.set_error_handler([](const auto&, auto& response) {
      if (!response.body.empty()) return;
      const char* what = response.status == 413 ? "the body is too large" : "the request failed";
      say(response, {response.status, {what, {}, {}}});
    });
    http_.set_exception_handler([](const auto&, auto& response, const auto& thrown) {
      std::string what = "the program failed";
      try {
        std::rethrow_exception(thrown);
      } catch (const std::exception& e) {
        what = e.what();
      } catch (...) {
      }
      say(response, {500, {what, {}, "please report this"}});
    });
  }

  Result<void> bind() {
    port_ = address_.port == 0 ? http_.bind_to_any_port(address_.host.c_str())
            : http_.bind_to_port(address_.host.c_str(), address_.port) ? address_.port
                                                                       : -1;
    if (port_ > 0) return post_note();
    return fail("cannot listen there", fmt::format("{}:{}", address_.host, address_.port),
                "another program may be listening: choose another --port, or 0 for any");
  }
  [[nodiscard]] int port() const override { return port_; }
  [[nodiscard]] std::string url() const override {
    const bool is_v6 = address_.host.find(':') != std::string::npos;
    return fmt::format("http://{}:{}/{}", is_v6 ? "[" + address_.host + "]" : address_.host, port_,
                       address_.token.empty() ? "" : "?token=" + address_.token);
  }
  void run() override {
    // The first view should not wait for what all views need.
    std::thread warm([this] {
      auto lease = desk_->lease();
      if (!lease) return;
      (void)ledger_.totals(**lease);
      (void)board_.view(**lease);
      (void)ledger_.events(**lease, {}, record::Events::View::contested);
      (void)ledger_.prepare_words(**lease);
    });
    http_.listen_after_bind();
    warm.join();
  }
  void stop() override { http_.stop(); }

 private:
  Result<void> post_note() {
    auto note = PostedNote::post(desk_->path(), {address_.host, port_, lending_token_, ::getpid()});
    if (!note) return tl::unexpected(note.error());
    note_ = std::move(*note);
    return {};
  }

  /// {"process", "write"}: closes the record for that process.
  void lend(const httplib::Request& request, httplib::Response& response) {
    const Json wish = Json::parse(request.body, nullptr, false);
    if (!wish.is_object() || !wish.contains("process") || !wish["process"].is_number_integer())
      return say(response, {400, {"a process was expected", "process", {}}});
    const auto process = wish["process"].get<pid_t>();
    const auto lent = desk_->lend(process, wish.contains("write") && wish["write"] == true);
    if (!lent) return say(response, {503, lent.error(), {}});
    borrower_ = process;
    response.set_content("{}", "application/json");
  }
  void take_back(const httplib::Request&, httplib::Response& response) {
    desk_->take_back(borrower_);
    response.set_content("{}", "application/json");
  }

  static void say(httplib::Response& response, const Problem& problem) {
    response.status = problem.status;
    if (problem.retry_after.count() > 0)
      response.set_header("Retry-After", std::to_string(problem.retry_after.count()));
    response.set_content(to_json(problem).dump(-1, ' ', false, Json::error_handler_t::replace),
                         "application/json");
  }

  static void protect(httplib::Response& response) {
    response.set_header("Content-Security-Policy", kPolicy);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  }

  /// Whether a request may be answered at all; otherwise says why not.
  bool admit(const httplib::Request& request, httplib::Response& response) {
    const auto no = [&](int status, std::string what, std::string advice) {
      say(response, {status, {std::move(what), {}, std::move(advice)}});
      protect(response);
      return false;
    };
    if (!limiter_.lets_in(request.remote_addr)) {
      response.set_header("Retry-After", "1");
      return no(429, "too many requests", "wait a second");
    }
    if (request.path == "/lend" || request.path == "/give-back") {
      if (same(request.get_header_value("Authorization"), "Bearer " + lending_token_)) return true;
      return no(401, "a token is needed", "commands find it in the note beside the record");
    }
    const std::string host = host_of(request.get_header_value("Host"));
    if (host != address_.host && !is_loopback(host) && address_.token.empty())
      return no(421, "this server does not answer under that name", "open " + url());
    if (!address_.token.empty() && !shows_token(request))
      return no(401, "a token is needed", "open the address that `entente serve` printed");
    if (request.method == "POST") {
      const std::string origin = request.get_header_value("Origin");
      if (!origin.empty() && origin != "http://" + request.get_header_value("Host"))
        return no(403, "this comes from another page", "use the page itself, or no Origin");
      if (!request.get_header_value("Content-Type").starts_with("application/json"))
        return no(415, "application/json was expected", "set the Content-Type");
    }
    if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
      return no(405, "only GET and POST are understood", {});
    if (!address_.token.empty() && request.has_param("token"))
      response.set_header(
          "Set-Cookie", "entente_token=" + address_.token + "; HttpOnly; SameSite=Strict; Path=/");
    return true;
  }

  bool shows_token(const httplib::Request& request) const {
    return same(request.get_header_value("Authorization"), "Bearer " + address_.token) ||
           same(request.get_param_value("token"), address_.token) ||
           same(cookie(request, "entente_token"), address_.token);
  }

  void answer(std::string_view method, const httplib::Request& request,
              httplib::Response& response) {
    const std::string_view path = std::string_view(request.path).substr(7);  // without /api/v1
    bool other_method = false;
    for (const Question& question : questions()) {
      const auto name = matched(question.path, path);
      if (!name) continue;
      if (question.method != method) {
        other_method = true;
        continue;
      }
      auto result = ask(question, *name, request);
      if (!result) return say(response, result.error());
      response.status = 200;
      response.set_header("Cache-Control", "no-store");
      response.set_content(result->dump(-1, ' ', false, Json::error_handler_t::replace),
                           "application/json");
      return;
    }
    say(response, {other_method ? 405 : 404,
                   {other_method ? "not with this method" : "there is no such question",
                    request.path, "docs/api.yaml lists what can be asked"}});
  }

  Answer<Json> ask(const Question& question, std::string_view name,
                   const httplib::Request& request) {
    Query query;
    for (const auto& [key, value] : request.params)
      if (key != "token") query.add(key, value);
    if (const auto wrong = query.unknown(question.parameters))
      return refuse(400, "there is no such parameter", *wrong, "docs/api.yaml lists them");
    Json body;
    if (question.method == "POST") {
      body = Json::parse(request.body, nullptr, false);
      if (body.is_discarded() || !body.is_object())
        return refuse(400, "the body is no JSON object");
    }
    auto lease = desk_->lease();
    if (!lease) return failed(lease.error(), 503);
    return question.answer({*desk_, room_, board_, ledger_, **lease, query, name, body});
  }

  /// A file of the page; any path of its own views gets the page itself.
  static void page(const httplib::Request& request, httplib::Response& response) {
    const auto files = page_files();
    if (files.empty()) return response.set_content(kNoPage, "text/html; charset=utf-8");
    auto found = std::ranges::find(files, request.path, &PageFile::path);
    if (found == files.end()) found = std::ranges::find(files, "/index.html", &PageFile::path);
    if (found == files.end()) return say(response, {404, {"there is no such file", {}, {}}});
    const std::string tag = '"' + base::content_hash(found->bytes) + '"';
    response.set_header("ETag", tag);
    response.set_header("Cache-Control", "no-cache");
    if (request.get_header_value("If-None-Match") == tag) {
      response.status = 304;
      return;
    }
    response.set_header("Content-Encoding", "gzip");
    response.set_header("Vary", "Accept-Encoding");
    response.set_content(found->bytes.data(), found->bytes.size(),
                         std::string(content_type(found->path)));
  }

  std::unique_ptr<Desk> desk_;
  ReadingRoom room_;
  Ledger ledger_;
  Board board_;
  Address address_;
  std::string lending_token_ = random_token();
  std::unique_ptr<PostedNote> note_;
  std::atomic<pid_t> borrower_ = 0;
  Limiter limiter_;
  httplib::Server http_;
  int port_ = -1;
};

}  // namespace

std::string random_token() {
  std::random_device system;
  std::string token;
  for (int i = 0; i < 4; ++i) token += fmt::format("{:08x}", system());
  return token;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<std::unique_ptr<Server>> Server::open(const std::filesystem::path& record,
                                             const std::filesystem::path& home,
                                             const Address& address) {
  if (!is_loopback(address.host) && address.token.empty())
    return fail("is not this machine alone, and nobody is asked for a token", address.host,
                "give --token, and know that whoever has it can read and change the record");
  auto desk = Desk::open(record, home);
  if (!desk) {
    if (const auto note = ServerNote::beside(record))
      desk.error().advice =
          "the page may be open already at " + note->url() + "; otherwise " + desk.error().advice;
    return tl::unexpected(desk.error());
  }
  auto server = std::make_unique<HttpServer>(std::move(*desk), address);
  if (auto bound = server->bind(); !bound) return tl::unexpected(bound.error());
  return server;
}

}  // namespace entente::workbench
