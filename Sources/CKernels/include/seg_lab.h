// sRGB as planes of CIE L*a*b* under D65, and back. 8 bits: 2.55 L, a + 128, b + 128; 16 bits: 655.35 L,
// 256 (a + 128), 256 (b + 128).
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { SEG_LAB_CURVE = 3072 };

// `linear` is the light of each sample value in steps of 1/2040, `curve` the cube root of light in the
// same steps, up to 1.5, in steps of 1/32768: the integers OpenCV works in, to the same bits.
void seg_lab_from_rgb_u8(
    const uint8_t *rgb, size_t pixels, const int32_t linear[256],
    const int32_t curve[SEG_LAB_CURVE], uint8_t *l, uint8_t *a, uint8_t *b);
// `samples` is the sample value of light in steps of 1/4095.
void seg_lab_to_rgb_u8(
    const uint8_t *l, const uint8_t *a, const uint8_t *b, size_t pixels,
    const int32_t samples[4096], uint8_t *rgb);

// `linear` is the light of each sample value, 0...1; `samples` the sample value of light in steps of
// 1/65535.
void seg_lab_from_rgb_u16(
    const uint16_t *rgb, size_t pixels, const float linear[65536], uint16_t *l, uint16_t *a,
    uint16_t *b);
void seg_lab_to_rgb_u16(
    const uint16_t *l, const uint16_t *a, const uint16_t *b, size_t pixels,
    const int32_t samples[65536], uint16_t *rgb);
