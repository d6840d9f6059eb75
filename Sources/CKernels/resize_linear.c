// Bilinear interpolation of 8-bit pictures in fixed point, bit for bit as OpenCV's INTER_LINEAR.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { PADDING = 8 };  // samples the loads and stores of whole pixels may pass the end of a row by

typedef uint8_t u8x8 __attribute__((vector_size(8), aligned(1)));
typedef int16_t i16x8 __attribute__((vector_size(16), aligned(2)));
typedef int32_t i32x4 __attribute__((vector_size(16), aligned(4)));

size_t seg_resize_linear_work(size_t width, size_t channels, size_t out_width) {
  // Two interpolated rows, and one source row that may be read past its end.
  return 2 * (out_width * channels + PADDING) + (width * channels + PADDING) / 4 + 1;
}

// Products of neighbouring lanes, added in pairs.
INLINE i32x4 multiply_pairs(i16x8 values, i16x8 weights) {
#if defined(__SSE2__)
  return (i32x4)__builtin_ia32_pmaddwd128(values, weights);
#else
  i32x4 sum;
  for (int i = 0; i < 4; i++)
    sum[i] = values[2 * i] * weights[2 * i] + values[2 * i + 1] * weights[2 * i + 1];
  return sum;
#endif
}

INLINE i16x8 broadcast_pair(const int16_t *pair) {
  int32_t bits;
  memcpy(&bits, pair, sizeof bits);
  i32x4 lanes = {bits, bits, bits, bits};
  return (i16x8)lanes;
}

// One source row, interpolated along x: samples times 2048. Reads 8 bytes from each pixel on.
INLINE void interpolate_row(
    const uint8_t *row, size_t channels, const seg_neighbours *columns, int32_t *to) {
  const int32_t *low = columns->low, *high = columns->high;
  const int16_t *weight = columns->weight;
  size_t count = columns->outputs;
  if (channels == 1) {
    for (size_t x = 0; x < count; x++)
      to[x] = row[low[x]] * weight[2 * x] + row[high[x]] * weight[2 * x + 1];
  } else if (channels == 3) {
    // The neighbour of the last column is not there, and weighs nothing.
    for (size_t x = 0; x < count; x++, to += 3) {
      i16x8 v = __builtin_convertvector(*(const u8x8 *)(row + (size_t)low[x] * 3), i16x8);
      v = __builtin_shufflevector(v, v, 0, 3, 1, 4, 2, 5, 6, 7);
      *(i32x4 *)to = multiply_pairs(v, broadcast_pair(weight + 2 * x));
    }
  } else if (channels == 4) {
    for (size_t x = 0; x < count; x++, to += 4) {
      i16x8 v = __builtin_convertvector(*(const u8x8 *)(row + (size_t)low[x] * 4), i16x8);
      v = __builtin_shufflevector(v, v, 0, 4, 1, 5, 2, 6, 3, 7);
      *(i32x4 *)to = multiply_pairs(v, broadcast_pair(weight + 2 * x));
    }
  } else {
    for (size_t x = 0; x < count; x++)
      for (size_t c = 0; c < channels; c++)
        *to++ = row[(size_t)low[x] * channels + c] * weight[2 * x] +
                row[(size_t)high[x] * channels + c] * weight[2 * x + 1];
  }
}

SEG_CLONES void seg_resize_linear_u8(
    const uint8_t *from, size_t readable, size_t pitch, size_t width, size_t channels, uint8_t *to,
    const seg_neighbours *rows, const seg_neighbours *columns, int32_t *work) {
  size_t samples = columns->outputs * channels, row_bytes = width * channels;
  int32_t *line[2] = {work, work + samples + PADDING};
  int32_t held[2] = {-1, -1};  // the source rows in the two lines
  uint8_t *padded = (uint8_t *)(work + 2 * (samples + PADDING));
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
      size_t start = (size_t)wanted[i] * pitch;
      const uint8_t *row = from + start;
      if (start + row_bytes + PADDING > readable) {
        memcpy(padded, row, row_bytes);
        memset(padded + row_bytes, 0, PADDING);
        row = padded;
      }
      interpolate_row(row, channels, columns, line[i]);
      held[i] = wanted[i];
    }
    const int32_t *p = line[0], *q = line[1];
    int32_t a = rows->weight[2 * y], b = rows->weight[2 * y + 1];
    for (size_t i = 0; i < samples; i++)
      to[i] = (uint8_t)(((((p[i] >> 4) * a) >> 16) + (((q[i] >> 4) * b) >> 16) + 2) >> 2);
  }
}
