// Colour changes as torchvision's functional tensor path defines them, in place, in float32.
// RGB arrays are [pixels, 3]. The upper bound is 255 or 65535; results are cut, not rounded.
#pragma once
#include <stddef.h>
#include <stdint.h>

// v = clamp(v * factor + addend).
void seg_scale_u8(uint8_t *values, size_t count, float factor, float addend);
void seg_scale_u16(uint16_t *values, size_t count, float factor, float addend);

// The sum of the samples, and of the gray values 0.2989 R + 0.587 G + 0.114 B cut to integers.
uint64_t seg_sum_u8(const uint8_t *values, size_t count);
uint64_t seg_sum_u16(const uint16_t *values, size_t count);
uint64_t seg_gray_sum_u8(const uint8_t *rgb, size_t pixels);
uint64_t seg_gray_sum_u16(const uint16_t *rgb, size_t pixels);

// v = clamp(v * factor + gray * rest).
void seg_saturate_u8(uint8_t *rgb, size_t pixels, float factor, float rest);
void seg_saturate_u16(uint16_t *rgb, size_t pixels, float factor, float rest);

// Turns the hue by `shift` of the circle, -0.5...0.5, through HSV.
void seg_shift_hue_u8(uint8_t *rgb, size_t pixels, float shift);
void seg_shift_hue_u16(uint16_t *rgb, size_t pixels, float shift);
