// Mirroring of rows.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

typedef uint8_t u8x16 __attribute__((vector_size(16), aligned(1)));

#define FLIP_UNITS(TYPE)                                                                \
  static inline __attribute__((always_inline)) void flip_##TYPE(                        \
      const uint8_t *restrict from, uint8_t *restrict to, size_t width) {                                 \
    for (size_t x = 0; x < width; x++) {                                                \
      TYPE pixel;                                                                       \
      memcpy(&pixel, from + (width - 1 - x) * sizeof pixel, sizeof pixel);              \
      memcpy(to + x * sizeof pixel, &pixel, sizeof pixel);                              \
    }                                                                                   \
  }
FLIP_UNITS(uint8_t)
FLIP_UNITS(uint16_t)
FLIP_UNITS(uint32_t)
FLIP_UNITS(uint64_t)

static inline __attribute__((always_inline)) void flip_any(
    const uint8_t *restrict from, uint8_t *restrict to, size_t width, size_t bytes) {
  for (size_t x = 0; x < width; x++)
    for (size_t b = 0; b < bytes; b++) to[x * bytes + b] = from[(width - 1 - x) * bytes + b];
}

// Five pixels in 15 of the 16 bytes; the last byte is to be overwritten by the next store.
#define FLIP_5(v) __builtin_shufflevector(v, v, 13, 14, 15, 10, 11, 12, 7, 8, 9, 4, 5, 6, 1, 2, 3, 0)

static inline __attribute__((always_inline)) void flip_3(
    const uint8_t *restrict from, uint8_t *restrict to, size_t width) {
  size_t x = 0;
  for (; x + 17 <= width; x += 15) {
    const uint8_t *p = from + (width - x) * 3 - 16;
    u8x16 a = *(const u8x16 *)p, b = *(const u8x16 *)(p - 15), c = *(const u8x16 *)(p - 30);
    *(u8x16 *)(to + x * 3) = FLIP_5(a);
    *(u8x16 *)(to + x * 3 + 15) = FLIP_5(b);
    *(u8x16 *)(to + x * 3 + 30) = FLIP_5(c);
  }
  for (; x + 6 <= width; x += 5) {
    u8x16 v = *(const u8x16 *)(from + (width - x) * 3 - 16);
    *(u8x16 *)(to + x * 3) = FLIP_5(v);
  }
  flip_any(from, to + x * 3, width - x, 3);
}

// Two pixels in 12 of the 16 bytes.
#define FLIP_2(v) __builtin_shufflevector(v, v, 10, 11, 12, 13, 14, 15, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3)

static inline __attribute__((always_inline)) void flip_6(
    const uint8_t *restrict from, uint8_t *restrict to, size_t width) {
  size_t x = 0;
  for (; x + 5 <= width; x += 4) {
    const uint8_t *p = from + (width - x) * 6 - 16;
    u8x16 a = *(const u8x16 *)p, b = *(const u8x16 *)(p - 12);
    *(u8x16 *)(to + x * 6) = FLIP_2(a);
    *(u8x16 *)(to + x * 6 + 12) = FLIP_2(b);
  }
  flip_any(from, to + x * 6, width - x, 6);
}

static inline __attribute__((always_inline)) void flip_row(
    const uint8_t *restrict from, uint8_t *restrict to, size_t width, size_t pixel_bytes) {
  switch (pixel_bytes) {
    case 1: flip_uint8_t(from, to, width); break;
    case 2: flip_uint16_t(from, to, width); break;
    case 3: flip_3(from, to, width); break;
    case 4: flip_uint32_t(from, to, width); break;
    case 6: flip_6(from, to, width); break;
    case 8: flip_uint64_t(from, to, width); break;
    default: flip_any(from, to, width, pixel_bytes);
  }
}

SEG_CLONES void seg_flip_rows(
    const uint8_t *from, uint8_t *to, size_t height, size_t width, size_t pixel_bytes) {
  size_t row = width * pixel_bytes;
  for (size_t y = 0; y < height; y++) flip_row(from + y * row, to + y * row, width, pixel_bytes);
}
