// The filters of PNG, undone.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Undoes the filter of one row of `count` bytes: 0 none, 1 Sub, 2 Up, 3 Average, 4 Paeth.
//
// `pixel_bytes`: of a whole pixel, 1, 2, 3, 4, 6 or 8 (1 when a byte holds several pixels); `count` is
// a multiple of it. `above`: the row above, undone, or zeros. The three rows do not overlap.
void seg_png_unfilter(
    unsigned filter, size_t pixel_bytes, const uint8_t *from, const uint8_t *above, uint8_t *to,
    size_t count);

// How samples leave a row that is undone.
typedef enum {
  seg_png_as_stored,
  // 16 bits, from the order of the file (the highest byte first) to that of the machine.
  seg_png_words,
  // 1, 2 or 4 bits: one to a byte, unchanged.
  seg_png_unpacked,
  // 1, 2 or 4 bits of gray: one to a byte, scaled to 0...255.
  seg_png_unpacked_gray,
  // Indices of 1, 2, 4 or 8 bits: RGB from the palette.
  seg_png_colors,
} seg_png_samples;

typedef struct {
  size_t height, width;
  // As stored: samples a pixel, 1...4, and bits a sample, 1, 2, 4, 8 or 16.
  unsigned channels, bits;
  seg_png_samples samples;
  // With 2 or 4 channels of 8 or 16 bits: leaves out the last.
  bool drops_alpha;
  // RGB, 256 entries; for indices only.
  const uint8_t *palette;
  // The least index without a colour; for indices only, 256 when there is none.
  unsigned colors;
} seg_png_rows;

// The bytes of a filtered row without its filter byte.
size_t seg_png_row_bytes(const seg_png_rows *rows);

// The bytes of a row of samples.
size_t seg_png_out_bytes(const seg_png_rows *rows);

// Undoes the filters of all rows, each led by its filter byte, and gives the samples, packed tightly.
//
// `to` may be the memory that `filtered` lies in, when this ends where both the rows and the samples
// have room: no row is written over before it is read. Aligned for 16 bits where these are given.
// `work`: three rows of seg_png_row_bytes. False, with anything in `to`, when a filter is none of the
// five or an index has no colour.
bool seg_png_unfilter_rows(
    const uint8_t *filtered, const seg_png_rows *rows, uint8_t *to, uint8_t *work);

// 0 for none.
uint8_t seg_highest_u8(const uint8_t *values, size_t count);
