#pragma once

#include "seg_codec_log.h"

typedef struct seg_jpeg_reader seg_jpeg_reader;

typedef struct {
  uint32_t width, height;
  // 1 gray, 3 RGB, 4 CMYK after decoding; 0 when the colour space is not known.
  uint32_t channels;
  // What all coefficients take, which are kept when a file has several scans; 0 for one scan.
  uint64_t coefficient_bytes;
} seg_jpeg_header;

// NULL when memory ran out. With `strict`, data that end early or make no sense, a missing scan and
// more than 64 extraneous bytes are an error at the first such place; otherwise a warning.
seg_jpeg_reader *seg_jpeg_open(
    const uint8_t *bytes, size_t count, bool strict, size_t max_memory, seg_codec_log *log);
void seg_jpeg_close(seg_jpeg_reader *reader);

int seg_jpeg_read_header(seg_jpeg_reader *reader, seg_jpeg_header *header);

// The contents of the first APP1 marker that begins with "Exif\0\0", those six bytes left out; NULL
// when there is none. After the header, until close.
const uint8_t *seg_jpeg_exif(const seg_jpeg_reader *reader, size_t *count);

// Begins decoding at 1/denominator of the size (1, 2, 4 or 8).
int seg_jpeg_start(seg_jpeg_reader *reader, unsigned denominator, seg_jpeg_header *output);

// Reads all rows, tightly packed. After an error `rows` are complete.
int seg_jpeg_read(seg_jpeg_reader *reader, uint8_t *pixels, size_t row_bytes, uint32_t *rows);

// Encodes 1 (gray) or 3 (RGB) channels; 4:2:0, quality 1...100. The caller frees `*output`.
int seg_jpeg_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int quality,
    uint8_t **output, size_t *count, seg_codec_log *log);
