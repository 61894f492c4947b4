#pragma once

/// Before a function whose loops the compiler vectorises: it is made twice, for processors with
/// AVX2 and for others, which one being found out when the program starts. Both add in the same
/// order.
#ifdef __x86_64__
#define ENTENTE_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#define ENTENTE_VECTORISED
#endif
