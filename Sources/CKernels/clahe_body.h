// The kernels of seg_clahe.h for one sample type. Wants SAMPLE, LEVELS and NAME(kernel).

#define INLINE static inline __attribute__((always_inline))

// Rounded half to even: the sum has no bits for a fraction.
INLINE int32_t NAME(rounded)(float v) { return (int32_t)((v + 0x1.8p23f) - 0x1.8p23f); }

INLINE int32_t NAME(level)(float v) {
  return NAME(rounded)(v < 0 ? 0 : v > LEVELS - 1 ? LEVELS - 1 : v);
}

// Mirrored at the last pixel, which is not repeated.
INLINE size_t NAME(mirrored)(size_t i, size_t length) {
  if (i < length) return i;
  if (length == 1) return 0;
  size_t at = i % (2 * (length - 1));
  return at < length ? at : 2 * (length - 1) - at;
}

static void NAME(count_tile)(
    const SAMPLE *values, const seg_tiles *tiles, size_t top, size_t left, int32_t *counts) {
  memset(counts, 0, LEVELS * sizeof *counts);
  size_t inside = left < tiles->width ? tiles->width - left : 0;
  if (inside > tiles->tile_width) inside = tiles->tile_width;
  for (size_t y = top; y < top + tiles->tile_height; y++) {
    const SAMPLE *row = values + NAME(mirrored)(y, tiles->height) * tiles->width;
    for (size_t x = left; x < left + inside; x++) counts[row[x]]++;
    for (size_t x = left + inside; x < left + tiles->tile_width; x++)
      counts[row[NAME(mirrored)(x, tiles->width)]]++;
  }
}

static void NAME(clip_counts)(int32_t *counts, int clip) {
  int32_t clipped = 0;
  for (int32_t k = 0; k < LEVELS; k++) {
    int32_t above = counts[k] > clip ? counts[k] - clip : 0;
    clipped += above;
    counts[k] -= above;
  }
  int32_t each = clipped / LEVELS, rest = clipped - each * LEVELS;
  for (int32_t k = 0; k < LEVELS; k++) counts[k] += each;
  if (rest == 0) return;
  int32_t step = LEVELS / rest > 1 ? LEVELS / rest : 1;
  for (int32_t k = 0; k < LEVELS && rest > 0; k += step, rest--) counts[k]++;
}

SEG_CLONES void NAME(seg_clahe_tables)(
    const SAMPLE *values, const seg_tiles *tiles, int clip, SAMPLE *tables) {
  static _Thread_local int32_t counts[LEVELS];
  float scale = (float)(LEVELS - 1) / (float)(tiles->tile_height * tiles->tile_width);
  for (size_t ty = 0; ty < tiles->tiles_down; ty++) {
    for (size_t tx = 0; tx < tiles->tiles_across; tx++) {
      NAME(count_tile)(values, tiles, ty * tiles->tile_height, tx * tiles->tile_width, counts);
      if (clip > 0) NAME(clip_counts)(counts, clip);
      SAMPLE *table = tables + (ty * tiles->tiles_across + tx) * LEVELS;
      int32_t sum = 0;
      for (int32_t k = 0; k < LEVELS; k++) {
        sum += counts[k];
        table[k] = (SAMPLE)NAME(level)((float)sum * scale);
      }
    }
  }
}

// The tiles on both sides of a pixel's centre, and the weight of the second.
typedef struct {
  size_t first, second;
  float weight;
} NAME(between);

INLINE NAME(between) NAME(tiles_at)(size_t i, size_t length, size_t count) {
  float at = (float)i * (1.0f / (float)length) - 0.5f;
  int32_t first = (int32_t)floorf(at);
  int32_t last = (int32_t)count - 1;
  NAME(between) result = {
      (size_t)(first < 0 ? 0 : first), (size_t)(first + 1 > last ? last : first + 1),
      at - (float)first};
  return result;
}

INLINE SAMPLE NAME(mixed)(
    const float entries[4], float across, float down) {
  float rest = 1.0f - across;
  float above = entries[0] * rest + entries[1] * across;
  float below = entries[2] * rest + entries[3] * across;
  return (SAMPLE)NAME(level)(above * (1.0f - down) + below * down);
}

#undef INLINE
