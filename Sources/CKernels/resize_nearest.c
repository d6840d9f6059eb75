// Nearest neighbour: moves whole pixels.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define GATHER(BYTES)                                                            \
  for (size_t x = 0; x < out_width; x++)                                         \
    memcpy(to + x * (BYTES), source + (size_t)column[x] * (BYTES), (BYTES))

void seg_resize_nearest(
    const uint8_t *from, size_t pitch, size_t pixel_bytes, uint8_t *to, size_t out_height,
    size_t out_width, const int32_t *row, const int32_t *column) {
  size_t out_row = out_width * pixel_bytes;
  for (size_t y = 0; y < out_height; y++, to += out_row) {
    if (y > 0 && row[y] == row[y - 1]) {
      memcpy(to, to - out_row, out_row);
      continue;
    }
    const uint8_t *source = from + (size_t)row[y] * pitch * pixel_bytes;
    switch (pixel_bytes) {
      case 1: GATHER(1); break;
      case 2: GATHER(2); break;
      case 3: GATHER(3); break;
      case 4: GATHER(4); break;
      case 6: GATHER(6); break;
      case 8: GATHER(8); break;
      default: GATHER(pixel_bytes);
    }
  }
}
