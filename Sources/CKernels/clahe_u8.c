// CLAHE of 8-bit pictures.
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint8_t
#define LEVELS 256
#define NAME(kernel) kernel##_u8
#include "clahe_body.h"

// Within a part of the picture the four tables are the same: with their entries side by side, a
// pixel costs one look-up.
SEG_CLONES void seg_clahe_apply_u8(uint8_t *values, const seg_tiles *tiles, const uint8_t *tables) {
  size_t across = tiles->tiles_across;
  for (size_t top = 0, bottom; top < tiles->height; top = bottom) {
    between_u8 rows = tiles_at_u8(top, tiles->tile_height, tiles->tiles_down);
    for (bottom = top + 1; bottom < tiles->height; bottom++) {
      between_u8 next = tiles_at_u8(bottom, tiles->tile_height, tiles->tiles_down);
      if (next.first != rows.first || next.second != rows.second) break;
    }
    for (size_t left = 0, right; left < tiles->width; left = right) {
      between_u8 columns = tiles_at_u8(left, tiles->tile_width, across);
      for (right = left + 1; right < tiles->width; right++) {
        between_u8 next = tiles_at_u8(right, tiles->tile_width, across);
        if (next.first != columns.first || next.second != columns.second) break;
      }
      const uint8_t *corners[4] = {
          tables + (rows.first * across + columns.first) * 256,
          tables + (rows.first * across + columns.second) * 256,
          tables + (rows.second * across + columns.first) * 256,
          tables + (rows.second * across + columns.second) * 256};
      uint32_t entries[256];
      for (int k = 0; k < 256; k++)
        entries[k] = corners[0][k] | (uint32_t)corners[1][k] << 8 | (uint32_t)corners[2][k] << 16 |
                     (uint32_t)corners[3][k] << 24;
      for (size_t y = top; y < bottom; y++) {
        float down = tiles_at_u8(y, tiles->tile_height, tiles->tiles_down).weight;
        uint8_t *row = values + y * tiles->width;
        for (size_t x = left; x < right; x++) {
          float weight = tiles_at_u8(x, tiles->tile_width, across).weight;
          uint32_t four = entries[row[x]];
          float corner[4] = {
              (float)(int32_t)(four & 255), (float)(int32_t)(four >> 8 & 255),
              (float)(int32_t)(four >> 16 & 255), (float)(int32_t)(four >> 24)};
          row[x] = mixed_u8(corner, weight, down);
        }
      }
    }
  }
}
