// One place decides which instruction set runs: the loader, through target_clones.
#pragma once
#if __has_include(<features.h>)
#include <features.h>
#endif
#if defined(__x86_64__) && defined(__GLIBC__)
#define SEG_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEG_CLONES  // arm64: NEON is the baseline; musl and macOS have no ifunc.
#endif
// Without this the tiers differ in the last bit, because v3 and v4 may fuse multiply and add.
#pragma STDC FP_CONTRACT OFF
