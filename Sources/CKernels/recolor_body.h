// The kernels of seg_recolor.h for one sample type. Wants SAMPLE, BOUND, BLOCK_SUM, NAME(kernel) and
// TO_UNIT(v) = v / BOUND correctly rounded.

#define INLINE static inline __attribute__((always_inline))

INLINE float NAME(clamped)(float v) { return v < 0 ? 0 : v > BOUND ? BOUND : v; }

INLINE SAMPLE NAME(gray)(const SAMPLE *rgb) {
  return (SAMPLE)(int32_t)(
      0.2989f * (float)rgb[0] + 0.587f * (float)rgb[1] + 0.114f * (float)rgb[2]);
}

SEG_CLONES void NAME(seg_to_gray)(SAMPLE *rgb, size_t pixels) {
  size_t i = 0;
  for (; i + 64 <= pixels; i += 64) {
    SAMPLE gray[64];
    for (int j = 0; j < 64; j++) gray[j] = NAME(gray)(rgb + 3 * (i + j));
    for (int j = 0; j < 64; j++)
      for (int c = 0; c < 3; c++) rgb[3 * (i + j) + c] = gray[j];
  }
  for (; i < pixels; i++) {
    SAMPLE gray = NAME(gray)(rgb + 3 * i);
    for (int c = 0; c < 3; c++) rgb[3 * i + c] = gray;
  }
}

SEG_CLONES void NAME(seg_sharpen_row)(
    const SAMPLE *above, const SAMPLE *row, const SAMPLE *below, SAMPLE *restrict to, size_t count,
    size_t channels, float factor, float rest) {
  memcpy(to, row, channels * sizeof *row);
  for (size_t i = channels; i + channels < count; i++) {
    size_t l = i - channels, r = i + channels;
    // 13 never leaves a half, so adding 6 rounds as float32 does.
    uint32_t sum = (uint32_t)above[l] + above[i] + above[r] + row[l] + 5u * row[i] + row[r] +
                   below[l] + below[i] + below[r];
    float blurred = (float)(int32_t)((sum + 6u) / 13u);
    to[i] = (SAMPLE)(int32_t)NAME(clamped)((float)row[i] * factor + blurred * rest);
  }
  memcpy(to + count - channels, row + count - channels, channels * sizeof *row);
}

enum { NAME(LANES) = 192 };  // a multiple of 1, 2, 3, 4, 6, 8, 12 and 16 channels

SEG_CLONES void NAME(seg_extremes)(
    const SAMPLE *values, size_t pixels, size_t channels, SAMPLE *least, SAMPLE *greatest) {
  size_t count = pixels * channels, i = 0;
  if (NAME(LANES) % channels == 0 && count >= NAME(LANES)) {
    SAMPLE low[NAME(LANES)], high[NAME(LANES)];
    memcpy(low, values, sizeof low);
    memcpy(high, values, sizeof high);
    for (i = NAME(LANES); i + NAME(LANES) <= count; i += NAME(LANES)) {
      for (int lane = 0; lane < NAME(LANES); lane++) {
        SAMPLE v = values[i + lane];
        low[lane] = v < low[lane] ? v : low[lane];
        high[lane] = v > high[lane] ? v : high[lane];
      }
    }
    for (int lane = 0; lane < NAME(LANES); lane++) {
      size_t c = lane % channels;
      least[c] = low[lane] < least[c] ? low[lane] : least[c];
      greatest[c] = high[lane] > greatest[c] ? high[lane] : greatest[c];
    }
  }
  for (; i < count; i++) {
    size_t c = i % channels;
    least[c] = values[i] < least[c] ? values[i] : least[c];
    greatest[c] = values[i] > greatest[c] ? values[i] : greatest[c];
  }
}

SEG_CLONES void NAME(seg_normalize)(
    const SAMPLE *values, size_t pixels, size_t channels, const float *means,
    const float *deviations, float *to) {
  size_t count = pixels * channels, i = 0;
  if (48 % channels == 0) {
    float mean[48], deviation[48];
    for (size_t lane = 0; lane < 48; lane++) {
      mean[lane] = means[lane % channels];
      deviation[lane] = deviations[lane % channels];
    }
    for (; i + 48 <= count; i += 48)
      for (int lane = 0; lane < 48; lane++)
        to[i + lane] = (TO_UNIT((float)values[i + lane]) - mean[lane]) / deviation[lane];
  }
  for (; i < count; i++)
    to[i] = (TO_UNIT((float)values[i]) - means[i % channels]) / deviations[i % channels];
}

#undef INLINE
