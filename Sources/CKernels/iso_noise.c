// Noise of hue and lightness.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 64 };

INLINE float least(float a, float b) { return a < b ? a : b; }
INLINE float greatest(float a, float b) { return a > b ? a : b; }

// One channel out of hue (in twelfths of the circle), lightness, and half the range of the channels.
INLINE float channel(float place, float hue, float lightness, float half) {
  float k = place + hue;
  k = k >= 12.0f ? k - 12.0f : k;
  return lightness - half * greatest(-1.0f, least(least(k - 3.0f, 9.0f - k), 1.0f));
}

// Channels of 0...1, in place.
INLINE void change(float *red, float *green, float *blue, float turn, float lift) {
  float r = *red, g = *green, b = *blue;
  float high = greatest(greatest(r, g), b), low = least(least(r, g), b);
  float range = high - low, twice = high + low, divisor = range == 0 ? 1.0f : range;
  float sixth = high == r ? (g - b) / divisor
                : high == g ? 2.0f + (b - r) / divisor : 4.0f + (r - g) / divisor;
  // A whole number of turns is taken off; the sum is of -73...85 twelfths.
  float hue = sixth * 2.0f + turn * 12.0f + 96.0f;
  float part = hue - 12.0f * (float)(int32_t)(hue * (1.0f / 12.0f));
  part = part < 0 ? 0 : part >= 12.0f ? part - 12.0f : part;
  float room = least(twice, 2.0f - twice);
  float saturation = room > 0 ? range / room : 0;
  float lightness = twice * 0.5f;
  lightness = least(lightness + lift * (1.0f - lightness), 1.0f);
  float half = saturation * least(lightness, 1.0f - lightness);
  *red = channel(0.0f, part, lightness, half);
  *green = channel(8.0f, part, lightness, half);
  *blue = channel(4.0f, part, lightness, half);
}

#define KERNELS(SAMPLE, SUFFIX, BOUND)                                                        \
  SEG_CLONES void seg_lightness_sums_##SUFFIX(                                                \
      const SAMPLE *rgb, size_t pixels, uint64_t *sum, uint64_t *squares) {                   \
    uint64_t total = 0, square = 0;                                                           \
    for (size_t i = 0; i < pixels; i++) {                                                     \
      uint32_t r = rgb[3 * i], g = rgb[3 * i + 1], b = rgb[3 * i + 2];                        \
      uint32_t high = r > g ? r : g, low = r < g ? r : g;                                     \
      uint64_t twice = (uint64_t)((high > b ? high : b) + (low < b ? low : b));               \
      total += twice;                                                                         \
      square += twice * twice;                                                                \
    }                                                                                         \
    *sum = total;                                                                             \
    *squares = square;                                                                        \
  }                                                                                           \
  INLINE void block_##SUFFIX(                                                                 \
      SAMPLE *rgb, const float *turn, float scale, const float *lift) {                       \
    float red[BLOCK], green[BLOCK], blue[BLOCK];                                              \
    for (int i = 0; i < BLOCK; i++) {                                                         \
      red[i] = (float)rgb[3 * i] * (1.0f / BOUND);                                            \
      green[i] = (float)rgb[3 * i + 1] * (1.0f / BOUND);                                      \
      blue[i] = (float)rgb[3 * i + 2] * (1.0f / BOUND);                                       \
    }                                                                                         \
    for (int i = 0; i < BLOCK; i++)                                                           \
      change(red + i, green + i, blue + i, turn[i] * scale, lift[i]);                         \
    for (int i = 0; i < BLOCK; i++) {                                                         \
      rgb[3 * i] = (SAMPLE)(int32_t)(greatest(red[i], 0) * BOUND + 0.5f);                     \
      rgb[3 * i + 1] = (SAMPLE)(int32_t)(greatest(green[i], 0) * BOUND + 0.5f);               \
      rgb[3 * i + 2] = (SAMPLE)(int32_t)(greatest(blue[i], 0) * BOUND + 0.5f);                \
    }                                                                                         \
  }                                                                                           \
  SEG_CLONES void seg_iso_noise_##SUFFIX(                                                     \
      SAMPLE *rgb, size_t pixels, const float *turn, float scale, const float *lift) {        \
    size_t i = 0;                                                                             \
    for (; i + BLOCK <= pixels; i += BLOCK) block_##SUFFIX(rgb + 3 * i, turn + i, scale, lift + i); \
    if (i == pixels) return;                                                                  \
    SAMPLE last[3 * BLOCK] = {0};                                                             \
    float turns[BLOCK] = {0}, lifts[BLOCK] = {0};                                             \
    memcpy(last, rgb + 3 * i, 3 * (pixels - i) * sizeof *rgb);                                \
    memcpy(turns, turn + i, (pixels - i) * sizeof *turn);                                     \
    memcpy(lifts, lift + i, (pixels - i) * sizeof *lift);                                     \
    block_##SUFFIX(last, turns, scale, lifts);                                                \
    memcpy(rgb + 3 * i, last, 3 * (pixels - i) * sizeof *rgb);                                \
  }

KERNELS(uint8_t, u8, 255.0f)
KERNELS(uint16_t, u16, 65535.0f)
