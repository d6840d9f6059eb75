// Shifts in HSV, in place.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 64 };

INLINE int32_t least3(int32_t a, int32_t b, int32_t c) {
  int32_t least = a < b ? a : b;
  return least < c ? least : c;
}

INLINE int32_t greatest3(int32_t a, int32_t b, int32_t c) {
  int32_t greatest = a > b ? a : b;
  return greatest > c ? greatest : c;
}

INLINE int32_t clamp(int32_t v, int32_t bound) { return v < 0 ? 0 : v > bound ? bound : v; }

// The red, green and blue of a hue in sixths of a turn, of 0 ..< 6.
INLINE void to_rgb(float sixths, float s, float v, float *r, float *g, float *b) {
  int32_t sector = (int32_t)sixths;
  float f = sixths - (float)sector;
  float p = v * (1.0f - s), q = v * (1.0f - s * f), t = v * (1.0f - s * (1.0f - f));
  *r = sector == 0 || sector == 5 ? v : sector == 1 ? q : sector == 4 ? t : p;
  *g = sector == 1 || sector == 2 ? v : sector == 0 ? t : sector == 3 ? q : p;
  *b = sector == 3 || sector == 4 ? v : sector == 2 ? t : sector == 5 ? q : p;
}

// Rounded half to even: the sum has no bits for a fraction.
INLINE int32_t rounded(float v) { return (int32_t)((v + 0x1.8p23f) - 0x1.8p23f); }

INLINE void shift_block_u8(uint8_t *rgb, int hue, int saturation, int value) {
  uint8_t red[BLOCK], green[BLOCK], blue[BLOCK];
  for (int j = 0; j < BLOCK; j++) {
    red[j] = rgb[3 * j];
    green[j] = rgb[3 * j + 1];
    blue[j] = rgb[3 * j + 2];
  }
  for (int j = 0; j < BLOCK; j++) {
    int32_t r = red[j], g = green[j], b = blue[j];
    int32_t v = greatest3(r, g, b), range = v - least3(r, g, b);
    // OpenCV's reciprocals have 12 bits behind the point; where there is no v or no range, the
    // product is 0 whatever the reciprocal.
    int32_t per_value = rounded(1044480.0f / (float)(v == 0 ? 1 : v));
    int32_t per_range = rounded(122880.0f / (float)(range == 0 ? 1 : range));
    int32_t s = (range * per_value + 2048) >> 12;
    int32_t h = v == r ? g - b : v == g ? b - r + 2 * range : r - g + 4 * range;
    h = (h * per_range + 2048) >> 12;
    h = h < 0 ? h + 180 : h;
    h += hue;
    h = h >= 180 ? h - 180 : h;
    s = s == 0 ? 0 : clamp(s + saturation, 255);
    v = clamp(v + value, 255);
    float r2, g2, b2;
    to_rgb((float)h * (6.0f / 180.0f), (float)s * (1.0f / 255.0f), (float)v * (1.0f / 255.0f), &r2,
           &g2, &b2);
    red[j] = (uint8_t)rounded(r2 * 255.0f);
    green[j] = (uint8_t)rounded(g2 * 255.0f);
    blue[j] = (uint8_t)rounded(b2 * 255.0f);
  }
  for (int j = 0; j < BLOCK; j++) {
    rgb[3 * j] = red[j];
    rgb[3 * j + 1] = green[j];
    rgb[3 * j + 2] = blue[j];
  }
}

SEG_CLONES void seg_shift_hsv_u8(uint8_t *rgb, size_t pixels, int hue, int saturation, int value) {
  size_t i = 0;
  for (; i + BLOCK <= pixels; i += BLOCK) shift_block_u8(rgb + 3 * i, hue, saturation, value);
  if (i < pixels) {
    uint8_t last[3 * BLOCK] = {0};
    memcpy(last, rgb + 3 * i, 3 * (pixels - i));
    shift_block_u8(last, hue, saturation, value);
    memcpy(rgb + 3 * i, last, 3 * (pixels - i));
  }
}

SEG_CLONES void seg_shift_hsv_u16(
    uint16_t *rgb, size_t pixels, float hue, int saturation, int value) {
  float turn = hue / 60.0f;
  for (size_t i = 0; i < 3 * pixels; i += 3) {
    int32_t r = rgb[i], g = rgb[i + 1], b = rgb[i + 2];
    int32_t v = greatest3(r, g, b), range = v - least3(r, g, b);
    float divisor = (float)(range == 0 ? 1 : range);
    int32_t across = v == r ? g - b : v == g ? b - r : r - g;
    float h = (float)across / divisor + (v == r ? 0.0f : v == g ? 2.0f : 4.0f) + turn;
    h = h < 0 ? h + 6 : h;
    h = h >= 6 ? h - 6 : h;
    float s = (float)range / (float)(v == 0 ? 1 : v) + (float)saturation / 65535.0f;
    s = range == 0 || s < 0 ? 0 : s > 1 ? 1 : s;
    float r2, g2, b2;
    to_rgb(h, s, (float)clamp(v + value, 65535), &r2, &g2, &b2);
    rgb[i] = (uint16_t)rounded(r2);
    rgb[i + 1] = (uint16_t)rounded(g2);
    rgb[i + 2] = (uint16_t)rounded(b2);
  }
}
