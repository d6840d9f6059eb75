// The bilinear kernel for bytes; included by sample_bilinear.c once for each instruction set.
#include "sample_tier.h"

// Four pixels of three or four channels, whose taps all lie inside, as 32-bit lanes.
#define FOUR_PIXELS(g, next)                                                                      \
  __extension__({                                                                                 \
    const uint32_t *o = block->offset + 4 * (g);                                                  \
    u64x8 raw_ = {load8(base + o[0]), load8(base + stride + o[0]), load8(base + o[1]),            \
                  load8(base + stride + o[1]), load8(base + o[2]), load8(base + stride + o[2]),   \
                  load8(base + o[3]), load8(base + stride + o[3])};                               \
    u8x64 bytes_ = (u8x64)raw_;                                                                   \
    i32x16 wx_ = SPREAD(wx, g), wy_ = SPREAD(wy, g);                                              \
    i32x16 t_ = MULTIPLY_PAIRS(PAIRS(bytes_, 0, next), wx_);                                      \
    i32x16 b_ = MULTIPLY_PAIRS(PAIRS(bytes_, 8, next), wx_);                                      \
    t_ = (t_ + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);                                    \
    b_ = (b_ + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);                                    \
    i32x16 s_ = MULTIPLY_PAIRS(t_ | (b_ << 16), wy_);                                             \
    __builtin_convertvector(ROUND_SHIFT(s_, WEIGHT + HELD), u8x16);                               \
  })

// Writes 4 bytes past the sixteen pixels when there are three channels.
TIER INLINE void NAMED(bilinear_block)(
    const seg_picture *from, int32_t channels, const seg_block *block, uint8_t *to) {
  const uint8_t *base = from->samples;
  size_t stride = from->stride;
  i32x16 wx = __builtin_convertvector(*(const f32x16 *)block->fx * 16384.0f + 0.5f, i32x16);
  i32x16 wy = __builtin_convertvector(*(const f32x16 *)block->fy * 16384.0f + 0.5f, i32x16);
  wx = (16384 - wx) | (wx << 16);
  wy = (16384 - wy) | (wy << 16);
  if (channels == 3) {
#define STORE(g)                                          \
  {                                                       \
    u8x16 four_ = FOUR_PIXELS(g, 3);                      \
    *(u8x16 *)(to + 12 * (g)) = THREE_OF_FOUR(four_);     \
  }
    STORE(0) STORE(1) STORE(2) STORE(3)
#undef STORE
  } else if (channels == 4) {
#define STORE(g) *(u8x16 *)(to + 16 * (g)) = FOUR_PIXELS(g, 4);
    STORE(0) STORE(1) STORE(2) STORE(3)
#undef STORE
  } else {
    int32_t taps[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      const uint8_t *p = base + block->offset[i];
      taps[i] = p[0] | p[1] << 8 | p[stride] << 16 | (int32_t)((uint32_t)p[stride + 1] << 24);
    }
    i32x16 v = *(const i32x16 *)taps;
    i32x16 t = MULTIPLY_PAIRS((v & 255) | ((v & 0xff00) << 8), wx);
    i32x16 b = MULTIPLY_PAIRS(((v >> 16) & 255) | ((v >> 8) & 0xff0000), wx);
    t = (t + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);
    b = (b + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);
    i32x16 s = MULTIPLY_PAIRS(t | (b << 16), wy);
    *(u8x16 *)to = __builtin_convertvector(ROUND_SHIFT(s, WEIGHT + HELD), u8x16);
  }
}

#define KERNEL seg_sample_bilinear_u8
#define KERNEL_(part) bilinear_##part
#define BLOCK_KERNEL NAMED(bilinear_block)
#define PIXEL_KERNEL bilinear_pixel
#define TAPS_BEFORE 0
#define TAPS_AFTER 1
// Eight bytes from a pixel on are three pixels of RGB, nearly.
#define SPARE_PIXELS(channels) ((channels) == 3)
#include "sample_driver.h"
