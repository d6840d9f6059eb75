// Medians for one sample type. Wants SAMPLE, BITS and NAME.

enum { NAME(BLOCK) = 64 };

// The two in order, lane by lane.
INLINE void NAME(sort)(SAMPLE *a, SAMPLE *b) {
  for (int j = 0; j < NAME(BLOCK); j++) {
    SAMPLE low = a[j] < b[j] ? a[j] : b[j], high = a[j] < b[j] ? b[j] : a[j];
    a[j] = low;
    b[j] = high;
  }
}

// Exchanges that leave the median in the middle (Paeth 1990; Devillard 1998).
INLINE void NAME(median_3)(
    const SAMPLE *from, size_t row, size_t channels, SAMPLE to[NAME(BLOCK)]) {
  static const uint8_t exchanges[][2] = {
      {1, 2}, {4, 5}, {7, 8}, {0, 1}, {3, 4}, {6, 7}, {1, 2}, {4, 5}, {7, 8}, {0, 3},
      {5, 8}, {4, 7}, {3, 6}, {1, 4}, {2, 5}, {4, 7}, {4, 2}, {6, 4}, {4, 2}};
  SAMPLE v[9][NAME(BLOCK)];
#pragma clang loop unroll(full)
  for (int k = 0; k < 9; k++)
    memcpy(v[k], from + (size_t)(k / 3) * row + (size_t)(k % 3) * channels, sizeof v[k]);
#pragma clang loop unroll(full)
  for (int e = 0; e < 19; e++) NAME(sort)(v[exchanges[e][0]], v[exchanges[e][1]]);
  memcpy(to, v[4], sizeof v[4]);
}

INLINE void NAME(median_5)(
    const SAMPLE *from, size_t row, size_t channels, SAMPLE to[NAME(BLOCK)]) {
  static const uint8_t exchanges[][2] = {
      {0, 1},   {3, 4},   {2, 4},   {2, 3},   {6, 7},   {5, 7},   {5, 6},   {9, 10},  {8, 10},
      {8, 9},   {12, 13}, {11, 13}, {11, 12}, {15, 16}, {14, 16}, {14, 15}, {18, 19}, {17, 19},
      {17, 18}, {21, 22}, {20, 22}, {20, 21}, {23, 24}, {2, 5},   {3, 6},   {0, 6},   {0, 3},
      {4, 7},   {1, 7},   {1, 4},   {11, 14}, {8, 14},  {8, 11},  {12, 15}, {9, 15},  {9, 12},
      {13, 16}, {10, 16}, {10, 13}, {20, 23}, {17, 23}, {17, 20}, {21, 24}, {18, 24}, {18, 21},
      {19, 22}, {8, 17},  {9, 18},  {0, 18},  {0, 9},   {10, 19}, {1, 19},  {1, 10},  {11, 20},
      {2, 20},  {2, 11},  {12, 21}, {3, 21},  {3, 12},  {13, 22}, {4, 22},  {4, 13},  {14, 23},
      {5, 23},  {5, 14},  {15, 24}, {6, 24},  {6, 15},  {7, 16},  {7, 19},  {13, 21}, {15, 23},
      {7, 13},  {7, 15},  {1, 9},   {3, 11},  {5, 17},  {11, 17}, {9, 17},  {4, 10},  {6, 12},
      {7, 14},  {4, 6},   {4, 7},   {12, 14}, {10, 14}, {6, 7},   {10, 12}, {6, 10},  {6, 17},
      {12, 17}, {7, 17},  {7, 10},  {12, 18}, {7, 12},  {10, 18}, {12, 20}, {10, 20}, {10, 12}};
  SAMPLE v[25][NAME(BLOCK)];
#pragma clang loop unroll(full)
  for (int k = 0; k < 25; k++)
    memcpy(v[k], from + (size_t)(k / 5) * row + (size_t)(k % 5) * channels, sizeof v[k]);
#pragma clang loop unroll(full)
  for (int e = 0; e < 99; e++) NAME(sort)(v[exchanges[e][0]], v[exchanges[e][1]]);
  memcpy(to, v[12], sizeof v[12]);
}

typedef SAMPLE NAME(lanes) __attribute__((vector_size(NAME(BLOCK) * sizeof(SAMPLE)),
                                          aligned(sizeof(SAMPLE))));

// From the top bit down: a bit is set when at most half of the values are less than what that makes.
// Counts of a row fit a sample; a true comparison is -1.
INLINE void NAME(median_any)(
    const SAMPLE *from, size_t row, size_t channels, size_t side, SAMPLE to[NAME(BLOCK)]) {
  typedef uint16_t counts __attribute__((vector_size(NAME(BLOCK) * 2)));
  NAME(lanes) found = {0};
  uint16_t half = (uint16_t)(side * side / 2);
  for (int bit = BITS - 1; bit >= 0; bit--) {
    NAME(lanes) tried = found | (SAMPLE)(1 << bit);
    counts less = {0};
    for (size_t y = 0; y < side; y++) {
      NAME(lanes) less_in_row = {0};
      for (size_t x = 0; x < side; x++)
        less_in_row -= (NAME(lanes))(*(const NAME(lanes) *)(from + y * row + x * channels) < tried);
      less += __builtin_convertvector(less_in_row, counts);
    }
    NAME(lanes) kept = __builtin_convertvector(less <= half, NAME(lanes));
    found |= kept & (SAMPLE)(1 << bit);
  }
  memcpy(to, &found, sizeof found);
}

INLINE void NAME(median_block)(
    const SAMPLE *from, size_t row, size_t channels, size_t radius, SAMPLE to[NAME(BLOCK)]) {
  if (radius == 1) NAME(median_3)(from, row, channels, to);
  else if (radius == 2) NAME(median_5)(from, row, channels, to);
  else NAME(median_any)(from, row, channels, 2 * radius + 1, to);
}

SEG_CLONES void NAME(seg_median)(
    const SAMPLE *from, size_t height, size_t width, size_t channels, SAMPLE *to,
    size_t radius) {
  size_t samples = width * channels, row = (width + 2 * radius) * channels;
  for (size_t y = 0; y < height; y++, from += row, to += samples)
    for (size_t i = 0; i < samples; i += NAME(BLOCK)) {
      SAMPLE block[NAME(BLOCK)];
      NAME(median_block)(from + i, row, channels, radius, block);
      size_t count = samples - i < NAME(BLOCK) ? samples - i : NAME(BLOCK);
      memcpy(to + i, block, count * sizeof *to);
    }
}

#undef SAMPLE
#undef BITS
#undef NAME
