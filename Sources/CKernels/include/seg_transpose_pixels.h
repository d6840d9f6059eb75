// Exchange of rows and columns: the quarter turns, and mirroring across the diagonals.
#pragma once
#include <stddef.h>
#include <stdint.h>

// to[x][y] = from[y][x] for y < height, x < width. Pitches are bytes from one row to the next and may
// be negative, from the last row on: that mirrors. A pixel is any number of bytes. The arrays do not
// overlap.
void seg_transpose_pixels(
    const uint8_t *from, ptrdiff_t from_pitch, uint8_t *to, ptrdiff_t to_pitch, size_t height,
    size_t width, size_t pixel_bytes);
