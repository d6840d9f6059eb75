// Mirroring of rows. Widths are in pixels; one unit is one pixel of 1, 2, 3, 4, 6 or 8 bytes.
#pragma once
#include <stddef.h>
#include <stdint.h>

// to[y][x] = from[y][width - 1 - x]; any pixel size. The arrays do not overlap.
void seg_flip_rows(
    const uint8_t *from, uint8_t *to, size_t height, size_t width, size_t pixel_bytes);
