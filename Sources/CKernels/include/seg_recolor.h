// Changes of colour that look at one pixel or its neighbours, and what they look up beforehand.
// RGB arrays are [pixels, 3], in place unless there is a `from`.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Every channel becomes the gray 0.2989 R + 0.587 G + 0.114 B, cut to an integer.
void seg_to_gray_u8(uint8_t *rgb, size_t pixels);
void seg_to_gray_u16(uint16_t *rgb, size_t pixels);

// Each channel becomes the one that is named for it, 0...2.
void seg_reorder_rgb_u8(uint8_t *rgb, size_t pixels, int first, int second, int third);
void seg_reorder_rgb_u16(uint16_t *rgb, size_t pixels, int first, int second, int third);

// v = clamp(v * factor + blurred * rest), cut to an integer, where blurred is the mean of 3x3 pixels,
// the middle one five times, rounded. `row` is one of three rows of `count` samples; the first and
// last `channels` samples are their own blurred. `channels` may be `count`: then all are.
void seg_sharpen_row_u8(
    const uint8_t *above, const uint8_t *row, const uint8_t *below, uint8_t *to, size_t count,
    size_t channels, float factor, float rest);
void seg_sharpen_row_u16(
    const uint16_t *above, const uint16_t *row, const uint16_t *below, uint16_t *to, size_t count,
    size_t channels, float factor, float rest);

// The least and the greatest sample of each channel. The arrays hold values to start from.
void seg_extremes_u8(
    const uint8_t *values, size_t pixels, size_t channels, uint8_t *least, uint8_t *greatest);
void seg_extremes_u16(
    const uint16_t *values, size_t pixels, size_t channels, uint16_t *least, uint16_t *greatest);

// Adds to `channels` histograms of 256 or 65536 counts one after another.
void seg_histograms_u8(const uint8_t *values, size_t pixels, size_t channels, uint64_t *counts);
void seg_histograms_u16(const uint16_t *values, size_t pixels, size_t channels, uint64_t *counts);

// to = (v / bound - mean) / deviation, with a mean and a deviation for each channel.
void seg_normalize_u8(
    const uint8_t *values, size_t pixels, size_t channels, const float *means,
    const float *deviations, float *to);
void seg_normalize_u16(
    const uint16_t *values, size_t pixels, size_t channels, const float *means,
    const float *deviations, float *to);

// OpenCV's 8-bit HSV: hue in steps of 2 degrees, turned by `hue` steps of 0...179; saturation and
// value have a number added and are clamped. A gray pixel stays gray.
void seg_shift_hsv_u8(uint8_t *rgb, size_t pixels, int hue, int saturation, int value);
// The same with 65535 for 1, hue in degrees of 0 ..< 360 and unrounded.
void seg_shift_hsv_u16(uint16_t *rgb, size_t pixels, float hue, int saturation, int value);
