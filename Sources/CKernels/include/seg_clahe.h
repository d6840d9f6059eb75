// Contrast limited adaptive histogram equalization (Zuiderveld 1994) as OpenCV does it.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The picture is [height, width]; what its tiles of [tile_height, tile_width] lack is mirrored.
typedef struct {
  size_t height, width;
  size_t tiles_down, tiles_across;
  size_t tile_height, tile_width;
} seg_tiles;

// tables: [tiles_down, tiles_across, 256 or 65536]. A count above `clip` is spread over all values; 0
// means no limit.
void seg_clahe_tables_u8(const uint8_t *values, const seg_tiles *tiles, int clip, uint8_t *tables);
void seg_clahe_tables_u16(
    const uint16_t *values, const seg_tiles *tiles, int clip, uint16_t *tables);

// Every sample by the tables of the four tiles around it, interpolated, in place.
void seg_clahe_apply_u8(uint8_t *values, const seg_tiles *tiles, const uint8_t *tables);
void seg_clahe_apply_u16(uint16_t *values, const seg_tiles *tiles, const uint16_t *tables);
