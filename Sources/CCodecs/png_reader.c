#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "seg_png.h"

struct seg_png_reader {
  png_structp png;
  png_infop info;
  const uint8_t *next, *end;
  seg_codec_log *log;
  bool out_of_memory, strict;
};

static void leave(png_structp png, png_const_charp text) {
  seg_png_reader *reader = png_get_error_ptr(png);
  seg_codec_log_set_error(reader->log, text);
  // libpng has no error codes.
  reader->out_of_memory = strstr(text, "memory") != NULL;
  png_longjmp(png, 1);
}

static void note(png_structp png, png_const_charp text) {
  seg_png_reader *reader = png_get_error_ptr(png);
  seg_codec_log_add_warning(reader->log, text);
}

static void take(png_structp png, png_bytep bytes, size_t count) {
  seg_png_reader *reader = png_get_io_ptr(png);
  if ((size_t)(reader->end - reader->next) < count) {
    png_error(png, "the data end too early");
  }
  memcpy(bytes, reader->next, count);
  reader->next += count;
}

// Masks must not be touched by them, pictures are not colour managed, alpha is dropped, and each is
// a chance to waste memory. The orientation (eXIf) is read elsewhere.
static const png_byte ignored[] =
    "bKGD\0cHRM\0cICP\0cLLI\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0mDCV\0oFFs\0pCAL\0pHYs\0"
    "sBIT\0sCAL\0sPLT\0sRGB\0sTER\0tEXt\0tIME\0tRNS\0zTXt";

seg_png_reader *seg_png_open(const uint8_t *bytes, size_t count, bool strict, seg_codec_log *log) {
  seg_png_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->next = bytes;
  reader->end = bytes + count;
  reader->log = log;
  reader->strict = strict;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, leave, note);
  if (!reader->png) {
    free(reader);
    return NULL;
  }
  if (setjmp(png_jmpbuf(reader->png))) {
    seg_png_close(reader);
    return NULL;
  }
  reader->info = png_create_info_struct(reader->png);
  if (!reader->info) {
    seg_png_close(reader);
    return NULL;
  }
  png_set_read_fn(reader->png, reader, take);
  // The caller checks the size with its own limits; a chunk cannot be larger than the file.
  png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(reader->png, count + 1);
  png_set_keep_unknown_chunks(
      reader->png, PNG_HANDLE_CHUNK_NEVER, ignored, (int)(sizeof ignored / 5));
  if (!strict) {
    png_set_crc_action(reader->png, PNG_CRC_WARN_USE, PNG_CRC_WARN_DISCARD);
    // Small helpings: the one that the data cannot fill is lost.
    png_set_compression_buffer_size(reader->png, 64);
  }
  return reader;
}

void seg_png_close(seg_png_reader *reader) {
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader);
}

static int failure(const seg_png_reader *reader) {
  return reader->out_of_memory ? SEG_CODEC_OUT_OF_MEMORY : SEG_CODEC_DAMAGED;
}

int seg_png_read_header(seg_png_reader *reader, seg_png_header *header) {
  seg_codec_log_set_error(reader->log, "");
  if (setjmp(png_jmpbuf(reader->png))) return failure(reader);
  png_read_info(reader->png, reader->info);
  header->width = png_get_image_width(reader->png, reader->info);
  header->height = png_get_image_height(reader->png, reader->info);
  header->bit_depth = png_get_bit_depth(reader->png, reader->info);
  header->color_type = png_get_color_type(reader->png, reader->info);
  header->interlaced =
      png_get_interlace_type(reader->png, reader->info) == PNG_INTERLACE_ADAM7;
  return SEG_CODEC_DONE;
}

int seg_png_palette(const seg_png_reader *reader, uint8_t *rgb) {
  png_colorp colors = NULL;
  int count = 0;
  if (!png_get_PLTE(reader->png, reader->info, &colors, &count)) return 0;
  for (int index = 0; index < count && index < 256; index++) {
    rgb[3 * index] = colors[index].red;
    rgb[3 * index + 1] = colors[index].green;
    rgb[3 * index + 2] = colors[index].blue;
  }
  return count < 256 ? count : 256;
}

int seg_png_start(seg_png_reader *reader, bool raw, seg_png_layout *layout) {
  png_structp png = reader->png;
  seg_codec_log_set_error(reader->log, "");
  if (setjmp(png_jmpbuf(png))) return failure(reader);
  png_set_packing(png);
  const uint16_t one = 1;
  if (*(const uint8_t *)&one == 1) png_set_swap(png);
  if (!raw) {
    png_set_expand(png);
    png_set_strip_alpha(png);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
  layout->channels = png_get_channels(png, reader->info);
  layout->bits = png_get_bit_depth(png, reader->info);
  // Small samples are one to a byte now, but libpng keeps the depth of the file in the header.
  if (layout->bits < 8) layout->bits = 8;
  layout->row_bytes = png_get_rowbytes(png, reader->info);
  return SEG_CODEC_DONE;
}

int seg_png_read(seg_png_reader *reader, uint8_t *pixels, uint32_t *rows) {
  png_structp png = reader->png;
  seg_codec_log_set_error(reader->log, "");
  *rows = 0;
  if (setjmp(png_jmpbuf(png))) return failure(reader);
  png_size_t row_bytes = png_get_rowbytes(png, reader->info);
  png_uint_32 height = png_get_image_height(png, reader->info);
  int passes = png_get_interlace_type(png, reader->info) == PNG_INTERLACE_ADAM7 ? 7 : 1;
  for (int pass = 0; pass < passes; pass++) {
    for (png_uint_32 row = 0; row < height; row++) {
      png_read_row(png, pixels + row * row_bytes, NULL);
      if (pass == passes - 1) *rows = row + 1;
    }
  }
  png_read_end(png, NULL);
  return SEG_CODEC_DONE;
}
