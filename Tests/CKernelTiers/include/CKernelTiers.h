// The kernels of CKernels at a chosen instruction set, past the loader's choice. Tier 0 is the
// baseline, 1 is x86-64-v3, 2 is x86-64-v4.
#pragma once
#include <stdbool.h>

#include "CKernels.h"

// True when this machine can run the tier; elsewhere than on x86-64 with glibc, only tier 0.
bool seg_has_tier(int tier);

#define SEG_TIER_KERNELS(KERNEL)                                                               \
  KERNEL(void, seg_png_unfilter,                                                               \
         (unsigned filter, size_t pixel_bytes, const uint8_t *from, const uint8_t *above,      \
          uint8_t *to, size_t count),                                                          \
         (filter, pixel_bytes, from, above, to, count))                                        \
  KERNEL(uint8_t, seg_highest_u8, (const uint8_t *values, size_t count), (values, count))      \
  KERNEL(void, seg_transpose_pixels,                                                           \
         (const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch, size_t   \
          height, size_t width, size_t pixel_bytes),                                           \
         (from, from_pitch, to, to_pitch, height, width, pixel_bytes))                         \
  KERNEL(void, seg_flip_rows,                                                                  \
         (const uint8_t *from, uint8_t *to, size_t height, size_t width, size_t pixel_bytes),  \
         (from, to, height, width, pixel_bytes))                                               \
  KERNEL(void, seg_resize_taps_u8,                                                             \
         (const uint8_t *from, size_t pitch, size_t width, size_t channels, uint8_t *to,       \
          const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding,   \
          float *work),                                                                        \
         (from, pitch, width, channels, to, rows, columns, scale, rounding, work))             \
  KERNEL(void, seg_resize_taps_u16,                                                            \
         (const uint16_t *from, size_t pitch, size_t width, size_t channels, uint16_t *to,     \
          const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding,   \
          float *work),                                                                        \
         (from, pitch, width, channels, to, rows, columns, scale, rounding, work))             \
  KERNEL(void, seg_resize_linear_u8,                                                           \
         (const uint8_t *from, size_t readable, size_t pitch, size_t width, size_t channels,   \
          uint8_t *to, const seg_neighbours *rows, const seg_neighbours *columns, int32_t      \
          *work),                                                                              \
         (from, readable, pitch, width, channels, to, rows, columns, work))                    \
  KERNEL(void, seg_sample_nearest_u8,                                                          \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint8_t       \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_sample_nearest_u16,                                                         \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint16_t      \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_sample_bilinear_u8,                                                         \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint8_t       \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_sample_bilinear_u16,                                                        \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint16_t      \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_sample_bicubic_u8,                                                          \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint8_t       \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_sample_bicubic_u16,                                                         \
         (const seg_picture *from, const float *x, const float *y, size_t count, uint16_t      \
          *to),                                                                                \
         (from, x, y, count, to))                                                              \
  KERNEL(void, seg_homography_row,                                                             \
         (const double *homography, double row, size_t first, size_t count, float *x, float    \
          *y),                                                                                 \
         (homography, row, first, count, x, y))                                                \
  KERNEL(void, seg_smooth,                                                                     \
         (const float *from, float *to, size_t height, size_t width, const float *weight,      \
          size_t radius, float *line),                                                         \
         (from, to, height, width, weight, radius, line))                                      \
  KERNEL(void, seg_scale_u8,                                                                   \
         (uint8_t * values, size_t count, float factor, float addend),                         \
         (values, count, factor, addend))                                                      \
  KERNEL(void, seg_scale_u16,                                                                  \
         (uint16_t * values, size_t count, float factor, float addend),                        \
         (values, count, factor, addend))                                                      \
  KERNEL(uint64_t, seg_sum_u8,                                                                 \
         (const uint8_t *values, size_t count),                                                \
         (values, count))                                                                      \
  KERNEL(uint64_t, seg_sum_u16,                                                                \
         (const uint16_t *values, size_t count),                                               \
         (values, count))                                                                      \
  KERNEL(uint64_t, seg_gray_sum_u8,                                                            \
         (const uint8_t *rgb, size_t pixels),                                                  \
         (rgb, pixels))                                                                        \
  KERNEL(uint64_t, seg_gray_sum_u16,                                                           \
         (const uint16_t *rgb, size_t pixels),                                                 \
         (rgb, pixels))                                                                        \
  KERNEL(void, seg_saturate_u8,                                                                \
         (uint8_t * rgb, size_t pixels, float factor, float rest),                             \
         (rgb, pixels, factor, rest))                                                          \
  KERNEL(void, seg_saturate_u16,                                                               \
         (uint16_t * rgb, size_t pixels, float factor, float rest),                            \
         (rgb, pixels, factor, rest))                                                          \
  KERNEL(void, seg_shift_hue_u8,                                                               \
         (uint8_t * rgb, size_t pixels, float shift),                                          \
         (rgb, pixels, shift))                                                                 \
  KERNEL(void, seg_shift_hue_u16,                                                              \
         (uint16_t * rgb, size_t pixels, float shift),                                         \
         (rgb, pixels, shift))                                                                 \
  KERNEL(void, seg_lane_sums_u8,                                                               \
         (const uint8_t *values, size_t count, uint64_t *sums, uint64_t *squares),             \
         (values, count, sums, squares))                                                       \
  KERNEL(void, seg_lane_sums_u16,                                                              \
         (const uint16_t *values, size_t count, uint64_t *sums, uint64_t *squares),            \
         (values, count, sums, squares))                                                       \
  KERNEL(void, seg_keep_promise,                                                               \
         (const float *values, size_t pixels, size_t channels, seg_promise promise, float      \
          *out),                                                                               \
         (values, pixels, channels, promise, out))                                             \
  KERNEL(void, seg_relu_gradient,                                                              \
         (const float *gradient, const float *result, size_t count, float *out),               \
         (gradient, result, count, out))                                                       \
  KERNEL(void, seg_batch_norm_gradient,                                                        \
         (const float *gradient, const float *values, size_t pixels, size_t channels,          \
          seg_promise promise, const float *mean, const float *by_gradient, const float        \
          *by_value, const float *offset, float *out),                                         \
         (gradient, values, pixels, channels, promise, mean, by_gradient, by_value, offset,    \
          out))                                                                                \
  KERNEL(void, seg_max_pool_row,                                                               \
         (const float *upper, const float *lower, size_t width, size_t channels, seg_promise   \
          promise, float *out, uint16_t *index),                                               \
         (upper, lower, width, channels, promise, out, index))                                 \
  KERNEL(int, seg_all_finite,                                                                  \
         (const float *values, size_t count),                                                  \
         (values, count))                                                                      \
  KERNEL(void, seg_winograd_filter,                                                            \
         (const float *filter, size_t cin, size_t cout, size_t first, size_t rows, float       \
          *out),                                                                               \
         (filter, cin, cout, first, rows, out))                                                \
  KERNEL(void, seg_winograd_input,                                                             \
         (const float *image, seg_tiled shape, size_t first, size_t count, seg_promise         \
          promise, float *out, size_t stride),                                                 \
         (image, shape, first, count, promise, out, stride))                                   \
  KERNEL(void, seg_winograd_output,                                                            \
         (const float *tiles, size_t stride, seg_tiled shape, size_t first, size_t count,      \
          float *image, double *sums, double *squares),                                        \
         (tiles, stride, shape, first, count, image, sums, squares))                           \
  KERNEL(void, seg_winograd_gradient,                                                          \
         (const float *image, seg_tiled shape, size_t first, size_t count, float *out, size_t  \
          stride),                                                                             \
         (image, shape, first, count, out, stride))                                            \
  KERNEL(void, seg_winograd_filter_gradient,                                                   \
         (const float *sums, size_t cin, size_t cout, size_t first, size_t rows, float *out),  \
         (sums, cin, cout, first, rows, out))                                                  \
  KERNEL(void, seg_panel_product,                                                              \
         (const float *left, const float *panels, size_t rows, size_t depth, size_t columns,   \
          float *out),                                                                         \
         (left, panels, rows, depth, columns, out))                                            \
  KERNEL(void, seg_transposed_product,                                                         \
         (const float *left, size_t left_step, const float *right, size_t depth, size_t m,     \
          size_t n, float *out),                                                               \
         (left, left_step, right, depth, m, n, out))                                           \
  KERNEL(void, seg_transpose,                                                                  \
         (const float *from, size_t rows, size_t columns, float *out),                         \
         (from, rows, columns, out))                                                           \
  KERNEL(void, seg_blur_u8,                                                                    \
         (const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,      \
          const uint16_t *weight, size_t radius, uint16_t *work),                              \
         (from, height, width, channels, to, weight, radius, work))                            \
  KERNEL(void, seg_box_u8,                                                                     \
         (const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,      \
          size_t radius, uint32_t *work),                                                      \
         (from, height, width, channels, to, radius, work))                                    \
  KERNEL(void, seg_median_u8,                                                                  \
         (const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,      \
          size_t radius),                                                                      \
         (from, height, width, channels, to, radius))                                          \
  KERNEL(void, seg_line_u8,                                                                    \
         (const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,      \
          size_t radius, const size_t *offset, size_t count),                                  \
         (from, height, width, channels, to, radius, offset, count))                           \
  KERNEL(void, seg_add_noise_u8,                                                               \
         (uint8_t *values, size_t count, const float *noise, float scale, float offset),       \
         (values, count, noise, scale, offset))                                                \
  KERNEL(void, seg_multiply_noise_u8,                                                          \
         (uint8_t *values, size_t count, const float *noise, float scale, float offset),       \
         (values, count, noise, scale, offset))                                                \
  KERNEL(void, seg_blur_u16,                                                                   \
         (const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,    \
          const float *weight, size_t radius, float *work),                                    \
         (from, height, width, channels, to, weight, radius, work))                            \
  KERNEL(void, seg_box_u16,                                                                    \
         (const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,    \
          size_t radius, uint32_t *work),                                                      \
         (from, height, width, channels, to, radius, work))                                    \
  KERNEL(void, seg_median_u16,                                                                 \
         (const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,    \
          size_t radius),                                                                      \
         (from, height, width, channels, to, radius))                                          \
  KERNEL(void, seg_line_u16,                                                                   \
         (const uint16_t *from, size_t height, size_t width, size_t channels, uint16_t *to,    \
          size_t radius, const size_t *offset, size_t count),                                  \
         (from, height, width, channels, to, radius, offset, count))                           \
  KERNEL(void, seg_add_noise_u16,                                                              \
         (uint16_t *values, size_t count, const float *noise, float scale, float offset),      \
         (values, count, noise, scale, offset))                                                \
  KERNEL(void, seg_multiply_noise_u16,                                                         \
         (uint16_t *values, size_t count, const float *noise, float scale, float offset),      \
         (values, count, noise, scale, offset))                                                \
  KERNEL(void, seg_random_words,                                                               \
         (uint64_t seed, uint64_t first, size_t blocks, uint32_t *to),                         \
         (seed, first, blocks, to))                                                            \
  KERNEL(void, seg_random_normals,                                                             \
         (uint64_t seed, uint64_t first, size_t blocks, float *to),                            \
         (seed, first, blocks, to))                                                            \
  KERNEL(void, seg_reorder_rgb_u8,                                                             \
         (uint8_t *rgb, size_t pixels, int first, int second, int third),                      \
         (rgb, pixels, first, second, third))                                                  \
  KERNEL(void, seg_reorder_rgb_u16,                                                            \
         (uint16_t *rgb, size_t pixels, int first, int second, int third),                     \
         (rgb, pixels, first, second, third))                                                  \
  KERNEL(void, seg_to_gray_u8,                                                                 \
         (uint8_t *rgb, size_t pixels),                                                        \
         (rgb, pixels))                                                                        \
  KERNEL(void, seg_sharpen_row_u8,                                                             \
         (const uint8_t *above, const uint8_t *row, const uint8_t *below, uint8_t *to, size_t  \
          count, size_t channels, float factor, float rest),                                   \
         (above, row, below, to, count, channels, factor, rest))                               \
  KERNEL(void, seg_extremes_u8,                                                                \
         (const uint8_t *values, size_t pixels, size_t channels, uint8_t *least, uint8_t       \
          *greatest),                                                                          \
         (values, pixels, channels, least, greatest))                                          \
  KERNEL(void, seg_normalize_u8,                                                               \
         (const uint8_t *values, size_t pixels, size_t channels, const float *means, const     \
          float *deviations, float *to),                                                       \
         (values, pixels, channels, means, deviations, to))                                    \
  KERNEL(void, seg_clahe_tables_u8,                                                            \
         (const uint8_t *values, const seg_tiles *tiles, int clip, uint8_t *tables),           \
         (values, tiles, clip, tables))                                                        \
  KERNEL(void, seg_clahe_apply_u8,                                                             \
         (uint8_t *values, const seg_tiles *tiles, const uint8_t *tables),                     \
         (values, tiles, tables))                                                              \
  KERNEL(void, seg_lab_to_rgb_u8,                                                              \
         (const uint8_t *l, const uint8_t *a, const uint8_t *b, size_t pixels, const int32_t   \
          *samples, uint8_t *rgb),                                                             \
         (l, a, b, pixels, samples, rgb))                                                      \
  KERNEL(void, seg_to_gray_u16,                                                                \
         (uint16_t *rgb, size_t pixels),                                                       \
         (rgb, pixels))                                                                        \
  KERNEL(void, seg_sharpen_row_u16,                                                            \
         (const uint16_t *above, const uint16_t *row, const uint16_t *below, uint16_t *to,     \
          size_t count, size_t channels, float factor, float rest),                            \
         (above, row, below, to, count, channels, factor, rest))                               \
  KERNEL(void, seg_extremes_u16,                                                               \
         (const uint16_t *values, size_t pixels, size_t channels, uint16_t *least, uint16_t    \
          *greatest),                                                                          \
         (values, pixels, channels, least, greatest))                                          \
  KERNEL(void, seg_normalize_u16,                                                              \
         (const uint16_t *values, size_t pixels, size_t channels, const float *means, const    \
          float *deviations, float *to),                                                       \
         (values, pixels, channels, means, deviations, to))                                    \
  KERNEL(void, seg_clahe_tables_u16,                                                           \
         (const uint16_t *values, const seg_tiles *tiles, int clip, uint16_t *tables),         \
         (values, tiles, clip, tables))                                                        \
  KERNEL(void, seg_clahe_apply_u16,                                                            \
         (uint16_t *values, const seg_tiles *tiles, const uint16_t *tables),                   \
         (values, tiles, tables))                                                              \
  KERNEL(void, seg_lab_to_rgb_u16,                                                             \
         (const uint16_t *l, const uint16_t *a, const uint16_t *b, size_t pixels, const        \
          int32_t *samples, uint16_t *rgb),                                                    \
         (l, a, b, pixels, samples, rgb))                                                      \
  KERNEL(void, seg_lab_from_rgb_u8,                                                            \
         (const uint8_t *rgb, size_t pixels, const int32_t *linear, const int32_t *curve,      \
          uint8_t *l, uint8_t *a, uint8_t *b),                                                 \
         (rgb, pixels, linear, curve, l, a, b))                                                \
  KERNEL(void, seg_lab_from_rgb_u16,                                                           \
         (const uint16_t *rgb, size_t pixels, const float *linear, uint16_t *l, uint16_t *a,   \
          uint16_t *b),                                                                        \
         (rgb, pixels, linear, l, a, b))                                                       \
  KERNEL(void, seg_shift_hsv_u8,                                                               \
         (uint8_t *rgb, size_t pixels, int hue, int saturation, int value),                    \
         (rgb, pixels, hue, saturation, value))                                                \
  KERNEL(void, seg_shift_hsv_u16,                                                              \
         (uint16_t *rgb, size_t pixels, float hue, int saturation, int value),                 \
         (rgb, pixels, hue, saturation, value))                                                \
  KERNEL(void, seg_lightness_sums_u8,                                                          \
         (const uint8_t *rgb, size_t pixels, uint64_t *sum, uint64_t *squares),                \
         (rgb, pixels, sum, squares))                                                          \
  KERNEL(void, seg_lightness_sums_u16,                                                         \
         (const uint16_t *rgb, size_t pixels, uint64_t *sum, uint64_t *squares),               \
         (rgb, pixels, sum, squares))                                                          \
  KERNEL(void, seg_iso_noise_u8,                                                               \
         (uint8_t * rgb, size_t pixels, const float *turn, float scale, const float *lift),    \
         (rgb, pixels, turn, scale, lift))                                                     \
  KERNEL(void, seg_iso_noise_u16,                                                              \
         (uint16_t * rgb, size_t pixels, const float *turn, float scale, const float *lift),   \
         (rgb, pixels, turn, scale, lift))                                                     \
  KERNEL(void, seg_jpeg_u8,                                                                    \
         (uint8_t * pixels, size_t height, size_t width, size_t channels, const float *luma,   \
          const float *chroma, uint8_t *work),                                                 \
         (pixels, height, width, channels, luma, chroma, work))

#define SEG_FIRST_TIER(...) (int tier, SEG_STRIP __VA_ARGS__)
#define SEG_STRIP(...) __VA_ARGS__
#define SEG_DECLARE(RESULT, NAME, PARAMETERS, ARGUMENTS) \
  RESULT NAME##_on_tier SEG_FIRST_TIER(PARAMETERS);
SEG_TIER_KERNELS(SEG_DECLARE)
#undef SEG_DECLARE
