// The colour kernels for one sample type. Wants SAMPLE, BOUND, NAME(kernel), TO_UNIT(v) = v / BOUND
// correctly rounded, and FROM_UNIT(v), which cuts v * (BOUND + 0.999) to a sample.
//
// Products and sums are rounded one by one, in torchvision's order: no tier may fuse them.

#define INLINE static inline __attribute__((always_inline))

enum { NAME(BLOCK) = 64 };  // pixels taken apart at a time

INLINE float NAME(clamp)(float v) { return v < 0 ? 0 : v > BOUND ? BOUND : v; }

INLINE SAMPLE NAME(gray)(SAMPLE r, SAMPLE g, SAMPLE b) {
  return (SAMPLE)(int32_t)(0.2989f * (float)r + 0.587f * (float)g + 0.114f * (float)b);
}

SEG_CLONES void NAME(seg_scale)(SAMPLE *values, size_t count, float factor, float addend) {
  if (factor < 0 || addend < -2e9f) {
    for (size_t i = 0; i < count; i++)
      values[i] = (SAMPLE)(int32_t)NAME(clamp)((float)values[i] * factor + addend);
    return;
  }
  // What is negative still fits an integer, where cutting at 0 costs less.
  for (size_t i = 0; i < count; i++) {
    float v = (float)values[i] * factor + addend;
    int32_t cut = (int32_t)(v < BOUND ? v : BOUND);
    values[i] = (SAMPLE)(cut < 0 ? 0 : cut);
  }
}

SEG_CLONES uint64_t NAME(seg_sum)(const SAMPLE *values, size_t count) {
  uint64_t total = 0;
  for (size_t start = 0; start < count; start += 1 << 15) {
    size_t end = start + (1 << 15) < count ? start + (1 << 15) : count;
    uint32_t sum = 0;
    for (size_t i = start; i < end; i++) sum += values[i];
    total += sum;
  }
  return total;
}

INLINE void NAME(take_apart)(
    const SAMPLE *rgb, SAMPLE r[NAME(BLOCK)], SAMPLE g[NAME(BLOCK)], SAMPLE b[NAME(BLOCK)]) {
  for (int i = 0; i < NAME(BLOCK); i++) {
    r[i] = rgb[3 * i];
    g[i] = rgb[3 * i + 1];
    b[i] = rgb[3 * i + 2];
  }
}

INLINE void NAME(put_together)(
    SAMPLE *rgb, const SAMPLE r[NAME(BLOCK)], const SAMPLE g[NAME(BLOCK)],
    const SAMPLE b[NAME(BLOCK)]) {
  for (int i = 0; i < NAME(BLOCK); i++) {
    rgb[3 * i] = r[i];
    rgb[3 * i + 1] = g[i];
    rgb[3 * i + 2] = b[i];
  }
}

SEG_CLONES uint64_t NAME(seg_gray_sum)(const SAMPLE *rgb, size_t pixels) {
  uint64_t total = 0;
  size_t i = 0;
  for (; i + NAME(BLOCK) <= pixels; i += NAME(BLOCK)) {
    SAMPLE r[NAME(BLOCK)], g[NAME(BLOCK)], b[NAME(BLOCK)];
    NAME(take_apart)(rgb + 3 * i, r, g, b);
    uint32_t sum = 0;
    for (int j = 0; j < NAME(BLOCK); j++) sum += NAME(gray)(r[j], g[j], b[j]);
    total += sum;
  }
  for (; i < pixels; i++) total += NAME(gray)(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
  return total;
}

INLINE void NAME(saturate_block)(SAMPLE *rgb, float factor, float rest) {
  SAMPLE r[NAME(BLOCK)], g[NAME(BLOCK)], b[NAME(BLOCK)];
  NAME(take_apart)(rgb, r, g, b);
  for (int j = 0; j < NAME(BLOCK); j++) {
    float gray = (float)NAME(gray)(r[j], g[j], b[j]) * rest;
    r[j] = (SAMPLE)(int32_t)NAME(clamp)((float)r[j] * factor + gray);
    g[j] = (SAMPLE)(int32_t)NAME(clamp)((float)g[j] * factor + gray);
    b[j] = (SAMPLE)(int32_t)NAME(clamp)((float)b[j] * factor + gray);
  }
  NAME(put_together)(rgb, r, g, b);
}

SEG_CLONES void NAME(seg_saturate)(SAMPLE *rgb, size_t pixels, float factor, float rest) {
  size_t i = 0;
  for (; i + NAME(BLOCK) <= pixels; i += NAME(BLOCK))
    NAME(saturate_block)(rgb + 3 * i, factor, rest);
  if (i < pixels) {
    SAMPLE last[3 * NAME(BLOCK)] = {0};
    memcpy(last, rgb + 3 * i, 3 * (pixels - i) * sizeof *rgb);
    NAME(saturate_block)(last, factor, rest);
    memcpy(rgb + 3 * i, last, 3 * (pixels - i) * sizeof *rgb);
  }
}

INLINE void NAME(hue_block)(SAMPLE *rgb, float shift) {
  SAMPLE red[NAME(BLOCK)], green[NAME(BLOCK)], blue[NAME(BLOCK)];
  NAME(take_apart)(rgb, red, green, blue);
  for (int j = 0; j < NAME(BLOCK); j++) {
    float r = TO_UNIT((float)red[j]), g = TO_UNIT((float)green[j]), b = TO_UNIT((float)blue[j]);
    float v = r > g ? r : g, least = r < g ? r : g;
    v = v > b ? v : b;
    least = least < b ? least : b;
    float range = v - least;
    float divisor = range == 0 ? 1 : range;
    float s = range / (range == 0 ? 1 : v);
    // The distances of the other two channels from the greatest, in units of the range.
    int is_r = v == r, is_g = v == g;
    float next = (v - (is_r ? b : is_g ? r : g)) / divisor;
    float previous = (v - (is_r ? g : is_g ? b : r)) / divisor;
    float h = (is_r ? 0.0f : is_g ? 2.0f : 4.0f) + next - previous;
    // h / 6 + 1 and h + shift stay within (-1, 3): taking a turn off is what fmod and % 1 do there.
    h = h / 6.0f + 1.0f;
    h = h >= 1 ? h - 1 : h;
    h = h + shift;
    h = h < 0 ? h + 1 : h >= 1 ? h - 1 : h;
    float sixth = h * 6.0f;
    int32_t i = (int32_t)sixth;  // 0...6, and 6 is 0 again
    float f = sixth - (float)i;
    float p = v * (1.0f - s);
    float q = v * (1.0f - s * f);
    float t = v * (1.0f - s * (1.0f - f));
    i = i == 6 ? 0 : i;
    float r2 = i == 0 || i == 5 ? v : i == 1 ? q : i == 4 ? t : p;
    float g2 = i == 1 || i == 2 ? v : i == 0 ? t : i == 3 ? q : p;
    float b2 = i == 3 || i == 4 ? v : i == 2 ? t : i == 5 ? q : p;
    red[j] = FROM_UNIT(r2);
    green[j] = FROM_UNIT(g2);
    blue[j] = FROM_UNIT(b2);
  }
  NAME(put_together)(rgb, red, green, blue);
}

SEG_CLONES void NAME(seg_shift_hue)(SAMPLE *rgb, size_t pixels, float shift) {
  size_t i = 0;
  for (; i + NAME(BLOCK) <= pixels; i += NAME(BLOCK)) NAME(hue_block)(rgb + 3 * i, shift);
  if (i < pixels) {
    SAMPLE last[3 * NAME(BLOCK)] = {0};
    memcpy(last, rgb + 3 * i, 3 * (pixels - i) * sizeof *rgb);
    NAME(hue_block)(last, shift);
    memcpy(rgb + 3 * i, last, 3 * (pixels - i) * sizeof *rgb);
  }
}

#undef INLINE
