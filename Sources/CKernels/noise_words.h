// One block of 64 words of Philox4x32-7.
#pragma once
#include <stdint.h>
#include <string.h>

#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

typedef uint32_t u32x16 __attribute__((vector_size(64), aligned(4)));
typedef uint64_t u64x8 __attribute__((vector_size(64), aligned(8)));

// The high and low halves of the products of 16 words and a constant. Vectors are passed by address,
// because a vector argument would bind the functions to one instruction set.
INLINE void multiply_wide(const u32x16 *word, uint64_t factor, u32x16 *high, u32x16 *low) {
  u64x8 pairs = (u64x8)*word;
  u64x8 even = (pairs & 0xffffffffu) * factor, odd = (pairs >> 32) * factor;
  *low = (u32x16)((even & 0xffffffffu) | (odd << 32));
  *high = (u32x16)((even >> 32) | (odd & ~(uint64_t)0xffffffffu));
}

INLINE void words_of_block(uint64_t seed, uint64_t block, u32x16 words[4]) {
  static const uint32_t lanes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  uint64_t counter = 16 * block;
  u32x16 c0, c1 = {0}, c2 = {0}, c3 = {0};
  memcpy(&c0, lanes, sizeof c0);
  c0 |= (uint32_t)counter;
  c1 |= (uint32_t)(counter >> 32);
  uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < 7; round++) {
    u32x16 high0, low0, high2, low2;
    multiply_wide(&c0, 0xD2511F53u, &high0, &low0);
    multiply_wide(&c2, 0xCD9E8D57u, &high2, &low2);
    c0 = high2 ^ c1 ^ k0;
    c1 = low2;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}
