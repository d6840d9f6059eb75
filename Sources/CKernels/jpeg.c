// What a JPEG file does to a picture.
#include "CKernels.h"
#include "jpeg_blocks.h"

// Planes are whole numbers of 16 x 16 samples, so that two blocks fit side by side.
INLINE size_t padded(size_t edge) { return (edge + 15) / 16 * 16; }

// Luma, two planes of chroma, four lines twice as long as theirs, and one of 16 bits.
size_t seg_jpeg_work(size_t height, size_t width) {
  size_t half = padded((width + 1) / 2);
  return padded(height) * padded(width) + 2 * padded((height + 1) / 2) * half + 12 * half;
}

// Repeats the last column and the last row up to the end of the plane.
INLINE void repeat_edges(uint8_t *plane, size_t height, size_t width) {
  size_t line = padded(width);
  for (size_t y = 0; y < height; y++)
    memset(plane + y * line + width, plane[y * line + width - 1], line - width);
  for (size_t y = height; y < padded(height); y++)
    memcpy(plane + y * line, plane + (height - 1) * line, line);
}

// A plane whose edges are filled.
INLINE void degrade_plane(uint8_t *plane, size_t height, size_t width, const float *steps) {
  float table[128];
  for (int u = 0; u < 8; u++)
    for (int lane = 0; lane < 16; lane++) table[16 * u + lane] = steps[lane % 8 * 8 + u];
  size_t line = padded(width);
  for (size_t y = 0; y < height; y += 8)
    for (size_t x = 0; x < width; x += 16) degrade_blocks(plane + y * line + x, line, table);
}

INLINE void separate_row(
    const uint8_t *pixels, size_t width, size_t channels, uint8_t *luma, uint8_t *blue,
    uint8_t *red) {
  for (size_t x = 0; x < width; x++) {
    float r = pixels[x * channels], g = pixels[x * channels + 1], b = pixels[x * channels + 2];
    luma[x] = (uint8_t)(int32_t)(0.299f * r + 0.587f * g + 0.114f * b + 0.5f);
    // At most 255.5, which is cut to 255.
    blue[x] = (uint8_t)(int32_t)(128.49999f - 0.168735892f * r - 0.331264108f * g + 0.5f * b);
    red[x] = (uint8_t)(int32_t)(128.49999f + 0.5f * r - 0.418687589f * g - 0.081312411f * b);
  }
}

// Means of 2 x 2 samples; halves are rounded down and up in turn, so that the mean stays.
INLINE void halve(const uint8_t *first, const uint8_t *second, size_t half, uint8_t *to) {
  for (size_t x = 0; x < half; x++)
    to[x] = (uint8_t)((first[2 * x] + first[2 * x + 1] + second[2 * x] + second[2 * x + 1] + 1 +
                       (int)(x & 1)) >> 2);
}

// One row of full width from the two nearest rows of half the width.
INLINE void double_row(
    const uint8_t *near, const uint8_t *far, size_t half, uint16_t *sums, uint8_t *to) {
  // sums[0] and the last stand for what lies beyond the edges.
  for (size_t x = 0; x < half; x++) sums[x + 1] = (uint16_t)(3 * near[x] + far[x]);
  sums[0] = sums[1];
  sums[half + 1] = sums[half];
  for (size_t x = 0; x < half; x++) {
    to[2 * x] = (uint8_t)((3 * sums[x + 1] + sums[x] + 8) >> 4);
    to[2 * x + 1] = (uint8_t)((3 * sums[x + 1] + sums[x + 2] + 7) >> 4);
  }
}

INLINE uint8_t to_byte(float v) {
  v = v < 0 ? 0 : v > 255.0f ? 255.0f : v;
  return (uint8_t)(int32_t)(v + 0.5f);
}

INLINE void join_row(
    const uint8_t *luma, const uint8_t *blue, const uint8_t *red, size_t width, size_t channels,
    uint8_t *pixels) {
  for (size_t x = 0; x < width; x++) {
    float y = luma[x], b = (float)blue[x] - 128.0f, r = (float)red[x] - 128.0f;
    pixels[x * channels] = to_byte(y + 1.402f * r);
    pixels[x * channels + 1] = to_byte(y - 0.344136286f * b - 0.714136286f * r);
    pixels[x * channels + 2] = to_byte(y + 1.772f * b);
  }
}

INLINE void degrade_color(
    uint8_t *pixels, size_t height, size_t width, size_t channels, const float *luma_steps,
    const float *chroma_steps, uint8_t *work) {
  size_t line = padded(width), half_height = (height + 1) / 2, half_width = (width + 1) / 2;
  size_t half = padded(half_width), row = width * channels;
  uint8_t *luma = work, *blue = luma + padded(height) * line;
  uint8_t *red = blue + padded(half_height) * half, *lines = red + padded(half_height) * half;
  // As libjpeg does: the last column is repeated before chroma is halved, the last row of chroma after.
  size_t wide = 2 * half;
  for (size_t y = 0; y < 2 * half_height; y++) {
    uint8_t *last = lines + y % 2 * 2 * wide;
    if (y < height)
      separate_row(pixels + y * row, width, channels, luma + y * line, last, last + wide);
    else
      memcpy(last, lines, 2 * wide);
    memset(last + width, last[width - 1], wide - width);
    memset(last + wide + width, last[wide + width - 1], wide - width);
    if (y % 2 == 0) continue;
    halve(lines, lines + 2 * wide, half, blue + y / 2 * half);
    halve(lines + wide, lines + 3 * wide, half, red + y / 2 * half);
  }
  for (size_t y = half_height; y < padded(half_height); y++) {
    memcpy(blue + y * half, blue + (half_height - 1) * half, half);
    memcpy(red + y * half, red + (half_height - 1) * half, half);
  }
  repeat_edges(luma, height, width);
  degrade_plane(luma, height, width, luma_steps);
  degrade_plane(blue, half_height, half_width, chroma_steps);
  degrade_plane(red, half_height, half_width, chroma_steps);
  uint8_t *wide_blue = lines, *wide_red = lines + 2 * half;
  uint16_t *sums = (uint16_t *)(lines + 4 * half);
  for (size_t y = 0; y < height; y++) {
    size_t near = y / 2, far = y % 2 == 0 ? (near == 0 ? 0 : near - 1) : near + 1;
    if (far >= half_height) far = half_height - 1;
    double_row(blue + near * half, blue + far * half, half_width, sums, wide_blue);
    double_row(red + near * half, red + far * half, half_width, sums, wide_red);
    join_row(luma + y * line, wide_blue, wide_red, width, channels, pixels + y * row);
  }
}

SEG_CLONES void seg_jpeg_u8(
    uint8_t *pixels, size_t height, size_t width, size_t channels, const float *luma,
    const float *chroma, uint8_t *work) {
  if (channels == 3) {
    degrade_color(pixels, height, width, 3, luma, chroma, work);
  } else if (channels == 4) {
    degrade_color(pixels, height, width, 4, luma, chroma, work);
  } else {
    size_t line = padded(width), samples = height * width;
    for (size_t i = 0; i < samples; i++) work[i / width * line + i % width] = pixels[i * channels];
    repeat_edges(work, height, width);
    degrade_plane(work, height, width, luma);
    for (size_t i = 0; i < samples; i++) pixels[i * channels] = work[i / width * line + i % width];
  }
}
