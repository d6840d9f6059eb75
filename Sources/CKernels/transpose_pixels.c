// Exchange of rows and columns, in blocks that fit registers. Several blocks below each other make whole
// cache lines of the result: with rows of a power of two bytes, a line that is left half written is
// soon driven out by the next.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

typedef uint8_t u8x16 __attribute__((vector_size(16), aligned(1)));
typedef uint16_t u16x8 __attribute__((vector_size(16), aligned(1)));
typedef uint32_t u32x4 __attribute__((vector_size(16), aligned(1)));
typedef uint64_t u64x2 __attribute__((vector_size(16), aligned(1)));

#define LOAD(TYPE, p) (*(const TYPE *)(p))
#define STORE(TYPE, p, v) (*(TYPE *)(p) = (v))

#define LOW_8(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_8(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_16(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_16(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_32(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_32(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_64(a, b) __builtin_shufflevector(a, b, 0, 2)
#define HIGH_64(a, b) __builtin_shufflevector(a, b, 1, 3)

// One round of a transposition by interleaving: row i with row i + half, doubled.
#define ROUND(TYPE, COUNT, LOW, HIGH, from, to)                   \
  for (int i = 0; i < (COUNT) / 2; i++) {                         \
    TYPE first = from[i], second = from[i + (COUNT) / 2];         \
    to[2 * i] = LOW(first, second);                               \
    to[2 * i + 1] = HIGH(first, second);                          \
  }

INLINE void block_1(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u8x16 a[16], b[16];
  for (int i = 0; i < 16; i++) a[i] = LOAD(u8x16, from + i * from_pitch);
  ROUND(u8x16, 16, LOW_8, HIGH_8, a, b)
  ROUND(u8x16, 16, LOW_8, HIGH_8, b, a)
  ROUND(u8x16, 16, LOW_8, HIGH_8, a, b)
  ROUND(u8x16, 16, LOW_8, HIGH_8, b, a)
  for (int i = 0; i < 16; i++) STORE(u8x16, to + i * to_pitch, a[i]);
}

INLINE void block_2(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u16x8 a[8], b[8];
  for (int i = 0; i < 8; i++) a[i] = LOAD(u16x8, from + i * from_pitch);
  ROUND(u16x8, 8, LOW_16, HIGH_16, a, b)
  ROUND(u16x8, 8, LOW_16, HIGH_16, b, a)
  ROUND(u16x8, 8, LOW_16, HIGH_16, a, b)
  for (int i = 0; i < 8; i++) STORE(u16x8, to + i * to_pitch, b[i]);
}

INLINE void transpose_4(const u32x4 from[4], u32x4 to[4]) {
  u32x4 a[4];
  ROUND(u32x4, 4, LOW_32, HIGH_32, from, a)
  ROUND(u32x4, 4, LOW_32, HIGH_32, a, to)
}

INLINE void block_4(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u32x4 a[4], b[4];
  for (int i = 0; i < 4; i++) a[i] = LOAD(u32x4, from + i * from_pitch);
  transpose_4(a, b);
  for (int i = 0; i < 4; i++) STORE(u32x4, to + i * to_pitch, b[i]);
}

INLINE void block_8(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u64x2 a = LOAD(u64x2, from), b = LOAD(u64x2, from + from_pitch);
  STORE(u64x2, to, LOW_64(a, b));
  STORE(u64x2, to + to_pitch, HIGH_64(a, b));
}

#define SPREAD_3(v) __builtin_shufflevector(v, v, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11, 0)
#define PACK_3(v) __builtin_shufflevector(v, v, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0)
#define SPREAD_6(v) __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 0, 0, 6, 7, 8, 9, 10, 11, 0, 0)
#define PACK_6(v) __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 0, 0, 0, 0)
// Of two packed vectors, 12 bytes each, the 16 bytes from byte FIRST of the first on.
#define JOIN_0(a, b) \
  __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19)
#define JOIN_4(a, b) \
  __builtin_shufflevector(a, b, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23)
#define JOIN_8(a, b) \
  __builtin_shufflevector(a, b, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27)

// Four packed vectors in 48 bytes.
INLINE void store_packed(uint8_t *to, const u8x16 packed[4]) {
  STORE(u8x16, to, JOIN_0(packed[0], packed[1]));
  STORE(u8x16, to + 16, JOIN_4(packed[1], packed[2]));
  STORE(u8x16, to + 32, JOIN_8(packed[2], packed[3]));
}

// 16 rows of 4 pixels become 4 rows of 16. Reads 16 bytes of each row.
INLINE void block_3(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u8x16 out[4][4];  // [output row][four pixels]
  for (int group = 0; group < 4; group++) {
    u32x4 a[4], b[4];
    for (int i = 0; i < 4; i++) {
      u8x16 v = LOAD(u8x16, from + (group * 4 + i) * from_pitch);
      a[i] = (u32x4)SPREAD_3(v);
    }
    transpose_4(a, b);
    for (int i = 0; i < 4; i++) out[i][group] = PACK_3((u8x16)b[i]);
  }
  for (int i = 0; i < 4; i++) store_packed(to + i * to_pitch, out[i]);
}

// 8 rows of 2 pixels become 2 rows of 8. Reads 16 bytes of each row.
INLINE void block_6(const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch) {
  u8x16 out[2][4];  // [output row][two pixels]
  for (int group = 0; group < 4; group++) {
    u8x16 v = LOAD(u8x16, from + 2 * group * from_pitch);
    u8x16 w = LOAD(u8x16, from + (2 * group + 1) * from_pitch);
    u64x2 a = (u64x2)SPREAD_6(v), b = (u64x2)SPREAD_6(w);
    out[0][group] = PACK_6((u8x16)LOW_64(a, b));
    out[1][group] = PACK_6((u8x16)HIGH_64(a, b));
  }
  for (int i = 0; i < 2; i++) store_packed(to + i * to_pitch, out[i]);
}

// Pixels one by one.
#define PLAIN(BYTES)                                                                         \
  for (size_t x = 0; x < width; x++)                                                         \
    for (size_t y = 0; y < height; y++)                                                      \
      memcpy(to + (ptrdiff_t)x * to_pitch + y * (BYTES),                                     \
             from + (ptrdiff_t)y * from_pitch + x * (BYTES), (BYTES))

INLINE void plain(
    const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch, size_t height,
    size_t width, size_t bytes) {
  switch (bytes) {
    case 1: PLAIN(1); break;
    case 2: PLAIN(2); break;
    case 3: PLAIN(3); break;
    case 4: PLAIN(4); break;
    case 6: PLAIN(6); break;
    case 8: PLAIN(8); break;
    default: PLAIN(bytes);
  }
}

// Stripes of STACK blocks of ROWS x COLUMNS, and what is left over at the right and at the bottom. A
// block looks at READS columns.
#define STRIPES(BLOCK, BYTES, STACK, ROWS, COLUMNS, READS)                                     \
  do {                                                                                         \
    size_t y = 0;                                                                              \
    for (size_t stack = (STACK); stack > 0; stack = stack > 1 ? 1 : 0)                         \
      for (; y + stack * (ROWS) <= height; y += stack * (ROWS)) {                              \
        const uint8_t *source = from + (ptrdiff_t)y * from_pitch;                              \
        uint8_t *target = to + y * (BYTES);                                                    \
        size_t x = 0;                                                                          \
        for (; x + (READS) <= width; x += (COLUMNS))                                           \
          for (size_t k = 0; k < stack; k++)                                                   \
            BLOCK(source + (ptrdiff_t)(k * (ROWS)) * from_pitch + x * (BYTES), from_pitch,     \
                  target + (ptrdiff_t)x * to_pitch + k * (ROWS) * (BYTES), to_pitch);          \
        plain(source + x * (BYTES), from_pitch, target + (ptrdiff_t)x * to_pitch, to_pitch,    \
              stack * (ROWS), width - x, (BYTES));                                             \
      }                                                                                        \
    plain(from + (ptrdiff_t)y * from_pitch, from_pitch, to + y * (BYTES), to_pitch,            \
          height - y, width, (BYTES));                                                         \
  } while (0)

SEG_CLONES void seg_transpose_pixels(
    const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch, size_t height,
    size_t width, size_t pixel_bytes) {
  switch (pixel_bytes) {
    case 1: STRIPES(block_1, 1, 4, 16, 16, 16); break;
    case 2: STRIPES(block_2, 2, 4, 8, 8, 8); break;
    case 3: STRIPES(block_3, 3, 4, 16, 4, 6); break;
    case 4: STRIPES(block_4, 4, 4, 4, 4, 4); break;
    case 6: STRIPES(block_6, 6, 4, 8, 2, 3); break;
    case 8: STRIPES(block_8, 8, 4, 2, 2, 2); break;
    default: plain(from, from_pitch, to, to_pitch, height, width, pixel_bytes);
  }
}
