// The kernels of CKernels at a chosen instruction set, past the loader's choice. Tier 0 is the
// baseline, 1 is x86-64-v3, 2 is x86-64-v4.
#pragma once
#include <stdbool.h>

#include "CKernels.h"

// True when this machine can run the tier; elsewhere than on x86-64 with glibc, only tier 0.
bool seg_has_tier(int tier);

#define SEG_TIER_KERNELS(KERNEL)                                                                 \
  KERNEL(void, seg_flip_rows,                                                                    \
         (const uint8_t *from, uint8_t *to, size_t height, size_t width, size_t pixel_bytes),    \
         (from, to, height, width, pixel_bytes))                                                 \
  KERNEL(void, seg_resize_taps_u8,                                                               \
         (const uint8_t *from, size_t width, size_t channels, uint8_t *to, const seg_taps *rows, \
          const seg_taps *columns, float scale, seg_rounding rounding, float *work),             \
         (from, width, channels, to, rows, columns, scale, rounding, work))                      \
  KERNEL(void, seg_resize_taps_u16,                                                              \
         (const uint16_t *from, size_t width, size_t channels, uint16_t *to,                     \
          const seg_taps *rows, const seg_taps *columns, float scale, seg_rounding rounding,     \
          float *work),                                                                          \
         (from, width, channels, to, rows, columns, scale, rounding, work))                      \
  KERNEL(void, seg_resize_linear_u8,                                                             \
         (const uint8_t *from, size_t height, size_t width, size_t channels, uint8_t *to,        \
          const seg_neighbours *rows, const seg_neighbours *columns, int32_t *work),             \
         (from, height, width, channels, to, rows, columns, work))                               \
  KERNEL(void, seg_scale_u8, (uint8_t * values, size_t count, float factor, float addend),       \
         (values, count, factor, addend))                                                        \
  KERNEL(void, seg_scale_u16, (uint16_t * values, size_t count, float factor, float addend),     \
         (values, count, factor, addend))                                                        \
  KERNEL(uint64_t, seg_sum_u8, (const uint8_t *values, size_t count), (values, count))           \
  KERNEL(uint64_t, seg_sum_u16, (const uint16_t *values, size_t count), (values, count))         \
  KERNEL(uint64_t, seg_gray_sum_u8, (const uint8_t *rgb, size_t pixels), (rgb, pixels))          \
  KERNEL(uint64_t, seg_gray_sum_u16, (const uint16_t *rgb, size_t pixels), (rgb, pixels))        \
  KERNEL(void, seg_saturate_u8, (uint8_t * rgb, size_t pixels, float factor, float rest),        \
         (rgb, pixels, factor, rest))                                                            \
  KERNEL(void, seg_saturate_u16, (uint16_t * rgb, size_t pixels, float factor, float rest),      \
         (rgb, pixels, factor, rest))                                                            \
  KERNEL(void, seg_shift_hue_u8, (uint8_t * rgb, size_t pixels, float shift),                    \
         (rgb, pixels, shift))                                                                   \
  KERNEL(void, seg_shift_hue_u16, (uint16_t * rgb, size_t pixels, float shift),                  \
         (rgb, pixels, shift))                                                                   \
  KERNEL(void, seg_lane_sums_u8,                                                                 \
         (const uint8_t *values, size_t count, uint64_t *sums, uint64_t *squares),               \
         (values, count, sums, squares))                                                         \
  KERNEL(void, seg_lane_sums_u16,                                                                \
         (const uint16_t *values, size_t count, uint64_t *sums, uint64_t *squares),              \
         (values, count, sums, squares))                                                         \
  KERNEL(void, seg_reorder_rgb_u8, (uint8_t *rgb, size_t pixels, int first, int second,          \
         int third), (rgb, pixels, first, second, third))                                        \
  KERNEL(void, seg_reorder_rgb_u16, (uint16_t *rgb, size_t pixels, int first, int second,        \
         int third), (rgb, pixels, first, second, third))                                        \
  KERNEL(void, seg_to_gray_u8, (uint8_t *rgb, size_t pixels), (rgb, pixels))                     \
  KERNEL(void, seg_sharpen_row_u8, (const uint8_t *above, const uint8_t *row, const              \
         uint8_t *below, uint8_t *to, size_t count, size_t channels, float factor,               \
         float rest), (above, row, below, to, count, channels, factor, rest))                    \
  KERNEL(void, seg_extremes_u8, (const uint8_t *values, size_t pixels, size_t channels,          \
         uint8_t *least, uint8_t *greatest), (values, pixels, channels, least,                   \
         greatest))                                                                              \
  KERNEL(void, seg_normalize_u8, (const uint8_t *values, size_t pixels, size_t channels,         \
         const float *means, const float *deviations, float *to), (values, pixels,               \
         channels, means, deviations, to))                                                       \
  KERNEL(void, seg_clahe_tables_u8, (const uint8_t *values, const seg_tiles *tiles, int          \
         clip, uint8_t *tables), (values, tiles, clip, tables))                                  \
  KERNEL(void, seg_clahe_apply_u8, (uint8_t *values, const seg_tiles *tiles, const               \
         uint8_t *tables), (values, tiles, tables))                                              \
  KERNEL(void, seg_lab_to_rgb_u8, (const uint8_t *l, const uint8_t *a, const uint8_t *b,         \
         size_t pixels, const int32_t *samples, uint8_t *rgb), (l, a, b, pixels,                 \
         samples, rgb))                                                                          \
  KERNEL(void, seg_to_gray_u16, (uint16_t *rgb, size_t pixels), (rgb, pixels))                   \
  KERNEL(void, seg_sharpen_row_u16, (const uint16_t *above, const uint16_t *row, const           \
         uint16_t *below, uint16_t *to, size_t count, size_t channels, float factor,             \
         float rest), (above, row, below, to, count, channels, factor, rest))                    \
  KERNEL(void, seg_extremes_u16, (const uint16_t *values, size_t pixels, size_t                  \
         channels, uint16_t *least, uint16_t *greatest), (values, pixels, channels,              \
         least, greatest))                                                                       \
  KERNEL(void, seg_normalize_u16, (const uint16_t *values, size_t pixels, size_t                 \
         channels, const float *means, const float *deviations, float *to), (values,             \
         pixels, channels, means, deviations, to))                                               \
  KERNEL(void, seg_clahe_tables_u16, (const uint16_t *values, const seg_tiles *tiles,            \
         int clip, uint16_t *tables), (values, tiles, clip, tables))                             \
  KERNEL(void, seg_clahe_apply_u16, (uint16_t *values, const seg_tiles *tiles, const             \
         uint16_t *tables), (values, tiles, tables))                                             \
  KERNEL(void, seg_lab_to_rgb_u16, (const uint16_t *l, const uint16_t *a, const uint16_t         \
         *b, size_t pixels, const int32_t *samples, uint16_t *rgb), (l, a, b, pixels,            \
         samples, rgb))                                                                          \
  KERNEL(void, seg_lab_from_rgb_u8, (const uint8_t *rgb, size_t pixels, const int32_t            \
         *linear, const int32_t *curve, uint8_t *l, uint8_t *a, uint8_t *b), (rgb,               \
         pixels, linear, curve, l, a, b))                                                        \
  KERNEL(void, seg_lab_from_rgb_u16, (const uint16_t *rgb, size_t pixels, const float            \
         *linear, uint16_t *l, uint16_t *a, uint16_t *b), (rgb, pixels, linear, l, a,            \
         b))                                                                                     \
  KERNEL(void, seg_shift_hsv_u8, (uint8_t *rgb, size_t pixels, int hue, int saturation,          \
         int value), (rgb, pixels, hue, saturation, value))                                      \
  KERNEL(void, seg_shift_hsv_u16, (uint16_t *rgb, size_t pixels, float hue, int                  \
         saturation, int value), (rgb, pixels, hue, saturation, value))

#define SEG_FIRST_TIER(...) (int tier, SEG_STRIP __VA_ARGS__)
#define SEG_STRIP(...) __VA_ARGS__
#define SEG_DECLARE(RESULT, NAME, PARAMETERS, ARGUMENTS) \
  RESULT NAME##_on_tier SEG_FIRST_TIER(PARAMETERS);
SEG_TIER_KERNELS(SEG_DECLARE)
#undef SEG_DECLARE
