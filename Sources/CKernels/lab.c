// CIE L*a*b*, with the matrix of sRGB whose white is 1 in each of X, Y and Z.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

INLINE int32_t clamp_u8(int32_t v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

SEG_CLONES void seg_lab_from_rgb_u8(
    const uint8_t *rgb, size_t pixels, const int32_t linear[256],
    const int32_t curve[SEG_LAB_CURVE], uint8_t *restrict l, uint8_t *restrict a,
    uint8_t *restrict b) {
  for (size_t i = 0; i < pixels; i++) {
    int32_t red = linear[rgb[3 * i]], green = linear[rgb[3 * i + 1]], blue = linear[rgb[3 * i + 2]];
    // The weights, times 4096.
    int32_t fx = curve[(1777 * red + 1541 * green + 778 * blue + 2048) >> 12];
    int32_t fy = curve[(871 * red + 2929 * green + 296 * blue + 2048) >> 12];
    int32_t fz = curve[(73 * red + 448 * green + 3575 * blue + 2048) >> 12];
    l[i] = (uint8_t)clamp_u8((296 * fy - 1336934 + 16384) >> 15);
    a[i] = (uint8_t)clamp_u8((500 * (fx - fy) + (128 << 15) + 16384) >> 15);
    b[i] = (uint8_t)clamp_u8((200 * (fy - fz) + (128 << 15) + 16384) >> 15);
  }
}

// Rounded half to even: the sum has no bits for a fraction.
INLINE int32_t rounded(float v) { return (int32_t)((v + 0x1.8p23f) - 0x1.8p23f); }

INLINE float straight(float f) {
  return f > 0.206893f ? f * f * f : (f - 16.0f / 116.0f) * (1.0f / 7.787f);
}

typedef struct {
  float red, green, blue;
} light;

INLINE light light_of(float l, float a, float b) {
  float fy = (l + 16.0f) * (1.0f / 116.0f);
  float x = straight(fy + a * (1.0f / 500.0f)), y = straight(fy);
  float z = straight(fy - b * (1.0f / 200.0f));
  light result = {
      3.079933f * x - 1.537150f * y - 0.542782f * z,
      -0.921235f * x + 1.875992f * y + 0.045244f * z,
      0.052891f * x - 0.204043f * y + 1.151152f * z};
  return result;
}

INLINE int32_t sample(float light, const int32_t *samples, float steps) {
  light = light < 0 ? 0 : light > 1 ? 1 : light;
  return samples[rounded(light * steps)];
}

SEG_CLONES void seg_lab_to_rgb_u8(
    const uint8_t *l, const uint8_t *a, const uint8_t *b, size_t pixels,
    const int32_t samples[4096], uint8_t *restrict rgb) {
  for (size_t i = 0; i < pixels; i++) {
    light v = light_of((float)l[i] * (100.0f / 255.0f), (float)a[i] - 128.0f, (float)b[i] - 128.0f);
    rgb[3 * i] = (uint8_t)sample(v.red, samples, 4095.0f);
    rgb[3 * i + 1] = (uint8_t)sample(v.green, samples, 4095.0f);
    rgb[3 * i + 2] = (uint8_t)sample(v.blue, samples, 4095.0f);
  }
}

// The exponent divided by 3, and Halley's step twice, which leaves the error of float32.
INLINE float curved(float t) {
  int32_t bits;
  memcpy(&bits, &t, sizeof bits);
  bits = (int32_t)((float)bits * (1.0f / 3.0f)) + 709921077;
  float y;
  memcpy(&y, &bits, sizeof y);
  for (int i = 0; i < 2; i++) {
    float cube = y * y * y;
    y = y * (cube + t + t) / (cube + cube + t);
  }
  return t > 0.008856f ? y : 7.787f * t + 16.0f / 116.0f;
}

INLINE uint16_t word(float v) {
  return (uint16_t)rounded(v < 0 ? 0 : v > 65535.0f ? 65535.0f : v);
}

SEG_CLONES void seg_lab_from_rgb_u16(
    const uint16_t *rgb, size_t pixels, const float linear[65536], uint16_t *restrict l,
    uint16_t *restrict a, uint16_t *restrict b) {
  for (size_t i = 0; i < pixels; i++) {
    float red = linear[rgb[3 * i]], green = linear[rgb[3 * i + 1]], blue = linear[rgb[3 * i + 2]];
    float fx = curved(0.433953f * red + 0.376219f * green + 0.189828f * blue);
    float fy = curved(0.212671f * red + 0.715160f * green + 0.072169f * blue);
    float fz = curved(0.017758f * red + 0.109477f * green + 0.872766f * blue);
    l[i] = word((116.0f * fy - 16.0f) * 655.35f);
    a[i] = word((500.0f * (fx - fy) + 128.0f) * 256.0f);
    b[i] = word((200.0f * (fy - fz) + 128.0f) * 256.0f);
  }
}

SEG_CLONES void seg_lab_to_rgb_u16(
    const uint16_t *l, const uint16_t *a, const uint16_t *b, size_t pixels,
    const int32_t samples[65536], uint16_t *restrict rgb) {
  for (size_t i = 0; i < pixels; i++) {
    light v = light_of(
        (float)l[i] * (1.0f / 655.35f), (float)a[i] * (1.0f / 256.0f) - 128.0f,
        (float)b[i] * (1.0f / 256.0f) - 128.0f);
    rgb[3 * i] = (uint16_t)sample(v.red, samples, 65535.0f);
    rgb[3 * i + 1] = (uint16_t)sample(v.green, samples, 65535.0f);
    rgb[3 * i + 2] = (uint16_t)sample(v.blue, samples, 65535.0f);
  }
}
