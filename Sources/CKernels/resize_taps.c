// Resampling by weighted sums in float32: antialiased bilinear, and area.
//
// Each output is a sum in rising order of its taps, lane by lane, so every instruction set gives the
// same bits. Rows are summed first, which a vector does on whole lines; then four output rows at once
// are summed along x, one pixel of each in a vector.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { ROWS = 4 };      // output rows at a time
enum { PADDING = 16 };  // floats the four-lane loads and stores may pass the end of a row by

typedef float f32x4 __attribute__((vector_size(16), aligned(4)));
typedef float f32x16 __attribute__((vector_size(64), aligned(4)));

// ROWS lines of sums along y, the same packed four lanes a pixel and row, and ROWS lines of results.
size_t seg_resize_taps_work(size_t width, size_t channels, size_t out_width) {
  return ROWS * (width * channels + 4 * width + out_width * channels + 2 * PADDING);
}

// Adding this to 0 <= v < 2^22 leaves v, rounded half to even, in the low bits.
static const float MAGIC = 12582912.0f;

// Puts a pixel of 3 or 4 channels of each row side by side: packed is [width, ROWS, 4].
INLINE void pack_rows(
    const float *lines, size_t line, size_t width, size_t channels, float *packed) {
  for (size_t x = 0; x < width; x++)
    for (size_t r = 0; r < ROWS; r++)
      *(f32x4 *)(packed + (x * ROWS + r) * 4) = *(const f32x4 *)(lines + r * line + x * channels);
}

// Sums along x of ROWS rows; a row's 3 or 4 samples fill four lanes.
INLINE void resample_packed(
    const float *packed, size_t channels, const seg_taps *columns, float *to, size_t out_line) {
  for (size_t x = 0; x < columns->outputs; x++) {
    const float *p = packed + (size_t)columns->first[x] * ROWS * 4;
    const float *weight = columns->weight + x * columns->stride;
    size_t count = (size_t)columns->count[x];
    f32x16 sum = {0};
    for (size_t k = 0; k < count; k++) sum += *(const f32x16 *)(p + k * ROWS * 4) * weight[k];
    f32x4 row[ROWS];
    memcpy(row, &sum, sizeof row);
    for (size_t r = 0; r < ROWS; r++) *(f32x4 *)(to + r * out_line + x * channels) = row[r];
  }
}

// Sums along x of one row, any number of channels.
INLINE void resample_line(
    const float *line, size_t channels, const seg_taps *columns, float *to) {
  for (size_t x = 0; x < columns->outputs; x++, to += channels) {
    const float *p = line + (size_t)columns->first[x] * channels;
    const float *weight = columns->weight + x * columns->stride;
    size_t count = (size_t)columns->count[x];
    for (size_t c = 0; c < channels; c++) {
      float sum = 0;
      for (size_t k = 0; k < count; k++) sum += p[k * channels + c] * weight[k];
      to[c] = sum;
    }
  }
}

// Lines of sums along y, for output rows y and on. Blocks of columns keep their sums in registers.
#define SUM_ROWS(SAMPLE)                                                                       \
  INLINE void sum_rows_##SAMPLE(                                                               \
      const SAMPLE *from, size_t pitch, size_t samples, const float *weight, size_t count,     \
      float *to) {                                                                             \
    enum { BLOCK = 64 };                                                                       \
    size_t i = 0;                                                                              \
    for (; i + BLOCK <= samples; i += BLOCK) {                                                 \
      float sum[BLOCK] = {0};                                                                  \
      for (size_t k = 0; k < count; k++) {                                                     \
        const SAMPLE *row = from + k * pitch + i;                                              \
        float w = weight[k];                                                                   \
        for (size_t j = 0; j < BLOCK; j++) sum[j] += (float)row[j] * w;                        \
      }                                                                                        \
      for (size_t j = 0; j < BLOCK; j++) to[i + j] = sum[j];                                   \
    }                                                                                          \
    for (; i < samples; i++) {                                                                 \
      float sum = 0;                                                                           \
      for (size_t k = 0; k < count; k++) sum += (float)from[k * pitch + i] * weight[k];        \
      to[i] = sum;                                                                             \
    }                                                                                          \
  }

// A sum may lie beyond the samples, below 0 where weights are negative, and would wrap.
#define CLAMPED(SAMPLE, VALUE) \
  ((VALUE) < (float)(SAMPLE)~0u ? ((VALUE) > 0 ? (VALUE) : 0.0f) : (float)(SAMPLE)~0u)

#define ROUND_LINE(SAMPLE)                                                                     \
  INLINE void round_line_##SAMPLE(                                                             \
      const float *values, size_t count, float scale, seg_rounding rounding, SAMPLE *to) {     \
    if (rounding == seg_round_half_up) {                                                       \
      for (size_t i = 0; i < count; i++)                                                       \
        to[i] = (SAMPLE)(int32_t)(CLAMPED(SAMPLE, values[i] * scale) + 0.5f);                  \
      return;                                                                                  \
    }                                                                                          \
    for (size_t i = 0; i < count; i++) {                                                       \
      union {                                                                                  \
        float value;                                                                           \
        uint32_t bits;                                                                         \
      } rounded = {CLAMPED(SAMPLE, values[i] * scale) + MAGIC};                                \
      to[i] = (SAMPLE)rounded.bits;                                                            \
    }                                                                                          \
  }

#define RESIZE_TAPS(NAME, SAMPLE)                                                              \
  SUM_ROWS(SAMPLE)                                                                             \
  ROUND_LINE(SAMPLE)                                                                           \
  SEG_CLONES void NAME(                                                                        \
      const SAMPLE *from, size_t pitch, size_t width, size_t channels, SAMPLE *to,             \
      const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding,       \
      float *work) {                                                                           \
    size_t samples = width * channels, line = samples + PADDING;                               \
    size_t out = columns->outputs * channels, out_line = out + PADDING;                        \
    float *lines = work, *packed = lines + ROWS * line, *results = packed + ROWS * 4 * width;  \
    memset(lines, 0, ROWS * line * sizeof *lines);                                             \
    for (size_t y = 0; y < rows->outputs; y += ROWS) {                                         \
      size_t held = rows->outputs - y < ROWS ? rows->outputs - y : ROWS;                       \
      for (size_t r = 0; r < held; r++)                                                        \
        sum_rows_##SAMPLE(                                                                     \
            from + (size_t)rows->first[y + r] * pitch, pitch, samples,                         \
            rows->weight + (y + r) * rows->stride, (size_t)rows->count[y + r],                 \
            lines + r * line);                                                                 \
      if (channels == 3 || channels == 4) {                                                    \
        pack_rows(lines, line, width, channels, packed);                                       \
        resample_packed(packed, channels, columns, results, out_line);                         \
      } else {                                                                                 \
        for (size_t r = 0; r < held; r++)                                                      \
          resample_line(lines + r * line, channels, columns, results + r * out_line);          \
      }                                                                                        \
      for (size_t r = 0; r < held; r++)                                                        \
        round_line_##SAMPLE(                                                                   \
            results + r * out_line, out, scale, rounding, to + (y + r) * out);                 \
    }                                                                                          \
  }

RESIZE_TAPS(seg_resize_taps_u8, uint8_t)
RESIZE_TAPS(seg_resize_taps_u16, uint16_t)
