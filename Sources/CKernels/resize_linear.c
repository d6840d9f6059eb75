// Bilinear interpolation of 8-bit pictures in fixed point, bit for bit as OpenCV's INTER_LINEAR.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

enum { PADDING = 16 };  // samples the four-lane loads and stores may pass the end of a row by

typedef uint8_t u8x4 __attribute__((vector_size(4), aligned(1)));
typedef int16_t i16x4 __attribute__((vector_size(8), aligned(2)));
typedef int32_t i32x4 __attribute__((vector_size(16), aligned(4)));

size_t seg_resize_linear_work(size_t width, size_t channels, size_t out_width) {
  // Two interpolated rows, and one source row that may be read past its end.
  return 2 * (out_width * channels + PADDING) + (width * channels + 2 * PADDING) / 4 + 1;
}

// One source row, interpolated along x: samples times 2048. Reads up to 3 samples past a pixel.
static inline __attribute__((always_inline)) void interpolate_row(
    const uint8_t *row, size_t channels, const seg_neighbours *columns, int32_t *to) {
  const int32_t *low = columns->low, *high = columns->high;
  const int16_t *a = columns->low_weight, *b = columns->high_weight;
  size_t count = columns->outputs;
  if (channels == 1) {
    for (size_t x = 0; x < count; x++) to[x] = row[low[x]] * a[x] + row[high[x]] * b[x];
  } else if (channels == 3 || channels == 4) {
    for (size_t x = 0; x < count; x++, to += channels) {
      i32x4 p = __builtin_convertvector(*(const u8x4 *)(row + low[x] * channels), i32x4);
      i32x4 q = __builtin_convertvector(*(const u8x4 *)(row + high[x] * channels), i32x4);
      *(i32x4 *)to = p * (int32_t)a[x] + q * (int32_t)b[x];
    }
  } else {
    for (size_t x = 0; x < count; x++)
      for (size_t c = 0; c < channels; c++)
        *to++ = row[low[x] * channels + c] * a[x] + row[high[x] * channels + c] * b[x];
  }
}

SEG_CLONES void seg_resize_linear_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    const seg_neighbours *rows, const seg_neighbours *columns, int32_t *work) {
  size_t samples = columns->outputs * channels;
  int32_t *line[2] = {work, work + samples + PADDING};
  int32_t held[2] = {-1, -1};  // the source rows in the two lines
  uint8_t *last = (uint8_t *)(work + 2 * (samples + PADDING));
  for (size_t y = 0; y < rows->outputs; y++, to += samples) {
    int32_t wanted[2] = {rows->low[y], rows->high[y]};
    if (held[0] != wanted[0] && held[1] == wanted[0]) {
      int32_t *swap = line[0];
      line[0] = line[1];
      line[1] = swap;
      held[1] = held[0];
      held[0] = wanted[0];
    }
    for (int i = 0; i < 2; i++) {
      if (held[i] == wanted[i]) continue;
      const uint8_t *row = from + (size_t)wanted[i] * width * channels;
      if ((size_t)wanted[i] + 1 == height) {
        memcpy(last, row, width * channels);
        memset(last + width * channels, 0, PADDING);
        row = last;
      }
      interpolate_row(row, channels, columns, line[i]);
      held[i] = wanted[i];
    }
    const int32_t *p = line[0], *q = line[1];
    int32_t a = rows->low_weight[y], b = rows->high_weight[y];
    for (size_t i = 0; i < samples; i++)
      to[i] = (uint8_t)(((((p[i] >> 4) * a) >> 16) + (((q[i] >> 4) * b) >> 16) + 2) >> 2);
  }
}
