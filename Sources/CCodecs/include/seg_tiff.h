#pragma once

#include "seg_codec_log.h"

typedef struct seg_tiff_reader seg_tiff_reader;

typedef struct {
  uint32_t width, height;
  uint16_t bits, samples, extra_samples;
  // 1 unsigned, 2 signed, 3 float; others are not read.
  uint16_t sample_format;
  uint16_t photometric, planar, compression;
  // Strips and tiles alike: the size of a block, and its bytes when decoded.
  bool tiled;
  uint32_t block_width, block_height, blocks;
  uint64_t block_bytes;
  // Bytes of one row of a block.
  uint64_t block_row_bytes;
} seg_tiff_page;

// Reads the header only. NULL when it cannot be read (the log says why) or memory ran out.
// `max_memory` bounds a single allocation: check the directory before it is read.
seg_tiff_reader *seg_tiff_open(
    const uint8_t *bytes, size_t count, size_t max_memory, seg_codec_log *log);
void seg_tiff_close(seg_tiff_reader *reader);

// Goes to the page whose directory lies at the offset `directory`, and describes it.
int seg_tiff_read_page(seg_tiff_reader *reader, uint64_t directory, seg_tiff_page *page);

// Points at the colour map: `1 << bits` values each of red, green and blue, which live until the
// next page is read. False without one.
bool seg_tiff_palette(
    seg_tiff_reader *reader, const uint16_t **red, const uint16_t **green, const uint16_t **blue);

// Decodes one strip or tile into at most `size` bytes, samples wider than 8 bits in the order of
// the machine. `*count` bytes were decoded; 0 after an error, though `bytes` may hold parts.
int seg_tiff_read_block(
    seg_tiff_reader *reader, uint32_t block, uint8_t *bytes, size_t size, size_t *count);

typedef struct seg_tiff_writer seg_tiff_writer;

seg_tiff_writer *seg_tiff_writer_new(seg_codec_log *log);
void seg_tiff_writer_free(seg_tiff_writer *writer);

// Adds a page of 1 (gray), 3 (RGB) or 4 (RGBA) channels of 8 or 16 bits, packed tightly, deflated.
int seg_tiff_write_page(
    seg_tiff_writer *writer, const uint8_t *pixels, uint32_t width, uint32_t height,
    uint16_t channels, uint16_t bits, uint16_t predictor, uint16_t page, uint16_t pages);

// Ends the file, after all pages were written. The bytes live until the writer is freed.
void seg_tiff_finish(seg_tiff_writer *writer, const uint8_t **bytes, size_t *count);
