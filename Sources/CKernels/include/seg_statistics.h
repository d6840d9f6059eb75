// Sums over pixels, for the statistics of a data set.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Values are dealt to SEG_SUM_LANES lanes in turn: 48 is a multiple of 1, 2, 3 and 4 channels, so that
// each lane belongs to one channel.
#define SEG_SUM_LANES 48

// Adds to each lane the sum and the sum of squares of its values.
void seg_lane_sums_u8(const uint8_t *values, size_t count, uint64_t *sums, uint64_t *squares);
void seg_lane_sums_u16(const uint16_t *values, size_t count, uint64_t *sums, uint64_t *squares);

// Adds to counts[v] how often v occurs; 256 counts.
void seg_histogram_u8(const uint8_t *values, size_t count, uint64_t *counts);
