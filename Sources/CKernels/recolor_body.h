// The kernels of seg_recolor.h for one sample type. Wants SAMPLE, BOUND, NAME(kernel) and
// TO_UNIT(v) = v / BOUND correctly rounded.

#define INLINE static inline __attribute__((always_inline))

INLINE float NAME(clamped)(float v) { return v < 0 ? 0 : v > BOUND ? BOUND : v; }

INLINE SAMPLE NAME(gray)(SAMPLE r, SAMPLE g, SAMPLE b) {
  return (SAMPLE)(int32_t)(0.2989f * (float)r + 0.587f * (float)g + 0.114f * (float)b);
}

enum { NAME(PIXELS) = 64 };  // taken apart at a time

typedef struct {
  SAMPLE of[3][NAME(PIXELS)];
} NAME(planes);

INLINE void NAME(take_apart)(const SAMPLE *rgb, NAME(planes) *planes) {
  for (int i = 0; i < NAME(PIXELS); i++)
    for (int c = 0; c < 3; c++) planes->of[c][i] = rgb[3 * i + c];
}

INLINE void NAME(put_together)(
    SAMPLE *rgb, const SAMPLE *first, const SAMPLE *second, const SAMPLE *third) {
  for (int i = 0; i < NAME(PIXELS); i++) {
    rgb[3 * i] = first[i];
    rgb[3 * i + 1] = second[i];
    rgb[3 * i + 2] = third[i];
  }
}

SEG_CLONES void NAME(seg_to_gray)(SAMPLE *rgb, size_t pixels) {
  size_t i = 0;
  for (; i + NAME(PIXELS) <= pixels; i += NAME(PIXELS)) {
    NAME(planes) planes;
    SAMPLE gray[NAME(PIXELS)];
    NAME(take_apart)(rgb + 3 * i, &planes);
    for (int j = 0; j < NAME(PIXELS); j++)
      gray[j] = NAME(gray)(planes.of[0][j], planes.of[1][j], planes.of[2][j]);
    NAME(put_together)(rgb + 3 * i, gray, gray, gray);
  }
  for (; i < pixels; i++) {
    SAMPLE gray = NAME(gray)(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    for (int c = 0; c < 3; c++) rgb[3 * i + c] = gray;
  }
}

SEG_CLONES void NAME(seg_reorder_rgb)(
    SAMPLE *rgb, size_t pixels, int first, int second, int third) {
  size_t i = 0;
  for (; i + NAME(PIXELS) <= pixels; i += NAME(PIXELS)) {
    NAME(planes) planes;
    NAME(take_apart)(rgb + 3 * i, &planes);
    NAME(put_together)(rgb + 3 * i, planes.of[first], planes.of[second], planes.of[third]);
  }
  for (; i < pixels; i++) {
    SAMPLE pixel[3];
    memcpy(pixel, rgb + 3 * i, sizeof pixel);
    rgb[3 * i] = pixel[first];
    rgb[3 * i + 1] = pixel[second];
    rgb[3 * i + 2] = pixel[third];
  }
}

INLINE SAMPLE NAME(blended)(SAMPLE v, uint32_t blurred, float factor, float rest) {
  return (SAMPLE)(int32_t)NAME(clamped)((float)v * factor + (float)(int32_t)blurred * rest);
}

SEG_CLONES void NAME(seg_sharpen_row)(
    const SAMPLE *above, const SAMPLE *row, const SAMPLE *below, SAMPLE *restrict to, size_t count,
    size_t channels, float factor, float rest) {
  for (size_t i = 0; i < channels; i++) to[i] = NAME(blended)(row[i], row[i], factor, rest);
  for (size_t i = channels; i + channels < count; i++) {
    size_t l = i - channels, r = i + channels;
    // 13 never leaves a half, so adding 6 rounds as float32 does.
    uint32_t sum = (uint32_t)above[l] + above[i] + above[r] + row[l] + 5u * row[i] + row[r] +
                   below[l] + below[i] + below[r];
    to[i] = NAME(blended)(row[i], (sum + 6u) / 13u, factor, rest);
  }
  for (size_t i = count - channels < channels ? channels : count - channels; i < count; i++)
    to[i] = NAME(blended)(row[i], row[i], factor, rest);
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
