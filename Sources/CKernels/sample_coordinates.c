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
