// Filters that look at a pixel's neighbourhood. `channels` samples a pixel, any number.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Symmetric separable filters of 2 · radius + 1 weights, mirrored at the edges without the edge itself.
//
// Radius 1 to 49. Bytes: weight[0] is that of the middle, all in units of 2^-16 with the sum 2^16 and the
// middle below 2^16. Sums along y and then along x are kept in units of 2^-7, each product rounded down,
// and half of what that takes off is added to the sum. `work` holds seg_blur_work(…) numbers.
size_t seg_blur_work(size_t width, size_t channels, size_t radius);
void seg_blur_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    const uint16_t *weight, size_t radius, uint16_t *work);
// Words: float32 sums, middle first and then outwards, rounded half up.
void seg_blur_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    const float *weight, size_t radius, float *work);

// The filters below read a picture with margins: `from` has `radius` more rows above and below, and
// `radius` more pixels left and right, than the [height, width, channels] that are written; and 64
// samples at its end whose values do not matter.

// Means of squares of 2 · radius + 1 pixels, rounded to nearest; at most 99 pixels a side.
// `work` holds 3 · ((width + 2 · radius) · channels + 64) sums.
void seg_box_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    size_t radius, uint32_t *work);
void seg_box_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    size_t radius, uint32_t *work);

// Medians of squares of 2 · radius + 1 pixels; radius 1 to 49.
void seg_median_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    size_t radius);
void seg_median_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    size_t radius);

// Means of `count` pixels, 1 to 256, that lie at `offset` samples from the pixel in `from` whose place
// is the top left corner of the neighbourhood; rounded half up.
void seg_line_u8(
    const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,
    size_t radius, const size_t *offset, size_t count);
void seg_line_u16(
    const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,
    size_t radius, const size_t *offset, size_t count);
