// Bilinear sampling. Bytes of RGB are read eight at a time, two neighbouring pixels and two more.
#include "sample.h"
#include "tiers.h"

enum { WEIGHT = 14, HELD = 7 };  // bits of a weight, and bits kept below a sample between the sums

INLINE int32_t weight_of(float fraction) { return (int32_t)(fraction * (1 << WEIGHT) + 0.5f); }

// The indices and weights of the two taps of one axis. Returns the weight of those inside.
typedef struct {
  int32_t index[2];
  int32_t weight[2];
} seg_two_taps;

INLINE int32_t find_taps(float v, int32_t n, seg_border border, seg_two_taps *taps) {
  v = bounded(v);
  int32_t first = floor_of(v), share = weight_of(v - (float)first), sum = 0;
  for (int32_t k = 0; k < 2; k++) {
    int32_t i = first + k;
    _Bool inside = i >= 0 && i < n;
    taps->weight[k] = k ? share : (1 << WEIGHT) - share;
    if (border == seg_border_constant && !inside) taps->weight[k] = 0;
    taps->index[k] = inside ? i : border == seg_border_constant ? 0 : folded(i, n, border);
    sum += taps->weight[k];
  }
  return sum;
}

INLINE void bilinear_pixel(const seg_picture *from, float x, float y, uint8_t *to) {
  seg_two_taps columns, rows;
  int32_t across = find_taps(x, from->width, from->border, &columns);
  int32_t down = find_taps(y, from->height, from->border, &rows);
  const uint8_t *base = from->samples;
  const uint8_t *top = base + (size_t)rows.index[0] * from->stride;
  const uint8_t *bottom = base + (size_t)rows.index[1] * from->stride;
  size_t left = (size_t)columns.index[0] * (size_t)from->channels;
  size_t right = (size_t)columns.index[1] * (size_t)from->channels;
  _Bool whole = across == 1 << WEIGHT && down == 1 << WEIGHT;
  float m = (float)across * (float)down * (1.0f / (1 << (2 * WEIGHT)));
  for (int32_t c = 0; c < from->channels; c++) {
    int32_t t = top[left + c] * columns.weight[0] + top[right + c] * columns.weight[1];
    int32_t b = bottom[left + c] * columns.weight[0] + bottom[right + c] * columns.weight[1];
    t = (t + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);
    b = (b + (1 << (WEIGHT - HELD - 1))) >> (WEIGHT - HELD);
    int32_t s = t * rows.weight[0] + b * rows.weight[1];
    if (whole) {
      to[c] = (uint8_t)ROUND_SHIFT(s, WEIGHT + HELD);
    } else {
      float v = (float)s * (1.0f / (1 << (WEIGHT + HELD)));
      to[c] = (uint8_t)limited(rounded(v + (1 - m) * from->fill[c]), 255);
    }
  }
}

INLINE void sample_one_u16(const seg_picture *from, float x, float y, uint16_t *to) {
  const uint16_t *base = from->samples;
  x = bounded(x);
  y = bounded(y);
  int32_t x0 = floor_of(x), y0 = floor_of(y);
  float fx = x - (float)x0, fy = y - (float)y0;
  float across[2] = {1 - fx, fx}, down[2] = {1 - fy, fy};
  int32_t column[2], row[2];
  for (int32_t k = 0; k < 2; k++) {
    _Bool in_row = x0 + k >= 0 && x0 + k < from->width;
    _Bool in_column = y0 + k >= 0 && y0 + k < from->height;
    if (from->border == seg_border_constant) {
      if (!in_row) across[k] = 0;
      if (!in_column) down[k] = 0;
      column[k] = in_row ? x0 + k : 0;
      row[k] = in_column ? y0 + k : 0;
    } else {
      column[k] = folded(x0 + k, from->width, from->border);
      row[k] = folded(y0 + k, from->height, from->border);
    }
  }
  float m = (across[0] + across[1]) * (down[0] + down[1]);
  const uint16_t *top = base + (size_t)row[0] * from->stride;
  const uint16_t *bottom = base + (size_t)row[1] * from->stride;
  size_t left = (size_t)column[0] * (size_t)from->channels;
  size_t right = (size_t)column[1] * (size_t)from->channels;
  for (int32_t c = 0; c < from->channels; c++) {
    float t = (float)top[left + c] * across[0] + (float)top[right + c] * across[1];
    float b = (float)bottom[left + c] * across[0] + (float)bottom[right + c] * across[1];
    float v = t * down[0] + b * down[1];
    if (from->border == seg_border_constant) v += (1 - m) * from->fill[c];
    to[c] = (uint16_t)limited(rounded(v), 65535);
  }
}

// The first four samples of each pixel, and of the next, as pairs of 16 bits. A lane of 16 bytes
// holds two rows of one pixel; `row` is 0 or 8, `next` the number of channels.
#define LANE(k, next) k, 64, k + next, 64, k + 1, 64, k + next + 1, 64, k + 2, 64, k + next + 2, 64, \
                      k + 3, 64, k + next + 3, 64
#define PAIRS(bytes, row, next)                                                               \
  ((i16x32)__builtin_shufflevector(                                                           \
      bytes, (u8x64){0}, LANE(row, next), LANE(row + 16, next), LANE(row + 32, next),         \
      LANE(row + 48, next)))

INLINE uint64_t load8(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

#if SEG_PICKED_BY_LOADER
SEG_PICK(
    void, seg_sample_bilinear_u8,
    (const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to))
#define SEG_TIER 4
#include "sample_bilinear_body.h"
#undef SEG_TIER
#define SEG_TIER 3
#include "sample_bilinear_body.h"
#undef SEG_TIER
#endif
#define SEG_TIER 0
#include "sample_bilinear_body.h"

SEG_CLONES void seg_sample_bilinear_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to) {
  for (size_t i = 0; i < count; i++)
    sample_one_u16(from, x[i], y[i], to + i * (size_t)from->channels);
}
