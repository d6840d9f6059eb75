// Mirroring of rows: pixel x goes to width - 1 - x. A pixel is any number of bytes.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The arrays do not overlap.
void seg_flip_rows(
    const uint8_t *from, uint8_t *to, size_t height, size_t width, size_t pixel_bytes);
