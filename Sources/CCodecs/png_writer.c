#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
#include <zlib.h>

#include "seg_png.h"

typedef struct {
  seg_codec_log *log;
  uint8_t *bytes;
  size_t count, capacity;
} sink;

static void leave(png_structp png, png_const_charp text) {
  sink *self = png_get_error_ptr(png);
  seg_codec_log_set_error(self->log, text);
  png_longjmp(png, 1);
}

static void note(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void put(png_structp png, png_bytep bytes, size_t count) {
  sink *self = png_get_io_ptr(png);
  if (self->capacity - self->count < count) {
    size_t capacity = self->capacity * 2 > self->count + count ? self->capacity * 2
                                                               : self->count + count + 4096;
    uint8_t *larger = realloc(self->bytes, capacity);
    if (!larger) png_error(png, "out of memory");
    self->bytes = larger;
    self->capacity = capacity;
  }
  memcpy(self->bytes + self->count, bytes, count);
  self->count += count;
}

static void flush(png_structp png) { (void)png; }

int seg_png_encode(
    const uint8_t *pixels, const seg_png_format *format, uint8_t **output, size_t *count,
    seg_codec_log *log) {
  // On the heap: its fields must keep their values across the jump.
  sink *self = calloc(1, sizeof *self);
  if (!self) return SEG_CODEC_OUT_OF_MEMORY;
  self->log = log;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, self, leave, note);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(self->bytes);
    free(self);
    return SEG_CODEC_OUT_OF_MEMORY;
  }
  png_set_write_fn(png, self, put, flush);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_compression_level(png, format->level);
  png_set_filter(
      png, PNG_FILTER_TYPE_BASE, format->filtered ? PNG_ALL_FILTERS : PNG_FILTER_VALUE_NONE);
  png_set_compression_strategy(png, format->filtered ? Z_FILTERED : Z_DEFAULT_STRATEGY);
  png_set_IHDR(
      png, info, format->width, format->height, format->bit_depth, format->color_type,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  if (format->color_type == PNG_COLOR_TYPE_PALETTE) {
    png_color colors[256];
    for (int index = 0; index < format->palette_count && index < 256; index++) {
      const uint8_t *rgb = format->palette + 3 * index;
      colors[index] = (png_color){rgb[0], rgb[1], rgb[2]};
    }
    png_set_PLTE(png, info, colors, format->palette_count);
    // The caller's indices are written as they are; a palette need not name each.
    png_set_check_for_invalid_index(png, 0);
  }
  png_write_info(png, info);
  const uint16_t one = 1;
  if (*(const uint8_t *)&one == 1) png_set_swap(png);
  png_size_t row_bytes = png_get_rowbytes(png, info);
  for (png_uint_32 row = 0; row < format->height; row++) {
    png_write_row(png, pixels + row * row_bytes);
  }
  png_write_end(png, NULL);
  *output = self->bytes;
  *count = self->count;
  png_destroy_write_struct(&png, &info);
  free(self);
  return SEG_CODEC_DONE;
}
