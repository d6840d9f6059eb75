// Symmetric separable filters.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 64 };

// Numbers of a line of sums along y with its margins, which blocks may pass the end of.
size_t seg_blur_work(size_t width, size_t channels, size_t radius) {
  return (width + 2 * radius) * channels + BLOCK;
}

// The row or column that stands where `at` does, mirrored without the edge as often as it takes.
INLINE size_t mirrored(ptrdiff_t at, size_t count) {
  if (count == 1) return 0;
  ptrdiff_t period = 2 * (ptrdiff_t)count - 2;
  at %= period;
  if (at < 0) at += period;
  return (size_t)(at < (ptrdiff_t)count ? at : period - at);
}

#define MARGINS(NUMBER)                                                                     \
  INLINE void margins_##NUMBER(NUMBER *line, size_t width, size_t channels, size_t radius) { \
    NUMBER *middle = line + radius * channels;                                              \
    for (size_t x = 1; x <= radius; x++) {                                                  \
      const NUMBER *left = middle + mirrored(-(ptrdiff_t)x, width) * channels;              \
      const NUMBER *right = middle + mirrored((ptrdiff_t)(width - 1 + x), width) * channels; \
      for (size_t c = 0; c < channels; c++) {                                               \
        (middle - x * channels)[c] = left[c];                                               \
        middle[(width - 1 + x) * channels + c] = right[c];                                  \
      }                                                                                     \
    }                                                                                       \
  }
MARGINS(uint16_t)
MARGINS(float)

// a · b · 2^-16, rounded down: one instruction on most machines.
INLINE uint16_t product(uint16_t a, uint16_t b) { return (uint16_t)((uint32_t)a * b >> 16); }

// Half of what rounding down takes off all products of a sum.
#define LOST(RADIUS) (uint16_t)(((RADIUS) + 1) / 2)

INLINE void columns_block(
    const uint8_t *const *above, const uint8_t *const *below, size_t i, const uint16_t *weight,
    size_t radius, uint16_t *to) {
  uint16_t sum[BLOCK];
  const uint8_t *middle = above[0] + i;
  for (int j = 0; j < BLOCK; j++)
    sum[j] = (uint16_t)(product((uint16_t)(middle[j] << 7), weight[0]) + LOST(radius));
  for (size_t k = 1; k <= radius; k++) {
    const uint8_t *a = above[k] + i, *b = below[k] + i;
    uint16_t w = weight[k];
    for (int j = 0; j < BLOCK; j++) sum[j] += product((uint16_t)((a[j] + b[j]) << 7), w);
  }
  memcpy(to + i, sum, sizeof sum);
}

INLINE void rows_block(
    const uint16_t *line, size_t channels, const uint16_t *weight, size_t radius, uint8_t *to) {
  uint16_t sum[BLOCK];
  for (int j = 0; j < BLOCK; j++)
    sum[j] = (uint16_t)(product(line[j], weight[0]) + LOST(radius) + 64);
  for (size_t k = 1; k <= radius; k++) {
    const uint16_t *a = line - k * channels, *b = line + k * channels;
    uint16_t w = weight[k];
    for (int j = 0; j < BLOCK; j++) sum[j] += product((uint16_t)(a[j] + b[j]), w);
  }
  for (int j = 0; j < BLOCK; j++) to[j] = (uint8_t)(sum[j] >> 7);
}

// A radius known to the compiler keeps all rows in registers.
INLINE void blur_row(
    const uint8_t *const *above, const uint8_t *const *below, size_t width, size_t channels,
    uint8_t *to, const uint16_t *weight, size_t radius, uint16_t *work) {
  size_t samples = width * channels;
  uint16_t *middle = work + radius * channels;
  size_t i = 0;
  for (; i + BLOCK <= samples; i += BLOCK) columns_block(above, below, i, weight, radius, middle);
  for (; i < samples; i++) {
    uint16_t sum = (uint16_t)(product((uint16_t)(above[0][i] << 7), weight[0]) + LOST(radius));
    for (size_t k = 1; k <= radius; k++)
      sum += product((uint16_t)((above[k][i] + below[k][i]) << 7), weight[k]);
    middle[i] = sum;
  }
  margins_uint16_t(work, width, channels, radius);
  i = 0;
  for (; i + BLOCK <= samples; i += BLOCK)
    rows_block(middle + i, channels, weight, radius, to + i);
  if (i < samples) {
    uint8_t last[BLOCK];
    rows_block(middle + i, channels, weight, radius, last);
    memcpy(to + i, last, samples - i);
  }
}

enum { MAXIMUM_RADIUS = 49 };

SEG_CLONES void seg_blur_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    const uint16_t *weight, size_t radius, uint16_t *work) {
  size_t row = width * channels;
  memset(work, 0, seg_blur_work(width, channels, radius) * sizeof *work);
  for (size_t y = 0; y < height; y++, to += row) {
    const uint8_t *above[MAXIMUM_RADIUS + 1], *below[MAXIMUM_RADIUS + 1];
    for (size_t k = 0; k <= radius; k++) {
      above[k] = from + mirrored((ptrdiff_t)y - (ptrdiff_t)k, height) * row;
      below[k] = from + mirrored((ptrdiff_t)(y + k), height) * row;
    }
    switch (radius) {
      case 1: blur_row(above, below, width, channels, to, weight, 1, work); break;
      case 2: blur_row(above, below, width, channels, to, weight, 2, work); break;
      case 3: blur_row(above, below, width, channels, to, weight, 3, work); break;
      default: blur_row(above, below, width, channels, to, weight, radius, work);
    }
  }
}

SEG_CLONES void seg_blur_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    const float *weight, size_t radius, float *work) {
  size_t samples = width * channels;
  float *middle = work + radius * channels;
  for (size_t y = 0; y < height; y++, to += samples) {
    const uint16_t *row = from + y * samples;
    for (size_t i = 0; i < samples; i++) middle[i] = (float)row[i] * weight[0];
    for (size_t k = 1; k <= radius; k++) {
      const uint16_t *a = from + mirrored((ptrdiff_t)y - (ptrdiff_t)k, height) * samples;
      const uint16_t *b = from + mirrored((ptrdiff_t)(y + k), height) * samples;
      float w = weight[k];
      for (size_t i = 0; i < samples; i++) middle[i] += (float)(a[i] + b[i]) * w;
    }
    margins_float(work, width, channels, radius);
    for (size_t start = 0; start < samples; start += BLOCK) {
      size_t count = samples - start < BLOCK ? samples - start : BLOCK;
      const float *line = middle + start;
      float sum[BLOCK];
      for (size_t j = 0; j < count; j++) sum[j] = line[j] * weight[0];
      for (size_t k = 1; k <= radius; k++) {
        const float *a = line - k * channels, *b = line + k * channels;
        float w = weight[k];
        for (size_t j = 0; j < count; j++) sum[j] += (a[j] + b[j]) * w;
      }
      for (size_t j = 0; j < count; j++) {
        float v = sum[j] < 65535.0f ? sum[j] : 65535.0f;
        to[start + j] = (uint16_t)(int32_t)(v + 0.5f);
      }
    }
  }
}
