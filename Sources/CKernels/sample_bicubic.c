// Bicubic sampling, with the cubic kernel of a = -3/4 that OpenCV and PyTorch use.
#include "sample.h"
#include "tiers.h"

enum { CUBIC_WEIGHT = 14, CUBIC_HELD = 6 };  // bits of a weight, and below a sample between the sums

// The weights of four taps, the second being `t` before the point.
#define CUBIC_WEIGHTS(t, one, w)                                         \
  {                                                                      \
    const __typeof__(t) a_ = (one) * -0.75f, t_ = (t), u_ = (one) - t_;  \
    w[0] = a_ * t_ * u_ * u_;                                            \
    w[3] = a_ * u_ * t_ * t_;                                            \
    w[1] = ((a_ + 2.0f) * t_ - (a_ + 3.0f)) * t_ * t_ + 1.0f;            \
    w[2] = (one) - w[0] - w[1] - w[3];                                   \
  }

typedef struct {
  int32_t index[4];
  float weight[4];
} seg_four_taps;

// Returns the weight of the taps inside.
INLINE float find_four_taps(float v, int32_t n, seg_border border, seg_four_taps *taps) {
  v = bounded(v);
  int32_t first = floor_of(v);
  CUBIC_WEIGHTS(v - (float)first, 1.0f, taps->weight)
  float outside = 0;
  for (int32_t k = 0; k < 4; k++) {
    int32_t i = first - 1 + k;
    _Bool inside = i >= 0 && i < n;
    if (border == seg_border_constant && !inside) {
      outside += taps->weight[k];
      taps->weight[k] = 0;
      i = 0;
    }
    taps->index[k] = folded(i, n, border);
  }
  return 1 - outside;
}

// The weights as whole numbers whose sum is 1 << CUBIC_WEIGHT where all taps are inside.
INLINE void quantize(const seg_four_taps *taps, _Bool whole, int32_t *weight) {
  const float one = 1 << CUBIC_WEIGHT;
  weight[0] = (int32_t)rounded(taps->weight[0] * one);
  weight[1] = (int32_t)rounded(taps->weight[1] * one);
  weight[3] = (int32_t)rounded(taps->weight[3] * one);
  weight[2] = whole ? (1 << CUBIC_WEIGHT) - weight[0] - weight[1] - weight[3]
                    : (int32_t)rounded(taps->weight[2] * one);
}

INLINE void bicubic_pixel(const seg_picture *from, float x, float y, uint8_t *to) {
  seg_four_taps columns, rows;
  float across = find_four_taps(x, from->width, from->border, &columns);
  float down = find_four_taps(y, from->height, from->border, &rows);
  _Bool whole = across == 1 && down == 1;
  int32_t wx[4], wy[4];
  quantize(&columns, across == 1, wx);
  quantize(&rows, down == 1, wy);
  float m = across * down;
  for (int32_t c = 0; c < from->channels; c++) {
    int32_t sum = 0;
    for (int k = 0; k < 4; k++) {
      const uint8_t *row = (const uint8_t *)from->samples + (size_t)rows.index[k] * from->stride;
      int32_t h = 0;
      for (int j = 0; j < 4; j++)
        h += row[(size_t)columns.index[j] * (size_t)from->channels + (size_t)c] * wx[j];
      h = (h + (1 << (CUBIC_WEIGHT - CUBIC_HELD - 1))) >> (CUBIC_WEIGHT - CUBIC_HELD);
      sum += h * wy[k];
    }
    if (whole) {
      int32_t v = ROUND_SHIFT(sum, CUBIC_WEIGHT + CUBIC_HELD);
      to[c] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    } else {
      float v = (float)sum * (1.0f / (1 << (CUBIC_WEIGHT + CUBIC_HELD)));
      to[c] = (uint8_t)limited(rounded(v + (1 - m) * from->fill[c]), 255);
    }
  }
}

#if SEG_PICKED_BY_LOADER
SEG_PICK(
    void, seg_sample_bicubic_u8,
    (const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to))
#define SEG_TIER 4
#include "sample_bicubic_body.h"
#undef SEG_TIER
#define SEG_TIER 3
#include "sample_bicubic_body.h"
#undef SEG_TIER
#endif
#define SEG_TIER 0
#include "sample_bicubic_body.h"

SEG_CLONES void seg_sample_bicubic_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to) {
  for (size_t i = 0; i < count; i++, to += from->channels) {
    seg_four_taps columns, rows;
    float across = find_four_taps(x[i], from->width, from->border, &columns);
    float down = find_four_taps(y[i], from->height, from->border, &rows);
    float m = across * down;
    for (int32_t c = 0; c < from->channels; c++) {
      float v = 0;
      for (int k = 0; k < 4; k++) {
        const uint16_t *row =
            (const uint16_t *)from->samples + (size_t)rows.index[k] * from->stride;
        float h = 0;
        for (int j = 0; j < 4; j++)
          h += (float)row[(size_t)columns.index[j] * (size_t)from->channels + (size_t)c] *
               columns.weight[j];
        v += h * rows.weight[k];
      }
      if (from->border == seg_border_constant) v += (1 - m) * from->fill[c];
      to[c] = (uint16_t)limited(rounded(v), 65535);
    }
  }
}
