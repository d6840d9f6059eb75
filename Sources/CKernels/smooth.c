// Smoothing of displacement fields: a row of sums along y, then sums along that row.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

typedef float f32x16 __attribute__((vector_size(64), aligned(4)));

enum { WIDE = 64 };

INLINE size_t mirrored(ptrdiff_t i, ptrdiff_t n) {
  if (i >= 0 && i < n) return (size_t)i;
  if (n == 1) return 0;
  ptrdiff_t period = 2 * n - 2;
  i %= period;
  if (i < 0) i += period;
  return (size_t)(i < n ? i : period - i);
}

size_t seg_smooth_work(size_t width, size_t radius) { return width + 2 * radius + WIDE; }

SEG_CLONES void seg_smooth(
    const float *from, float *to, size_t height, size_t width, const float *weight, size_t radius,
    float *line) {
  float *middle = line + radius;
  memset(line, 0, seg_smooth_work(width, radius) * sizeof *line);
  for (size_t y = 0; y < height; y++) {
    const float *rows[2];
    size_t x = 0;
    for (; x + WIDE <= width; x += WIDE) {
      const float *own = from + y * width + x;
      f32x16 sum[4];
      for (int k = 0; k < 4; k++) sum[k] = *(const f32x16 *)(own + 16 * k) * weight[0];
      for (size_t j = 1; j <= radius; j++) {
        rows[0] = from + mirrored((ptrdiff_t)y - (ptrdiff_t)j, (ptrdiff_t)height) * width + x;
        rows[1] = from + mirrored((ptrdiff_t)y + (ptrdiff_t)j, (ptrdiff_t)height) * width + x;
        for (int k = 0; k < 4; k++)
          sum[k] += (*(const f32x16 *)(rows[0] + 16 * k) + *(const f32x16 *)(rows[1] + 16 * k)) *
                    weight[j];
      }
      for (int k = 0; k < 4; k++) *(f32x16 *)(middle + x + 16 * k) = sum[k];
    }
    for (; x < width; x++) {
      float sum = from[y * width + x] * weight[0];
      for (size_t j = 1; j <= radius; j++)
        sum += (from[mirrored((ptrdiff_t)y - (ptrdiff_t)j, (ptrdiff_t)height) * width + x] +
                from[mirrored((ptrdiff_t)y + (ptrdiff_t)j, (ptrdiff_t)height) * width + x]) *
               weight[j];
      middle[x] = sum;
    }
    for (size_t j = 1; j <= radius; j++) {
      middle[-(ptrdiff_t)j] = middle[mirrored(-(ptrdiff_t)j, (ptrdiff_t)width)];
      middle[width - 1 + j] = middle[mirrored((ptrdiff_t)(width - 1 + j), (ptrdiff_t)width)];
    }
    float *out = to + y * width;
    for (x = 0; x + WIDE <= width; x += WIDE) {
      f32x16 sum[4];
      for (int k = 0; k < 4; k++) sum[k] = *(const f32x16 *)(middle + x + 16 * k) * weight[0];
      for (size_t j = 1; j <= radius; j++)
        for (int k = 0; k < 4; k++)
          sum[k] += (*(const f32x16 *)(middle + x + 16 * k - j) +
                     *(const f32x16 *)(middle + x + 16 * k + j)) *
                    weight[j];
      for (int k = 0; k < 4; k++) *(f32x16 *)(out + x + 16 * k) = sum[k];
    }
    for (; x < width; x++) {
      float sum = middle[x] * weight[0];
      for (size_t j = 1; j <= radius; j++) sum += (middle[x - j] + middle[x + j]) * weight[j];
      out[x] = sum;
    }
  }
}
