// CLAHE of 16-bit pictures.
#include <math.h>
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint16_t
#define LEVELS 65536
#define NAME(kernel) kernel##_u16
#include "clahe_body.h"

SEG_CLONES void seg_clahe_apply_u16(
    uint16_t *values, const seg_tiles *tiles, const uint16_t *tables) {
  size_t across = tiles->tiles_across;
  for (size_t y = 0; y < tiles->height; y++) {
    between_u16 rows = tiles_at_u16(y, tiles->tile_height, tiles->tiles_down);
    for (size_t x = 0; x < tiles->width; x++) {
      between_u16 columns = tiles_at_u16(x, tiles->tile_width, across);
      uint16_t *value = values + y * tiles->width + x;
      float corner[4] = {
          (float)tables[(rows.first * across + columns.first) * 65536 + *value],
          (float)tables[(rows.first * across + columns.second) * 65536 + *value],
          (float)tables[(rows.second * across + columns.first) * 65536 + *value],
          (float)tables[(rows.second * across + columns.second) * 65536 + *value]};
      *value = mixed_u16(corner, columns.weight, rows.weight);
    }
  }
}
