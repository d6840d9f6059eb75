// Random numbers by position: Philox4x32-7 (Salmon and others 2011, "Parallel random numbers: as easy
// as 1, 2, 3"), so that number i of a seed is the same wherever and however much of it is made.
//
// Numbers come in blocks of 64. Number 64·b + 16·w + l, with w < 4 and l < 16, is word w of the
// generator's output for key = seed and counter = 16·b + l.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { SEG_NOISE_BLOCK = 64 };

// The words of `blocks` blocks from block `first` on.
void seg_random_words(uint64_t seed, uint64_t first, size_t blocks, uint32_t *to);

// Standard normal numbers by Box and Muller, in float32 with polynomials in place of log, cos and sin:
// words w = 0 and 1 give numbers 0 (cos) and 1 (sin), words 2 and 3 numbers 2 and 3. At most 5.77 off 0.
void seg_random_normals(uint64_t seed, uint64_t first, size_t blocks, float *to);

// value + (noise · scale + offset), rounded half up and clamped.
void seg_add_noise_u8(
    uint8_t *values, size_t count, const float *noise, float scale, float offset);
void seg_add_noise_u16(
    uint16_t *values, size_t count, const float *noise, float scale, float offset);

// value · (noise · scale + offset), rounded half up and clamped.
void seg_multiply_noise_u8(
    uint8_t *values, size_t count, const float *noise, float scale, float offset);
void seg_multiply_noise_u16(
    uint16_t *values, size_t count, const float *noise, float scale, float offset);
