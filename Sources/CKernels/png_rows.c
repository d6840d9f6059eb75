// Filtered rows of a PNG, as they come out of the compression, to samples.
#include <string.h>

#include "dispatch.h"
#include "seg_unfilter.h"

#define INLINE static inline __attribute__((always_inline))

size_t seg_png_row_bytes(const seg_png_rows *rows) {
  return (rows->width * rows->channels * rows->bits + 7) / 8;
}

// The leftmost pixel lies in the highest bits.
INLINE void unpack_bits(
    const uint8_t *from, uint8_t *to, size_t count, unsigned bits, unsigned scale) {
  const unsigned each = 8 / bits, mask = (1u << bits) - 1;
  size_t i = 0;
  for (; i + each <= count; i += each, from++) {
    for (unsigned k = 0; k < each; k++)
      to[i + k] = (uint8_t)(((*from >> (8 - bits * (k + 1))) & mask) * scale);
  }
  for (unsigned k = 0; i < count; i++, k++)
    to[i] = (uint8_t)(((*from >> (8 - bits * (k + 1))) & mask) * scale);
}

static void unpack(
    const uint8_t *from, uint8_t *to, size_t count, unsigned bits, bool scales) {
  switch (bits) {
    case 1: unpack_bits(from, to, count, 1, scales ? 255 : 1); return;
    case 2: unpack_bits(from, to, count, 2, scales ? 85 : 1); return;
    case 4: unpack_bits(from, to, count, 4, scales ? 17 : 1); return;
    default: memcpy(to, from, count);
  }
}

SEG_CLONES
uint8_t seg_highest_u8(const uint8_t *values, size_t count) {
  uint8_t highest = 0;
  for (size_t i = 0; i < count; i++) highest = values[i] > highest ? values[i] : highest;
  return highest;
}

INLINE void keep_pixels(
    const uint8_t *from, uint8_t *to, size_t pixels, size_t stored, size_t kept) {
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < kept; c++) to[kept * i + c] = from[stored * i + c];
}

SEG_CLONES
static void drop_alpha(const uint8_t *from, uint8_t *to, size_t pixels, unsigned channels) {
  if (channels == 2)
    keep_pixels(from, to, pixels, 2, 1);
  else
    keep_pixels(from, to, pixels, 4, 3);
}

INLINE void take_words(
    const uint8_t *from, uint16_t *to, size_t pixels, size_t stored, size_t kept) {
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < kept; c++) {
      const uint8_t *word = from + 2 * (stored * i + c);
      to[kept * i + c] = (uint16_t)(word[0] << 8 | word[1]);
    }
}

SEG_CLONES
static void words(
    const uint8_t *from, uint16_t *to, size_t pixels, unsigned channels, bool drops_alpha) {
  if (!drops_alpha)
    take_words(from, to, pixels * channels, 1, 1);
  else if (channels == 2)
    take_words(from, to, pixels, 2, 1);
  else
    take_words(from, to, pixels, 4, 3);
}

static void color(const uint8_t *indices, uint8_t *to, size_t pixels, const uint8_t *palette) {
  for (size_t i = 0; i < pixels; i++, to += 3) memcpy(to, palette + 3 * indices[i], 3);
}

size_t seg_png_out_bytes(const seg_png_rows *rows) {
  const size_t kept = rows->channels - (rows->drops_alpha ? 1 : 0);
  if (rows->samples == seg_png_colors) return rows->width * 3;
  return rows->width * kept * (rows->samples == seg_png_words ? 2 : 1);
}

bool seg_png_unfilter_rows(
    const uint8_t *filtered, const seg_png_rows *rows, uint8_t *to, uint8_t *work) {
  const size_t width = rows->width;
  const size_t row_bytes = seg_png_row_bytes(rows), out_bytes = seg_png_out_bytes(rows);
  const size_t pixel_bits = (size_t)rows->channels * rows->bits;
  const size_t pixel_bytes = pixel_bits < 8 ? 1 : pixel_bits / 8;
  const bool checks = rows->colors < 256 && rows->colors < 1u << rows->bits;
  const bool goes_straight = rows->samples == seg_png_as_stored && !rows->drops_alpha;

  // The row above the first is 0.
  memset(work, 0, 2 * row_bytes);
  uint8_t *staged = work + 2 * row_bytes;
  const uint8_t *above = work;
  for (size_t y = 0; y < rows->height; y++, filtered += 1 + row_bytes, to += out_bytes) {
    const unsigned filter = filtered[0];
    if (filter > 4) return false;
    uint8_t *row = goes_straight ? to : work + (y % 2 == 0 ? row_bytes : 0);
    // What is written may lie where the row stands now.
    memcpy(staged, filtered + 1, row_bytes);
    seg_png_unfilter(filter, pixel_bytes, staged, above, row, row_bytes);
    above = row;
    switch (rows->samples) {
      case seg_png_as_stored:
        if (rows->drops_alpha) drop_alpha(row, to, width, rows->channels);
        if (checks && seg_highest_u8(row, row_bytes) >= rows->colors) return false;
        break;
      case seg_png_words:
        words(row, (uint16_t *)to, width, rows->channels, rows->drops_alpha);
        break;
      case seg_png_unpacked:
        unpack(row, to, width, rows->bits, false);
        if (checks && seg_highest_u8(to, width) >= rows->colors) return false;
        break;
      case seg_png_unpacked_gray: unpack(row, to, width, rows->bits, true); break;
      case seg_png_colors: {
        uint8_t indices[256];
        for (size_t x = 0; x < width; x += sizeof indices) {
          const size_t count = width - x < sizeof indices ? width - x : sizeof indices;
          unpack(row + x * rows->bits / 8, indices, count, rows->bits, false);
          if (checks && seg_highest_u8(indices, count) >= rows->colors) return false;
          color(indices, to + 3 * x, count, rows->palette);
        }
        break;
      }
    }
  }
  return true;
}
