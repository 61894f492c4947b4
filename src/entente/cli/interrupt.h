#pragma once

namespace entente::cli {

/// From now on Ctrl-C sets `is_interrupted`, for the program to end in good order; a second one
/// ends it at once. A wait for standard input is broken off: it becomes empty.
void listen_for_interrupt();
[[nodiscard]] bool is_interrupted();

/// Says that the calling thread is the one that may be waiting for standard input.
void wait_for_input_here();

}  // namespace entente::cli
