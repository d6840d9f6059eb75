// The bicubic kernel for bytes; included by sample_bicubic.c once for each instruction set.
#include "sample_tier.h"

#undef QUADS
#undef TAP_LANE
#undef FOUR_SUMS
#undef CUBIC_ROW

// In each lane of 16 bytes, samples `first` and `second` of three channels as pairs of 16 bits.
#define TAP_LANE(first, second)                                                                 \
  first, 64, second, 64, first + 1, 64, second + 1, 64, first + 2, 64, second + 2, 64, first + 3, \
      64, second + 3, 64
#define QUADS(bytes, k, next)                                                                   \
  ((i16x32)__builtin_shufflevector(                                                             \
      bytes, (u8x64){0}, TAP_LANE(k, k + next), TAP_LANE(16 + k, 16 + k + next),                \
      TAP_LANE(32 + k, 32 + k + next), TAP_LANE(48 + k, 48 + k + next)))

// One source row of four pixels, summed along x.
#define CUBIC_ROW(row, g)                                                                       \
  __extension__({                                                                               \
    const uint8_t *p_ = base + (size_t)(row) * stride;                                          \
    const uint32_t *o_ = block->offset + 4 * (g);                                               \
    u8x16 one_ = *(const u8x16 *)(p_ + o_[0]), two_ = *(const u8x16 *)(p_ + o_[1]);             \
    u8x16 three_ = *(const u8x16 *)(p_ + o_[2]), four_ = *(const u8x16 *)(p_ + o_[3]);          \
    u8x64 v_ = JOINED(one_, two_, three_, four_);                                               \
    i32x16 h_ = MULTIPLY_PAIRS(QUADS(v_, 0, 3), SPREAD(wx01, g)) +                              \
                MULTIPLY_PAIRS(QUADS(v_, 6, 3), SPREAD(wx23, g));                               \
    (h_ + (1 << (CUBIC_WEIGHT - CUBIC_HELD - 1))) >> (CUBIC_WEIGHT - CUBIC_HELD);               \
  })

TIER INLINE void NAMED(bicubic_block)(
    const seg_picture *from, int32_t channels, const seg_block *block, uint8_t *to) {
  size_t stride = from->stride;
  const uint8_t *base = (const uint8_t *)from->samples - stride - (size_t)channels;
  f32x16 x[4], y[4];
  i32x16 wx[4], wy[4];
  f32x16 one = (f32x16){} + 1.0f, magic = (f32x16){} + 12582912.0f;
  CUBIC_WEIGHTS(*(const f32x16 *)block->fx, one, x)
  CUBIC_WEIGHTS(*(const f32x16 *)block->fy, one, y)
  for (int k = 0; k < 4; k++) {
    wx[k] = __builtin_convertvector((x[k] * 16384.0f + magic) - magic, i32x16);
    wy[k] = __builtin_convertvector((y[k] * 16384.0f + magic) - magic, i32x16);
  }
  wx[2] = 16384 - wx[0] - wx[1] - wx[3];
  wy[2] = 16384 - wy[0] - wy[1] - wy[3];
  if (channels == 3) {
    i32x16 wx01 = (wx[0] & 0xffff) | (wx[1] << 16), wx23 = (wx[2] & 0xffff) | (wx[3] << 16);
    i32x16 wy01 = (wy[0] & 0xffff) | (wy[1] << 16), wy23 = (wy[2] & 0xffff) | (wy[3] << 16);
#define STORE(g)                                                                              \
  {                                                                                           \
    i32x16 a_ = CUBIC_ROW(0, g), b_ = CUBIC_ROW(1, g);                                        \
    i32x16 c_ = CUBIC_ROW(2, g), d_ = CUBIC_ROW(3, g);                                        \
    i32x16 s_ = MULTIPLY_PAIRS((a_ & 0xffff) | (b_ << 16), SPREAD(wy01, g)) +                 \
                MULTIPLY_PAIRS((c_ & 0xffff) | (d_ << 16), SPREAD(wy23, g));                  \
    s_ = ROUND_SHIFT(s_, CUBIC_WEIGHT + CUBIC_HELD);                                          \
    s_ = SELECT(s_ > 0, s_, (i32x16){});                                                      \
    s_ = SELECT(s_ < 255, s_, (i32x16){} + 255);                                              \
    u8x16 rgbx_ = __builtin_convertvector(s_, u8x16);                                         \
    *(u8x16 *)(to + 12 * (g)) = THREE_OF_FOUR(rgbx_);                                         \
  }
    STORE(0) STORE(1) STORE(2) STORE(3)
#undef STORE
    return;
  }
  for (int i = 0; i < BLOCK; i++) {
    for (int32_t c = 0; c < channels; c++) {
      int32_t sum = 0;
      for (int k = 0; k < 4; k++) {
        const uint8_t *p = base + (size_t)k * stride + block->offset[i] + c;
        int32_t h = 0;
        for (int32_t j = 0; j < 4; j++) h += p[j * channels] * wx[j][i];
        h = (h + (1 << (CUBIC_WEIGHT - CUBIC_HELD - 1))) >> (CUBIC_WEIGHT - CUBIC_HELD);
        sum += h * wy[k][i];
      }
      int32_t v = ROUND_SHIFT(sum, CUBIC_WEIGHT + CUBIC_HELD);
      to[i * channels + c] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
  }
}

#define KERNEL seg_sample_bicubic_u8
#define KERNEL_(part) bicubic_##part
#define BLOCK_KERNEL NAMED(bicubic_block)
#define PIXEL_KERNEL bicubic_pixel
#define TAPS_BEFORE 1
#define TAPS_AFTER 2
// Sixteen bytes from a pixel on are five pixels of RGB and one more.
#define SPARE_PIXELS(channels) ((channels) == 3 ? 2 : 0)
#include "sample_driver.h"
