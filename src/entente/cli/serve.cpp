#include <CLI/CLI.hpp>
#include <csignal>
#include <thread>

#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/record/borrow.h"
#include "entente/workbench/server.h"

namespace entente::cli {

namespace {

using base::Result;

struct Options {
  workbench::Address address;
};

/// Waits for Ctrl-C or a request to end on a thread of its own: handlers may do next to nothing,
/// and this one may lock.
class EndSignal {
 public:
  /// Before any other thread is there: a signal goes to whichever does not block it.
  EndSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void stops(workbench::Server& server) {
    std::thread([signals = signals_, &server] {
      int signal = 0;
      sigwait(&signals, &signal);
      server.stop();
    }).detach();
  }

 private:
  sigset_t signals_{};
};

Result<Exit> serve(Options options, Context& context) {
  if (!workbench::is_loopback(options.address.host) && options.address.token.empty())
    options.address.token = workbench::random_token();
  EndSignal end;
  record::set_borrow({});  // a server borrows from no other: it would not give back
  auto server = workbench::Server::open(context.record, home_folder(), options.address);
  if (!server) return tl::unexpected(server.error());
  if (!workbench::is_loopback(options.address.host))
    fmt::print(stderr,
               "entente: WARNING: {} can be reached from other machines, unencrypted; whoever has "
               "the token below can read and change the record\n",
               options.address.host);
  if (context.format == Format::jsonl)
    context.out.print("{{\"url\":\"{}\",\"port\":{}}}\n", (*server)->url(), (*server)->port());
  else
    context.out.print("{} is open at {}\nCtrl-C ends it.\n", context.record,
                      context.painter()(Ink::strong, (*server)->url()));
  context.out.flush();
  end.stops(**server);
  (*server)->run();
  return Exit::done;
}

}  // namespace

void add_serve(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *app.add_subcommand("serve", "Open the workbench: a page to see, question and correct");
  command.footer(
      "The page and the API (docs/api.yaml) answer on this machine alone, unless --host names\n"
      "another address: then a token is asked for. The record is made when it is not there.\n\n"
      "Examples:\n"
      "  entente serve --record eurasia.duckdb\n"
      "  entente serve --port 0 --format json      any free port, told to a program");
  command.add_option("--host", options->address.host, "The address to listen at (127.0.0.1)")
      ->type_name("ADDRESS");
  command.add_option("--port", options->address.port, "The port (8400); 0 takes any that is free")
      ->type_name("N")
      ->check(CLI::Range(0, 65535).description(""));
  command
      .add_option("--token", options->address.token,
                  "What whoever asks has to show; made up where one is needed and none given")
      ->type_name("TEXT");
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return serve(*options, context); };
  });
}

}  // namespace entente::cli
