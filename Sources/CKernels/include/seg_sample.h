// Sampling of pictures, [H, W, C], at real coordinates, a row of output pixels at a time.
//
// Coordinates are those of samples: 0 is the centre of the first pixel. Values that are no numbers
// lie outside. `x` and `y` may be read up to the next multiple of 16.
#pragma once
#include <stddef.h>
#include <stdint.h>

// What stands outside: a colour; the pixel at the edge; mirrored without it; mirrored with it.
typedef enum {
  seg_border_constant = 0,
  seg_border_replicate = 1,
  seg_border_reflect = 2,
  seg_border_symmetric = 3
} seg_border;

// A picture, or a rectangle of one. Height and width are below 2^22.
typedef struct {
  const void *samples;  // the first of the rectangle
  size_t stride;        // samples from one row to the next
  int32_t height;
  int32_t width;
  int32_t channels;
  seg_border border;
  const float *fill;  // seg_border_constant: a value for each channel
} seg_picture;

// The pixel that is nearest, halves to the even index.
void seg_sample_nearest_u8(
    const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to);
void seg_sample_nearest_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to);

// Two by two taps. With seg_border_constant the taps outside are 0 and m is the weight of those
// inside: v * m + (1 - m) * fill. Bytes have weights of 14 bits and 7 more bits after the sum along
// x; rounded half to even.
void seg_sample_bilinear_u8(
    const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to);
void seg_sample_bilinear_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to);

// Four by four taps of the cubic kernel with a = -3/4. With seg_border_constant v + (1 - m) * fill,
// as OpenCV has it; else as above, with 6 more bits.
void seg_sample_bicubic_u8(
    const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to);
void seg_sample_bicubic_u16(
    const seg_picture *from, const float *x, const float *y, size_t count, uint16_t *to);

// The sample coordinates of output pixels (first + i, row) under a homography from output to source,
// [3, 3], of positions: the centre of pixel 0 is at 1/2. What lies beyond the horizon is no number.
void seg_homography_row(
    const double *homography, double row, size_t first, size_t count, float *x, float *y);

// Places that fields displace: x[i] = i + dx[i] * strength, y[i] = row + dy[i] * strength.
void seg_displaced_row(
    const float *dx, const float *dy, float strength, float row, size_t count, float *x, float *y);

// Evenly spaced: v[i] = start + slope * (first + i).
void seg_even_row(double start, double slope, size_t first, size_t count, float *v);

// A lens about the middle of [height, width], k as OpenCV's first two radial coefficients.
void seg_lens_row(
    float width, float height, float k, float row, size_t count, float *x, float *y);
