// Blocks of 8 x 8 samples through the DCT, quantised, and back: two blocks side by side at a time.
#pragma once
#include <stdint.h>
#include <string.h>

#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i32x16 __attribute__((vector_size(64), aligned(4)));
typedef uint8_t u8x16 __attribute__((vector_size(16), aligned(1)));

// cos(k π / 16) / 2, and that of k = 4 where the constant term has its factor of 1 / sqrt 2.
#define C1 0.49039264020f
#define C2 0.46193976626f
#define C3 0.41573480615f
#define C4 0.35355339059f
#define C5 0.27778511651f
#define C6 0.19134171618f
#define C7 0.09754516101f

// The orthonormal DCT of eight rows, lane by lane, in place.
INLINE void dct(f32x16 v[8]) {
  f32x16 s0 = v[0] + v[7], s1 = v[1] + v[6], s2 = v[2] + v[5], s3 = v[3] + v[4];
  f32x16 d0 = v[0] - v[7], d1 = v[1] - v[6], d2 = v[2] - v[5], d3 = v[3] - v[4];
  f32x16 a = s0 + s3, b = s1 + s2, c = s0 - s3, d = s1 - s2;
  v[0] = (a + b) * C4;
  v[4] = (a - b) * C4;
  v[2] = c * C2 + d * C6;
  v[6] = c * C6 - d * C2;
  v[1] = d0 * C1 + d1 * C3 + d2 * C5 + d3 * C7;
  v[3] = d0 * C3 - d1 * C7 - d2 * C1 - d3 * C5;
  v[5] = d0 * C5 - d1 * C1 + d2 * C7 + d3 * C3;
  v[7] = d0 * C7 - d1 * C5 + d2 * C3 - d3 * C1;
}

INLINE void inverse_dct(f32x16 v[8]) {
  f32x16 p = (v[0] + v[4]) * C4, q = (v[0] - v[4]) * C4;
  f32x16 r = v[2] * C2 + v[6] * C6, s = v[2] * C6 - v[6] * C2;
  f32x16 e0 = p + r, e1 = q + s, e2 = q - s, e3 = p - r;
  f32x16 o0 = v[1] * C1 + v[3] * C3 + v[5] * C5 + v[7] * C7;
  f32x16 o1 = v[1] * C3 - v[3] * C7 - v[5] * C1 - v[7] * C5;
  f32x16 o2 = v[1] * C5 - v[3] * C1 + v[5] * C7 + v[7] * C3;
  f32x16 o3 = v[1] * C7 - v[3] * C5 + v[5] * C3 - v[7] * C1;
  v[0] = e0 + o0;
  v[7] = e0 - o0;
  v[1] = e1 + o1;
  v[6] = e1 - o1;
  v[2] = e2 + o2;
  v[5] = e2 - o2;
  v[3] = e3 + o3;
  v[4] = e3 - o3;
}

// Swaps the squares of `1`, `2` or `4` lanes that lie off the diagonal in pairs of rows.
#define SWAP_1(A, B) \
  f32x16 a = A, b = B; \
  A = __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30); \
  B = __builtin_shufflevector(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
#define SWAP_2(A, B) \
  f32x16 a = A, b = B; \
  A = __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29); \
  B = __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
#define SWAP_4(A, B) \
  f32x16 a = A, b = B; \
  A = __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27); \
  B = __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);

// Transposes both blocks.
INLINE void transpose(f32x16 v[8]) {
  for (int i = 0; i < 8; i += 2) { SWAP_1(v[i], v[i + 1]) }
  for (int i = 0; i < 8; i += 4)
    for (int j = i; j < i + 2; j++) { SWAP_2(v[j], v[j + 2]) }
  for (int j = 0; j < 4; j++) { SWAP_4(v[j], v[j + 4]) }
}

// Two blocks in place. The table is transposed, and holds each row twice, for the second block.
INLINE void degrade_blocks(uint8_t *plane, size_t line, const float *table) {
  f32x16 v[8];
  for (int y = 0; y < 8; y++)
    v[y] = __builtin_convertvector(*(const u8x16 *)(plane + y * line), f32x16) - 128.0f;
  dct(v);
  transpose(v);
  dct(v);
  for (int u = 0; u < 8; u++) {
    f32x16 step = *(const f32x16 *)(table + 16 * u), level = v[u] / step;
    i32x16 sign = (i32x16)level & INT32_MIN;
    f32x16 size = (f32x16)((i32x16)level ^ sign) + 0.5f;
    f32x16 whole = __builtin_convertvector(__builtin_convertvector(size, i32x16), f32x16);
    v[u] = (f32x16)((i32x16)whole ^ sign) * step;
  }
  inverse_dct(v);
  transpose(v);
  inverse_dct(v);
  for (int y = 0; y < 8; y++) {
    f32x16 sample = v[y] + 128.5f;
    i32x16 low = sample < 0.0f, high = sample > 255.0f;
    i32x16 whole = __builtin_convertvector(sample, i32x16);
    whole = (whole & ~low & ~high) | (high & 255);
    *(u8x16 *)(plane + y * line) = __builtin_convertvector(whole, u8x16);
  }
}
