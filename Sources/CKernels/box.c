// Means of squares and of lines of pixels.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

enum { BLOCK = 64 };

#define INLINE static inline __attribute__((always_inline))

// Sums of columns slide down the picture: a row is added below and one taken off above.
#define SLIDE(SAMPLE, SUM)                                                                    \
  INLINE void slide_##SAMPLE##_##SUM(                                                         \
      const SAMPLE *from, size_t line, size_t side, size_t y, SUM *sums) {                    \
    if (y == 0) {                                                                             \
      memset(sums, 0, line * sizeof *sums);                                                   \
      for (size_t k = 0; k + 1 < side; k++)                                                   \
        for (size_t i = 0; i < line; i++) sums[i] += from[k * line + i];                      \
    }                                                                                         \
    const SAMPLE *next = from + (side - 1) * line, *last = y == 0 ? next : from - line;       \
    if (y == 0)                                                                               \
      for (size_t i = 0; i < line; i++) sums[i] += next[i];                                   \
    else                                                                                      \
      for (size_t i = 0; i < line; i++) sums[i] = (SUM)(sums[i] + next[i] - last[i]);         \
  }
SLIDE(uint8_t, uint16_t)
SLIDE(uint16_t, uint32_t)

typedef uint32_t u32x64 __attribute__((vector_size(256), aligned(4)));

// Adds a block of sums to another; they may overlap when `from` is the later.
INLINE void add_block(uint32_t *to, const uint32_t *from) {
  u32x64 sum = *(const u32x64 *)to + *(const u32x64 *)from;
  memcpy(to, &sum, sizeof sum);
}

// Sums of `side` neighbours along the row, from sums of 1, 2, 4, … of them. Overwrites `sums`; blocks
// may pass the ends of the lines, and the last sums miss neighbours, but nothing reads those.
INLINE void sum_along(
    uint32_t *sums, size_t line, size_t channels, size_t side, size_t samples, uint32_t *to) {
  size_t done = 0;
  for (size_t step = 1; step <= side; step *= 2) {
    if (side & step) {
      const uint32_t *from = sums + done * channels;
      if (done == 0) memcpy(to, from, samples * sizeof *to);
      else
        for (size_t i = 0; i < samples; i += BLOCK) add_block(to + i, from + i);
      done += step;
    }
    size_t ahead = step * channels;
    for (size_t i = 0; i + ahead < line; i += BLOCK) add_block(sums + i, sums + i + ahead);
  }
}

// Means of up to 15 x 15 bytes, whose sums fit 16 bits: (sum + area / 2) · factor >> 16 >> shift with
// factor = ceil(2^(16 + shift) / area) is the exact quotient for every odd side to 15.
INLINE void small_means(
    const uint16_t *sums, size_t channels, size_t side, uint8_t mean[BLOCK]) {
  uint16_t area = (uint16_t)(side * side), shift = 0;
  while (2 << shift < area) shift++;
  uint16_t factor = (uint16_t)(((65536u << shift) + area - 1) / area);
  uint16_t sum[BLOCK];
  for (int j = 0; j < BLOCK; j++) sum[j] = (uint16_t)(sums[j] + area / 2);
  for (size_t k = 1; k < side; k++) {
    const uint16_t *next = sums + k * channels;
    for (int j = 0; j < BLOCK; j++) sum[j] += next[j];
  }
  for (int j = 0; j < BLOCK; j++)
    mean[j] = (uint8_t)((uint16_t)((uint32_t)sum[j] * factor >> 16) >> shift);
}

SEG_CLONES void seg_box_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    size_t radius, uint32_t *work) {
  size_t side = 2 * radius + 1, line = (width + 2 * radius) * channels, samples = width * channels;
  uint16_t *sums = (uint16_t *)work;
  uint32_t *wide = work + line + BLOCK, *along = wide + line + BLOCK;
  float share = 1.0f / (float)(side * side);
  for (size_t y = 0; y < height; y++, from += line, to += samples) {
    slide_uint8_t_uint16_t(from, line, side, y, sums);
    if (side <= 15) {
      for (size_t i = 0; i < samples; i += BLOCK) {
        uint8_t mean[BLOCK];
        small_means(sums + i, channels, side, mean);
        memcpy(to + i, mean, samples - i < BLOCK ? samples - i : BLOCK);
      }
      continue;
    }
    for (size_t i = 0; i < line; i++) wide[i] = sums[i];
    sum_along(wide, line, channels, side, samples, along);
    // Exact: no mean of up to 99 x 99 bytes is nearer to a half than float32 errs.
    for (size_t i = 0; i < samples; i++)
      to[i] = (uint8_t)(int32_t)((float)(int32_t)along[i] * share + 0.5f);
  }
}

SEG_CLONES void seg_box_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    size_t radius, uint32_t *work) {
  size_t side = 2 * radius + 1, line = (width + 2 * radius) * channels, samples = width * channels;
  uint32_t *wide = work + line + BLOCK, *along = wide + line + BLOCK;
  uint32_t area = (uint32_t)(side * side);
  for (size_t y = 0; y < height; y++, from += line, to += samples) {
    slide_uint16_t_uint32_t(from, line, side, y, work);
    memcpy(wide, work, line * sizeof *wide);
    sum_along(wide, line, channels, side, samples, along);
    for (size_t i = 0; i < samples; i++) to[i] = (uint16_t)((along[i] + area / 2) / area);
  }
}

// The sum and half the count fit 32 bits when multiplied by ceil(2^24 / count), and the quotient is
// exact, for at most 256 bytes.
SEG_CLONES void seg_line_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    size_t radius, const size_t *offset, size_t count) {
  size_t samples = width * channels, line = (width + 2 * radius) * channels;
  uint32_t factor = (uint32_t)(((1u << 24) + count - 1) / count), half = (uint32_t)count / 2;
  for (size_t y = 0; y < height; y++, from += line, to += samples)
    for (size_t i = 0; i < samples; i += BLOCK) {
      uint16_t sum[BLOCK] = {0};
      for (size_t k = 0; k < count; k++) {
        const uint8_t *v = from + i + offset[k];
        for (int j = 0; j < BLOCK; j++) sum[j] += v[j];
      }
      uint8_t mean[BLOCK];
      for (int j = 0; j < BLOCK; j++) mean[j] = (uint8_t)((sum[j] + half) * factor >> 24);
      memcpy(to + i, mean, samples - i < BLOCK ? samples - i : BLOCK);
    }
}

SEG_CLONES void seg_line_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    size_t radius, const size_t *offset, size_t count) {
  size_t samples = width * channels, line = (width + 2 * radius) * channels;
  for (size_t y = 0; y < height; y++, from += line, to += samples)
    for (size_t i = 0; i < samples; i += BLOCK) {
      uint32_t sum[BLOCK] = {0};
      for (size_t k = 0; k < count; k++) {
        const uint16_t *v = from + i + offset[k];
        for (int j = 0; j < BLOCK; j++) sum[j] += v[j];
      }
      size_t held = samples - i < BLOCK ? samples - i : BLOCK;
      for (size_t j = 0; j < held; j++)
        to[i + j] = (uint16_t)((sum[j] + (uint32_t)count / 2) / (uint32_t)count);
    }
}
