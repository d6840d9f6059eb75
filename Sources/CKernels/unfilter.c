// Undoing the filters of PNG, a row at a time.
//
// Sub is a sum of all pixels before, made from sums of blocks. Average and Paeth need the pixel left
// of each, and go pixel by pixel with the samples of one side by side.
#include <string.h>

#include "dispatch.h"
#include "seg_unfilter.h"

#define INLINE static inline __attribute__((always_inline))

typedef uint8_t u8x4 __attribute__((vector_size(4)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint8_t u8x32 __attribute__((vector_size(32)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef uint32_t u32x8 __attribute__((vector_size(32)));
typedef uint64_t u64x4 __attribute__((vector_size(32)));
typedef int16_t i16x4 __attribute__((vector_size(8)));
typedef int16_t i16x8 __attribute__((vector_size(16)));

// From byte `i` on, with i > 0 or the pixel left of it 0.
INLINE void sub_bytes(
    size_t pixel_bytes, const uint8_t *from, uint8_t *to, size_t i, size_t count) {
  for (; i < count; i++)
    to[i] = (uint8_t)(from[i] + (i >= pixel_bytes ? to[i - pixel_bytes] : 0));
}

// The last pixel of each 8 bytes, in all places of them.
#define LAST_1(v)                                                                             \
  (u64x4) __builtin_shufflevector(                                                            \
      (u8x32)(v), (u8x32)(v), 7, 7, 7, 7, 7, 7, 7, 7, 15, 15, 15, 15, 15, 15, 15, 15, 23, 23, \
      23, 23, 23, 23, 23, 23, 31, 31, 31, 31, 31, 31, 31, 31)
#define LAST_2(v)                                                                           \
  (u64x4) __builtin_shufflevector(                                                          \
      (u16x16)(v), (u16x16)(v), 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15)
#define LAST_4(v) \
  (u64x4) __builtin_shufflevector((u32x8)(v), (u32x8)(v), 1, 1, 3, 3, 5, 5, 7, 7)

#define ADD(a, b) ((u64x4)((u8x32)(a) + (u8x32)(b)))

// Pixels of 1, 2, 4 or 8 bytes.
INLINE void sub_powers(size_t pixel_bytes, const uint8_t *from, uint8_t *to, size_t count) {
  const u64x4 zero = {0, 0, 0, 0};
  u64x4 before = zero;
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    u64x4 sum;
    memcpy(&sum, from + i, sizeof sum);
    if (pixel_bytes <= 1) sum = ADD(sum, sum << 8);
    if (pixel_bytes <= 2) sum = ADD(sum, sum << 16);
    if (pixel_bytes <= 4) sum = ADD(sum, sum << 32);
    u64x4 last = pixel_bytes == 1   ? LAST_1(sum)
                 : pixel_bytes == 2 ? LAST_2(sum)
                 : pixel_bytes == 4 ? LAST_4(sum)
                                    : sum;
    const u64x4 first = __builtin_shufflevector(zero, last, 0, 4, 0, 6);
    sum = ADD(sum, first);
    last = ADD(last, first);
    sum = ADD(sum, __builtin_shufflevector(zero, last, 0, 0, 5, 5));
    sum = ADD(sum, before);
    memcpy(to + i, &sum, sizeof sum);
    // All of the sum but `before` is known early: only this addition waits for the block before.
    before = ADD(
        before, ADD(
                    __builtin_shufflevector(last, last, 1, 1, 1, 1),
                    __builtin_shufflevector(last, last, 3, 3, 3, 3)));
  }
  sub_bytes(pixel_bytes, from, to, i, count);
}

#define SHIFTED_3(v) \
  __builtin_shufflevector(zero, v, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
#define SHIFTED_6(v) \
  __builtin_shufflevector(zero, v, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25)
#define SHIFTED_12(v) \
  __builtin_shufflevector(zero, v, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19)
#define LAST_3(v) \
  __builtin_shufflevector(v, v, 12, 13, 14, 12, 13, 14, 12, 13, 14, 12, 13, 14, 12, 13, 14, 12)
#define LAST_6(v) \
  __builtin_shufflevector(v, v, 6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 11, 6, 7, 8, 9)

// Pixels of 3 bytes, five at a time, or of 6, two at a time. Each block is written with bytes too many,
// which the next one writes again.
INLINE void sub_triples(size_t pixel_bytes, const uint8_t *from, uint8_t *to, size_t count) {
  const u8x16 zero = {0};
  const size_t block = pixel_bytes == 3 ? 15 : 12;
  u8x16 before = zero;
  size_t i = 0;
  for (; i + 16 <= count; i += block) {
    u8x16 sum;
    memcpy(&sum, from + i, sizeof sum);
    if (pixel_bytes == 3) sum += SHIFTED_3(sum);
    sum += SHIFTED_6(sum);
    if (pixel_bytes == 3) sum += SHIFTED_12(sum);
    const u8x16 last = pixel_bytes == 3 ? LAST_3(sum) : LAST_6(sum);
    sum += before;
    before += last;
    memcpy(to + i, &sum, sizeof sum);
  }
  sub_bytes(pixel_bytes, from, to, i, count);
}

INLINE void average_bytes(
    size_t pixel_bytes, const uint8_t *from, const uint8_t *above, uint8_t *to, size_t i,
    size_t count) {
  for (; i < count; i++) {
    const unsigned left = i >= pixel_bytes ? to[i - pixel_bytes] : 0;
    to[i] = (uint8_t)(from[i] + (left + above[i]) / 2);
  }
}

// The nearest to p = left + above - corner of the three, the first where several are as near: the
// lower of left and above when the corner is so high that p is nearer to it than to the corner, the
// higher when it is so low, and otherwise the corner. Both are told by one number.
INLINE int paeth(int left, int above, int corner) {
  const int bound = 3 * corner - above - left;
  const int low = left < above ? left : above, high = left < above ? above : left;
  const int rest = high <= bound ? low : corner;
  return bound <= low ? high : rest;
}

INLINE void paeth_bytes(
    size_t pixel_bytes, const uint8_t *from, const uint8_t *above, uint8_t *to, size_t i,
    size_t count) {
  for (; i < count; i++) {
    const int left = i >= pixel_bytes ? to[i - pixel_bytes] : 0;
    const int corner = i >= pixel_bytes ? above[i - pixel_bytes] : 0;
    to[i] = (uint8_t)(from[i] + paeth(left, above[i], corner));
  }
}

// Rounded up, as machines have it.
#define MEAN(a, b, WORDS, BYTES)                                                             \
  __builtin_convertvector(                                                                   \
      (__builtin_convertvector(a, WORDS) + __builtin_convertvector(b, WORDS) + 1) >> 1, BYTES)

// Average and Paeth of pixels that fit into as many bytes as BYTES has: those of 2 and 3 bytes are
// written with bytes too many, which the next pixel writes again.
#define PIXEL_BY_PIXEL(SUFFIX, BYTES, WORDS)                                                    \
  INLINE BYTES load_##SUFFIX(const uint8_t *from) {                                             \
    BYTES bytes;                                                                                \
    memcpy(&bytes, from, sizeof bytes);                                                         \
    return bytes;                                                                               \
  }                                                                                             \
  INLINE void average_##SUFFIX(                                                                 \
      size_t pixel_bytes, const uint8_t *from, const uint8_t *above, uint8_t *to,               \
      size_t count) {                                                                           \
    BYTES left = {0};                                                                           \
    size_t i = 0;                                                                               \
    for (; i + sizeof(BYTES) <= count; i += pixel_bytes) {                                      \
      const BYTES up = load_##SUFFIX(above + i);                                                \
      left = load_##SUFFIX(from + i) + MEAN(left, up, WORDS, BYTES) - ((left ^ up) & 1);        \
      memcpy(to + i, &left, sizeof left);                                                       \
    }                                                                                           \
    average_bytes(pixel_bytes, from, above, to, i, count);                                      \
  }                                                                                             \
  INLINE void paeth_##SUFFIX(                                                                   \
      size_t pixel_bytes, const uint8_t *from, const uint8_t *above, uint8_t *to,               \
      size_t count) {                                                                           \
    WORDS left = {0}, corner = {0};                                                             \
    size_t i = 0;                                                                               \
    for (; i + sizeof(BYTES) <= count; i += pixel_bytes) {                                      \
      const WORDS up = __builtin_convertvector(load_##SUFFIX(above + i), WORDS);                \
      const WORDS value = __builtin_convertvector(load_##SUFFIX(from + i), WORDS);              \
      const WORDS bound = (corner + corner + corner - up) - left;                               \
      const WORDS low = __builtin_elementwise_min(left, up);                                    \
      const WORDS high = __builtin_elementwise_max(left, up);                                   \
      const WORDS is_low = high <= bound, is_high = bound <= low;                               \
      const WORDS rest = (low & is_low) | (corner & ~is_low);                                   \
      left = (value + ((high & is_high) | (rest & ~is_high))) & 255;                            \
      corner = up;                                                                              \
      const BYTES result = __builtin_convertvector(left, BYTES);                                \
      memcpy(to + i, &result, sizeof result);                                                   \
    }                                                                                           \
    paeth_bytes(pixel_bytes, from, above, to, i, count);                                        \
  }

PIXEL_BY_PIXEL(4, u8x4, i16x4)
PIXEL_BY_PIXEL(8, u8x8, i16x8)

SEG_CLONES
void seg_png_unfilter(
    unsigned filter, size_t pixel_bytes, const uint8_t *restrict from,
    const uint8_t *restrict above, uint8_t *restrict to, size_t count) {
  switch (filter) {
    case 1:
      switch (pixel_bytes) {
        case 1: sub_powers(1, from, to, count); return;
        case 2: sub_powers(2, from, to, count); return;
        case 3: sub_triples(3, from, to, count); return;
        case 4: sub_powers(4, from, to, count); return;
        case 6: sub_triples(6, from, to, count); return;
        case 8: sub_powers(8, from, to, count); return;
        default: sub_bytes(pixel_bytes, from, to, 0, count); return;
      }
    case 2:
      for (size_t i = 0; i < count; i++) to[i] = (uint8_t)(from[i] + above[i]);
      return;
    case 3:
      switch (pixel_bytes) {
        case 1: average_bytes(1, from, above, to, 0, count); return;
        case 2: average_4(2, from, above, to, count); return;
        case 3: average_4(3, from, above, to, count); return;
        case 4: average_4(4, from, above, to, count); return;
        case 6: average_8(6, from, above, to, count); return;
        case 8: average_8(8, from, above, to, count); return;
        default: average_bytes(pixel_bytes, from, above, to, 0, count); return;
      }
    case 4:
      switch (pixel_bytes) {
        case 1: paeth_bytes(1, from, above, to, 0, count); return;
        case 2: paeth_4(2, from, above, to, count); return;
        case 3: paeth_4(3, from, above, to, count); return;
        case 4: paeth_4(4, from, above, to, count); return;
        case 6: paeth_8(6, from, above, to, count); return;
        case 8: paeth_8(8, from, above, to, count); return;
        default: paeth_bytes(pixel_bytes, from, above, to, 0, count); return;
      }
    default: memcpy(to, from, count);
  }
}
