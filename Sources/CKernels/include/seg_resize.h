// Resampling of pictures, [H, W, C], or of rectangles of them. The tables are built by the caller, one
// entry an output index. `pitch` is the samples from one row to the next, `width` the pixels of a row
// that the tables look at.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Weighted sums along one axis: output i = sum over k < count[i] of weight[i * stride + k] times
// input first[i] + k. Every first + count is within the input.
typedef struct {
  size_t outputs;
  size_t stride;
  const int32_t *first;
  const int32_t *count;
  const float *weight;
} seg_taps;

// How the real value of an output becomes a sample.
typedef enum { seg_round_half_even = 0, seg_round_half_up = 1 } seg_rounding;

// Two passes in float32, rows first; the result is multiplied by `scale` and rounded.
// `work` holds seg_resize_taps_work(...) floats.
size_t seg_resize_taps_work(size_t width, size_t channels, size_t out_width);
void seg_resize_taps_u8(
    const uint8_t *from, size_t pitch, size_t width, size_t channels, uint8_t *to,
    const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding, float *work);
void seg_resize_taps_u16(
    const uint16_t *from, size_t pitch, size_t width, size_t channels, uint16_t *to,
    const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding, float *work);

// Two neighbours along one axis, low[i] and high[i], and their weights in 1/2048, weight[2 * i] and
// weight[2 * i + 1]. Along x, high is low + 1, or the weight of high is 0.
typedef struct {
  size_t outputs;
  const int32_t *low;
  const int32_t *high;
  const int16_t *weight;
} seg_neighbours;

// OpenCV's fixed-point bilinear interpolation, columns first. `readable` samples may be looked at.
// `work` holds seg_resize_linear_work(...) int32.
size_t seg_resize_linear_work(size_t width, size_t channels, size_t out_width);
void seg_resize_linear_u8(
    const uint8_t *from, size_t readable, size_t pitch, size_t width, size_t channels, uint8_t *to,
    const seg_neighbours *rows, const seg_neighbours *columns, int32_t *work);

// to[y][x] = from[row[y]][column[x]]; here `pitch` is in pixels.
void seg_resize_nearest(
    const uint8_t *from, size_t pitch, size_t pixel_bytes, uint8_t *to, size_t out_height,
    size_t out_width, const int32_t *row, const int32_t *column);
