#include "entente/cli/interrupt.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

namespace entente::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;
std::atomic<pthread_t> waiting_thread;
int empty_input = -1;

// The thread may sleep in read(2) while another one is given the signal. Its file becomes the empty
// one, and a signal of its own wakes it to find that out. All three calls are allowed in a handler.
void stop(int) {
  interrupted = 1;
  ::dup2(empty_input, STDIN_FILENO);
  ::pthread_kill(waiting_thread, SIGUSR1);
}

}  // namespace

void listen_for_interrupt() {
  empty_input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  wait_for_input_here();
  struct sigaction action {};
  action.sa_handler = [](int) {};  // it only wakes
  ::sigaction(SIGUSR1, &action, nullptr);
  action.sa_handler = stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
}

bool is_interrupted() { return interrupted != 0; }

void wait_for_input_here() { waiting_thread = ::pthread_self(); }

}  // namespace entente::cli
