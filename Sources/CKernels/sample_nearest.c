// Sampling of the nearest pixel, of pictures and label maps.
#include "sample.h"

// The nearest index; where a constant border has none, -1.
INLINE int32_t nearest_index(float v, int32_t n, seg_border border) {
  if (border == seg_border_constant) {
    if (!(v > -2 && v < (float)n + 1)) return -1;
    int32_t i = (int32_t)rounded(v);
    return i >= 0 && i < n ? i : -1;
  }
  v = bounded(v);
  // Beyond 2^22 a float has no halves that matter.
  return folded((int32_t)(v < 4194304 && v > -4194304 ? rounded(v) : v), n, border);
}

INLINE void copy_pixel(
    const uint8_t *from, size_t pixel_bytes, uint8_t *to) {
  switch (pixel_bytes) {
    case 1: *to = *from; break;
    case 2: memcpy(to, from, 2); break;
    case 3: memcpy(to, from, 2); to[2] = from[2]; break;
    case 4: memcpy(to, from, 4); break;
    case 6: memcpy(to, from, 4); memcpy(to + 4, from + 4, 2); break;
    case 8: memcpy(to, from, 8); break;
    default: for (size_t b = 0; b < pixel_bytes; b++) to[b] = from[b];
  }
}

enum { AHEAD = 16 };  // blocks located before they are read: addresses go through memory

typedef struct {
  int32_t offset[BLOCK];  // bytes
  uint32_t inside;
} seg_nearest_block;

INLINE void locate_nearest(
    const seg_picture *from, const float *x, const float *y, int32_t stride, int32_t pixel_bytes,
    seg_nearest_block *block) {
  const f32x16 magic = (f32x16){} + 12582912.0f;
  f32x16 xs = CLAMPED(*(const f32x16 *)x, from->width);
  f32x16 ys = CLAMPED(*(const f32x16 *)y, from->height);
  i32x16 column = __builtin_convertvector((xs + magic) - magic, i32x16);
  i32x16 row = __builtin_convertvector((ys + magic) - magic, i32x16);
  block->inside =
      BITS((column >= 0) & (column < from->width) & (row >= 0) & (row < from->height));
  *(i32x16 *)block->offset = row * stride + column * pixel_bytes;
}

// `pixel_bytes` is a constant at each call, so that copies are plain loads and stores.
INLINE void sample_nearest(
    const seg_picture *from, size_t sample_bytes, size_t pixel_bytes, const uint8_t *fill,
    const float *x, const float *y, size_t count, uint8_t *to) {
  const uint8_t *base = from->samples;
  size_t stride = from->stride * sample_bytes;
  _Bool fast = (uint64_t)from->height * stride < (uint64_t)1 << 31;
  seg_nearest_block blocks[AHEAD];
  for (size_t start = 0; start < count; start += AHEAD * BLOCK) {
    size_t end = count - start < AHEAD * BLOCK ? count : start + AHEAD * BLOCK;
    for (size_t i = start; fast && i < end; i += BLOCK)
      locate_nearest(
          from, x + i, y + i, (int32_t)stride, (int32_t)pixel_bytes,
          blocks + (i - start) / BLOCK);
    for (size_t i = start; i < end; i += BLOCK) {
      const seg_nearest_block *block = blocks + (i - start) / BLOCK;
      size_t n = end - i < BLOCK ? end - i : BLOCK;
      uint8_t *out = to + i * pixel_bytes;
      if (fast && n == BLOCK && block->inside == 0xffff) {
        for (size_t k = 0; k < BLOCK; k++)
          copy_pixel(base + block->offset[k], pixel_bytes, out + k * pixel_bytes);
      } else if (fast && from->border == seg_border_constant) {
        for (size_t k = 0; k < n; k++) {
          const uint8_t *pixel = block->inside >> k & 1 ? base + block->offset[k] : fill;
          copy_pixel(pixel, pixel_bytes, out + k * pixel_bytes);
        }
      } else {
        for (size_t k = 0; k < n; k++) {
          int32_t c = nearest_index(x[i + k], from->width, from->border);
          int32_t r = nearest_index(y[i + k], from->height, from->border);
          const uint8_t *pixel = base + (size_t)r * stride + (size_t)c * pixel_bytes;
          copy_pixel(c < 0 || r < 0 ? fill : pixel, pixel_bytes, out + k * pixel_bytes);
        }
      }
    }
  }
}

#define EACH_SIZE(SAMPLE_BYTES, FILL)                                                       \
  switch (from->channels * SAMPLE_BYTES) {                                                  \
    case 1: sample_nearest(from, SAMPLE_BYTES, 1, FILL, x, y, count, out); break;           \
    case 2: sample_nearest(from, SAMPLE_BYTES, 2, FILL, x, y, count, out); break;           \
    case 3: sample_nearest(from, SAMPLE_BYTES, 3, FILL, x, y, count, out); break;           \
    case 4: sample_nearest(from, SAMPLE_BYTES, 4, FILL, x, y, count, out); break;           \
    case 6: sample_nearest(from, SAMPLE_BYTES, 6, FILL, x, y, count, out); break;           \
    case 8: sample_nearest(from, SAMPLE_BYTES, 8, FILL, x, y, count, out); break;           \
    default:                                                                                \
      sample_nearest(                                                                       \
          from, SAMPLE_BYTES, (size_t)from->channels * SAMPLE_BYTES, FILL, x, y, count, out); \
  }

SEG_CLONES void seg_sample_nearest_u8(
    const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *out) {
  uint8_t fill[from->channels];
  for (int32_t c = 0; c < from->channels; c++)
    fill[c] = from->fill ? (uint8_t)limited(rounded(from->fill[c]), 255) : 0;
  EACH_SIZE(1, fill)
}

SEG_CLONES void seg_sample_nearest_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to) {
  uint16_t fill[from->channels];
  uint8_t *out = (uint8_t *)to;
  for (int32_t c = 0; c < from->channels; c++)
    fill[c] = from->fill ? (uint16_t)limited(rounded(from->fill[c]), 65535) : 0;
  EACH_SIZE(2, (const uint8_t *)fill)
}
