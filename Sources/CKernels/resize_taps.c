// Resampling by weighted sums in float32: antialiased bilinear, and area.
//
// Each output is a sum in rising order of its taps, lane by lane, so every instruction set gives the
// same bits.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

enum { PADDING = 16 };  // floats the four-lane loads and stores may pass the end of a row by

typedef float f32x4 __attribute__((vector_size(16), aligned(4)));

size_t seg_resize_taps_work(size_t width, size_t channels, size_t out_width) {
  return width * channels + out_width * channels + 2 * PADDING;
}

// Adding this to 0 <= v < 2^22 leaves v, rounded half to even, in the low bits.
static const float MAGIC = 12582912.0f;

// One line of sums along x, of a row of float pixels.
static inline __attribute__((always_inline)) void resample_line(
    const float *line, size_t channels, const seg_taps *columns, float *to) {
  for (size_t x = 0; x < columns->outputs; x++, to += channels) {
    const float *p = line + (size_t)columns->first[x] * channels;
    const float *weight = columns->weight + x * columns->stride;
    size_t count = (size_t)columns->count[x];
    if (channels == 3 || channels == 4) {
      f32x4 sum = {0};
      for (size_t k = 0; k < count; k++, p += channels) sum += *(const f32x4 *)p * weight[k];
      *(f32x4 *)to = sum;
    } else {
      for (size_t c = 0; c < channels; c++) {
        float sum = 0;
        for (size_t k = 0; k < count; k++) sum += p[k * channels + c] * weight[k];
        to[c] = sum;
      }
    }
  }
}

#define RESIZE_TAPS(NAME, SAMPLE)                                                              \
  SEG_CLONES void NAME(                                                                        \
      const SAMPLE *from, size_t width, size_t channels, SAMPLE *to, const seg_taps *rows,     \
      const seg_taps *columns, float scale, seg_rounding rounding, float *work) {              \
    size_t in = width * channels, out = columns->outputs * channels;                           \
    float *line = work, *result = work + in + PADDING;                                         \
    memset(line + in, 0, PADDING * sizeof *line);                                              \
    for (size_t y = 0; y < rows->outputs; y++, to += out) {                                    \
      const SAMPLE *first = from + (size_t)rows->first[y] * in;                                \
      sum_rows_##SAMPLE(                                                                       \
          first, in, rows->weight + y * rows->stride, (size_t)rows->count[y], line);           \
      resample_line(line, channels, columns, result);                                          \
      if (rounding == seg_round_half_up) {                                                     \
        for (size_t i = 0; i < out; i++) to[i] = (SAMPLE)(int32_t)(result[i] * scale + 0.5f);  \
      } else {                                                                                 \
        for (size_t i = 0; i < out; i++) {                                                     \
          union {                                                                              \
            float value;                                                                       \
            uint32_t bits;                                                                     \
          } rounded = {result[i] * scale + MAGIC};                                             \
          to[i] = (SAMPLE)rounded.bits;                                                        \
        }                                                                                      \
      }                                                                                        \
    }                                                                                          \
  }

// One line of sums along y. Blocks of columns keep their sums in registers.
#define SUM_ROWS(SAMPLE)                                                                       \
  static inline __attribute__((always_inline)) void sum_rows_##SAMPLE(                         \
      const SAMPLE *from, size_t samples, const float *weight, size_t count, float *to) {      \
    enum { BLOCK = 64 };                                                                       \
    size_t i = 0;                                                                              \
    for (; i + BLOCK <= samples; i += BLOCK) {                                                 \
      float sum[BLOCK] = {0};                                                                  \
      for (size_t k = 0; k < count; k++) {                                                     \
        const SAMPLE *row = from + k * samples + i;                                            \
        float w = weight[k];                                                                   \
        for (size_t j = 0; j < BLOCK; j++) sum[j] += (float)row[j] * w;                        \
      }                                                                                        \
      for (size_t j = 0; j < BLOCK; j++) to[i + j] = sum[j];                                   \
    }                                                                                          \
    for (; i < samples; i++) {                                                                 \
      float sum = 0;                                                                           \
      for (size_t k = 0; k < count; k++) sum += (float)from[k * samples + i] * weight[k];      \
      to[i] = sum;                                                                             \
    }                                                                                          \
  }

SUM_ROWS(uint8_t)
SUM_ROWS(uint16_t)
RESIZE_TAPS(seg_resize_taps_u8, uint8_t)
RESIZE_TAPS(seg_resize_taps_u16, uint16_t)
