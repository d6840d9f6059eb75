// What the kernels of seg_sample.h share: blocks of sixteen output pixels, and taps at the border.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 16 };

typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i32x16 __attribute__((vector_size(64), aligned(4)));
typedef int16_t i16x32 __attribute__((vector_size(64), aligned(2)));
typedef uint8_t u8x64 __attribute__((vector_size(64), aligned(1)));
typedef uint64_t u64x8 __attribute__((vector_size(64), aligned(8)));
typedef uint8_t u8x32 __attribute__((vector_size(32), aligned(1)));
typedef uint8_t u8x16 __attribute__((vector_size(16), aligned(1)));
typedef _Bool bool16 __attribute__((ext_vector_type(16)));

// Sixteen output pixels: the source pixel to the left and above of each, and how far past it they are.
typedef struct {
  uint32_t offset[BLOCK];  // samples from the first to that pixel where inside, and to some pixel else
  float fx[BLOCK], fy[BLOCK];
  uint32_t inside;   // a bit for each: every tap is in the picture
  uint32_t outside;  // a bit for each: no tap is
} seg_block;

// Lanes of `yes` where `where` is -1, of `no` where it is 0.
#define SELECT(where, yes, no) \
  ((__typeof__(yes))(((where) & (i32x16)(yes)) | (~(where) & (i32x16)(no))))

// A bit for each lane that is -1.
#define BITS(lanes)                                              \
  __extension__({                                                \
    bool16 bits_ = __builtin_convertvector((lanes), bool16);     \
    uint16_t mask_;                                              \
    memcpy(&mask_, &bits_, sizeof mask_);                        \
    mask_;                                                       \
  })

// Everything from -4 to the size + 3 keeps its place; the rest is as far outside as need be.
#define CLAMPED(v, size)                                                          \
  __extension__({                                                                 \
    f32x16 low_ = (f32x16){} - 4.0f, high_ = (f32x16){} + ((float)(size) + 3.0f); \
    f32x16 v_ = (v);                                                              \
    v_ = SELECT(v_ > low_, v_, low_);                                             \
    SELECT(v_ < high_, v_, high_);                                                \
  })

// 32-bit offsets reach every sample.
INLINE _Bool is_small(const seg_picture *from) {
  return (uint64_t)from->height * from->stride < (uint64_t)1 << 31;
}

// `before` taps lie to the left and above of the first, `after` to the right and below.
INLINE void locate(
    const seg_picture *from, const float *xs, const float *ys, int32_t before, int32_t after,
    int32_t spare, int32_t channels, seg_block *block) {
  f32x16 x = CLAMPED(*(const f32x16 *)xs, from->width);
  f32x16 y = CLAMPED(*(const f32x16 *)ys, from->height);
  i32x16 x0 = __builtin_convertvector(x, i32x16), y0 = __builtin_convertvector(y, i32x16);
  x0 += __builtin_convertvector(x0, f32x16) > x;
  y0 += __builtin_convertvector(y0, f32x16) > y;
  *(f32x16 *)block->fx = x - __builtin_convertvector(x0, f32x16);
  *(f32x16 *)block->fy = y - __builtin_convertvector(y0, f32x16);
  int32_t right = from->width - 1 - after - spare, bottom = from->height - 1 - after;
  i32x16 ok = (x0 >= before) & (x0 <= right) & (y0 >= before) & (y0 <= bottom);
  block->inside = BITS(ok);
  block->outside = BITS((x0 < -after) | (x0 >= from->width + before) | (y0 < -after) |
                        (y0 >= from->height + before));
  // Pixels at the border are done again; here they only must not be read from outside.
  x0 = SELECT(ok, x0, (i32x16){} + before);
  y0 = SELECT(ok, y0, (i32x16){} + before);
  *(i32x16 *)block->offset = y0 * (int32_t)from->stride + x0 * channels;
}

// The index that a border of mirrors or copies has at `i`, which may lie outside of 0 ..< n.
INLINE int32_t folded(int32_t i, int32_t n, seg_border border) {
  if (i >= 0 && i < n) return i;
  if (border == seg_border_replicate || n == 1) return i < 0 ? 0 : n - 1;
  int32_t period = border == seg_border_reflect ? 2 * n - 2 : 2 * n;
  i %= period;
  if (i < 0) i += period;
  if (i < n) return i;
  return period - (border == seg_border_reflect ? 0 : 1) - i;
}

// A coordinate that an int32_t holds, with room for taps.
INLINE float bounded(float v) {
  const float limit = 1 << 29;
  return v > -limit ? (v < limit ? v : limit) : -limit;
}

INLINE int32_t floor_of(float v) {
  int32_t i = (int32_t)v;
  return i - ((float)i > v);
}

// Halves to even, for |v| < 2^22.
INLINE float rounded(float v) {
  const float magic = 12582912.0f;  // 1.5 * 2^23
  return (v + magic) - magic;
}

INLINE float limited(float v, float high) { return v < 0 ? 0 : v > high ? high : v; }

#define ROUND_SHIFT(v, bits) (((v) + ((1 << ((bits)-1)) - 1) + (((v) >> (bits)) & 1)) >> (bits))

// The weights of pixels 4 group ..< 4 group + 4, each for the four channels of its lane.
#define SPREAD(v, g)                                                                              \
  __builtin_shufflevector(                                                                        \
      v, v, 4 * g, 4 * g, 4 * g, 4 * g, 4 * g + 1, 4 * g + 1, 4 * g + 1, 4 * g + 1, 4 * g + 2,    \
      4 * g + 2, 4 * g + 2, 4 * g + 2, 4 * g + 3, 4 * g + 3, 4 * g + 3, 4 * g + 3)

// Four pixels of four lanes to four pixels of three, and four bytes to be overwritten.
#define THREE_OF_FOUR(v) \
  __builtin_shufflevector(v, v, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15)

// Four lanes of 16 bytes.
#define ALL_32 \
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, \
  25, 26, 27, 28, 29, 30, 31
#define ALL_64 \
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, \
  25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, \
  47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63
#define JOINED(a, b, c, d)                                                                         \
  __extension__({                                                                                  \
    u8x32 low_ = __builtin_shufflevector(a, b, ALL_32), high_ = __builtin_shufflevector(c, d, ALL_32); \
    __builtin_shufflevector(low_, high_, ALL_64);                                                  \
  })
