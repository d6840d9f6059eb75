// Coordinates to sample at.
#include <math.h>

#include "CKernels.h"
#include "dispatch.h"

SEG_CLONES void seg_homography_row(
    const double *homography, double row, size_t first, size_t count, float *restrict x,
    float *restrict y) {
  const double *h = homography;
  double position = row + 0.5, start = (double)first + 0.5;
  double x0 = h[1] * position + h[2], y0 = h[4] * position + h[5], w0 = h[7] * position + h[8];
  double dx = h[0], dy = h[3], dw = h[6];
  if (dw == 0 && w0 == 1) {
    for (size_t i = 0; i < count; i++) {
      double along = start + (double)(int32_t)i;
      x[i] = (float)(dx * along + x0 - 0.5);
      y[i] = (float)(dy * along + y0 - 0.5);
    }
    return;
  }
  for (size_t i = 0; i < count; i++) {
    double along = start + (double)(int32_t)i;
    float w = (float)(dw * along + w0);
    w = w > 0 ? w : NAN;
    x[i] = (float)(dx * along + x0) / w - 0.5f;
    y[i] = (float)(dy * along + y0) / w - 0.5f;
  }
}

SEG_CLONES void seg_displaced_row(
    const float *dx, const float *dy, float strength, float row, size_t count, float *restrict x,
    float *restrict y) {
  for (size_t i = 0; i < count; i++) {
    x[i] = (float)(int32_t)i + dx[i] * strength;
    y[i] = row + dy[i] * strength;
  }
}

SEG_CLONES void seg_even_row(double start, double slope, size_t first, size_t count, float *v) {
  for (size_t i = 0; i < count; i++)
    v[i] = (float)(start + slope * (double)(int32_t)(first + i));
}

SEG_CLONES void seg_lens_row(
    float width, float height, float k, float row, size_t count, float *restrict x,
    float *restrict y) {
  float down = (row + 0.5f) / height - 0.5f, part = 1 / width;
  for (size_t i = 0; i < count; i++) {
    float across = ((float)(int32_t)i + 0.5f) * part - 0.5f;
    float squared = across * across + down * down;
    float factor = 1 + k * squared + k * squared * squared;
    x[i] = (across * factor + 0.5f) * width - 0.5f;
    y[i] = (down * factor + 0.5f) * height - 0.5f;
  }
}
