// Random numbers by position, and what adds them to pictures.
#include "CKernels.h"
#include "noise_words.h"

typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i32x16 __attribute__((vector_size(64), aligned(4)));

SEG_CLONES void seg_random_words(uint64_t seed, uint64_t first, size_t blocks, uint32_t *to) {
  for (size_t b = 0; b < blocks; b++, to += SEG_NOISE_BLOCK) {
    u32x16 words[4];
    words_of_block(seed, first + b, words);
    memcpy(to, words, sizeof words);
  }
}

// -2 ln((w >> 8) + 1) 2^-24: the mantissa is brought to 0.71...1.41, where a polynomial serves
// (Moshier, Cephes logf).
INLINE void minus_two_log(const u32x16 *word, f32x16 *result) {
  f32x16 u = __builtin_convertvector((i32x16)((*word >> 8) + 1), f32x16) * 0x1p-24f;
  i32x16 bits = (i32x16)u;
  i32x16 shifted = bits - 0x3f3504f3;  // 0.70710678
  i32x16 exponent = shifted >> 23;
  f32x16 x = (f32x16)(bits - (exponent << 23)) - 1.0f;
  f32x16 e = __builtin_convertvector(exponent, f32x16);
  f32x16 p = x * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * x + 1.1676998740e-1f;
  p = p * x - 1.2420140846e-1f;
  p = p * x + 1.4249322787e-1f;
  p = p * x - 1.6668057665e-1f;
  p = p * x + 2.0000714765e-1f;
  p = p * x - 2.4999993993e-1f;
  p = p * x + 3.3333331174e-1f;
  f32x16 square = x * x;
  f32x16 log = e * -2.12194440e-4f + p * x * square - square * 0.5f + x + e * 0.693359375f;
  *result = log * -2.0f;
}

// cos and sin of the word as a part of the full turn: the two leading bits are the quadrant, the other
// 30 an angle of -45 to 45 degrees from its middle (polynomials of Cephes).
INLINE void cosine_and_sine(const u32x16 *word, f32x16 *cosine, f32x16 *sine) {
  i32x16 rest = (i32x16)(*word << 2) >> 8;  // 24 bits with a sign
  f32x16 x = __builtin_convertvector(rest, f32x16) * (0x1p-24f * 1.57079632679f);
  f32x16 z = x * x;
  f32x16 s = z * -1.9515295891e-4f + 8.3321608736e-3f;
  s = (s * z - 1.6666654611e-1f) * z * x + x;
  f32x16 c = z * 2.443315711809948e-5f - 1.388731625493765e-3f;
  c = (c * z + 4.166664568298827e-2f) * z * z - z * 0.5f + 1.0f;
  i32x16 quadrant = (i32x16)(*word >> 30);
  i32x16 swap = -(quadrant & 1);
  i32x16 sign = (quadrant & 2) << 30;
  i32x16 across = ((i32x16)c & ~swap) | ((i32x16)s & swap);
  i32x16 along = ((i32x16)s & ~swap) | ((i32x16)c & swap);
  // Quadrants 1 and 2 have a negative cosine.
  *cosine = (f32x16)(across ^ sign ^ (swap & INT32_MIN));
  *sine = (f32x16)(along ^ sign);
}

SEG_CLONES void seg_random_normals(uint64_t seed, uint64_t first, size_t blocks, float *to) {
  for (size_t b = 0; b < blocks; b++, to += SEG_NOISE_BLOCK) {
    u32x16 words[4];
    words_of_block(seed, first + b, words);
    for (int pair = 0; pair < 2; pair++) {
      f32x16 log, cosine, sine;
      minus_two_log(words + 2 * pair, &log);
      cosine_and_sine(words + 2 * pair + 1, &cosine, &sine);
      f32x16 radius = __builtin_elementwise_sqrt(log);
      *(f32x16 *)(to + 32 * pair) = radius * cosine;
      *(f32x16 *)(to + 32 * pair + 16) = radius * sine;
    }
  }
}

#define ADD_NOISE(NAME, SAMPLE, BOUND, CHANGED)                                            \
  SEG_CLONES void NAME(                                                                    \
      SAMPLE *values, size_t count, const float *noise, float scale, float offset) {       \
    for (size_t i = 0; i < count; i++) {                                                   \
      float v = (float)values[i], n = noise[i] * scale + offset;                           \
      float changed = CHANGED;                                                             \
      changed = changed < 0 ? 0 : changed > BOUND ? BOUND : changed;                       \
      values[i] = (SAMPLE)(int32_t)(changed + 0.5f);                                       \
    }                                                                                      \
  }

ADD_NOISE(seg_add_noise_u8, uint8_t, 255.0f, v + n)
ADD_NOISE(seg_add_noise_u16, uint16_t, 65535.0f, v + n)
ADD_NOISE(seg_multiply_noise_u8, uint8_t, 255.0f, v * n)
ADD_NOISE(seg_multiply_noise_u16, uint16_t, 65535.0f, v * n)
