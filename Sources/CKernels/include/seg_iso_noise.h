// Noise of hue and lightness (HLS), as sensors have it in the dark. RGB, three samples a pixel.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Adds up greatest + least sample of each pixel, twice the lightness, and the squares of that.
void seg_lightness_sums_u8(
    const uint8_t *rgb, size_t pixels, uint64_t *sum, uint64_t *squares);
void seg_lightness_sums_u16(
    const uint16_t *rgb, size_t pixels, uint64_t *sum, uint64_t *squares);

// Turns the hue of pixel i by turn[i] · scale parts of the circle, which lie within -6...6, and adds
// lift[i] · (1 - L) to its lightness L; the saturation stays. Rounded half up.
void seg_iso_noise_u8(
    uint8_t *rgb, size_t pixels, const float *turn, float scale, const float *lift);
void seg_iso_noise_u16(
    uint16_t *rgb, size_t pixels, const float *turn, float scale, const float *lift);
