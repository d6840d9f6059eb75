#pragma once

#include "seg_codec_log.h"

typedef struct seg_png_reader seg_png_reader;

typedef struct {
  uint32_t width, height;
  // Bits a sample, and the colour type of IHDR (0 gray, 2 RGB, 3 palette, 4 gray + alpha, 6 RGBA).
  uint8_t bit_depth, color_type;
  bool interlaced;
} seg_png_header;

typedef struct {
  // Samples a pixel and bits a sample (8, or 16 in the order of the machine) of the rows read.
  uint32_t channels, bits;
  size_t row_bytes;
} seg_png_layout;

// NULL when memory ran out. With `strict`, a wrong checksum of a critical chunk is an error.
seg_png_reader *seg_png_open(const uint8_t *bytes, size_t count, bool strict, seg_codec_log *log);
void seg_png_close(seg_png_reader *reader);

// All before the first pixel. Nothing that depends on the size of the picture is allocated.
int seg_png_read_header(seg_png_reader *reader, seg_png_header *header);

// Copies up to 256 RGB triples; returns how many there are, 0 without a palette. After the header.
int seg_png_palette(const seg_png_reader *reader, uint8_t *rgb);

// Begins decoding. `raw`: the samples as stored, small ones one to a byte, palette indices, alpha.
// Otherwise the picture: palettes and small gray samples expanded to 8 bits, alpha dropped.
int seg_png_start(seg_png_reader *reader, bool raw, seg_png_layout *layout);

// Reads all rows into `height * row_bytes` bytes. After an error `rows` are complete (interlaced
// pictures: 0, though the buffer may hold parts).
int seg_png_read(seg_png_reader *reader, uint8_t *pixels, uint32_t *rows);

typedef struct {
  uint32_t width, height;
  uint8_t bit_depth, color_type;
  // zlib's, 0...9.
  int level;
  // Chooses a filter for each row, as suits photographs; otherwise none, as suits label maps.
  bool filtered;
  const uint8_t *palette;
  int palette_count;
} seg_png_format;

// Encodes rows packed tightly, 16-bit samples in the order of the machine. The caller frees
// `*output`.
int seg_png_encode(
    const uint8_t *pixels, const seg_png_format *format, uint8_t **output, size_t *count,
    seg_codec_log *log);
