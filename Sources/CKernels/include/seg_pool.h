// Max pooling 2×2, stride 2, and its inverse: one row of pooled pixels at a time.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "seg_channels.h"

// Which of the four values was the largest, 2 bits each: for sixteen channels the low bits, then
// the high bits. Bit 0: right column, bit 1: lower row.
static inline size_t seg_pool_index_words(size_t channels) { return (channels + 15) / 16 * 2; }

// One row of `width` pooled pixels from two rows of 2·width pixels. The first largest wins; of
// NaN, the last.
void seg_max_pool_row(const float *upper, const float *lower, size_t width, size_t channels,
                      seg_promise promise, float *out, uint16_t *index);

// Writes each value to its place, 0 to the three others.
void seg_unpool_row(const float *values, const uint16_t *index, size_t width, size_t channels,
                    float *upper, float *lower);

// Takes each value from its place.
void seg_gather_row(const float *upper, const float *lower, const uint16_t *index, size_t width,
                    size_t channels, float *out);
