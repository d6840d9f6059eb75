#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "seg_tiff.h"

struct seg_tiff_writer {
  TIFF *tiff;
  uint8_t *bytes;
  uint64_t count, capacity, offset;
  seg_codec_log *log;
};

static int keep_error(
    TIFF *tiff, void *log, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)module;
  char text[240];
  vsnprintf(text, sizeof text, format, arguments);
  seg_codec_log_set_error(log, text);
  return 1;
}

static int ignore_warning(
    TIFF *tiff, void *log, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)log;
  (void)module;
  (void)format;
  (void)arguments;
  return 1;
}

static tmsize_t take(thandle_t handle, void *buffer, tmsize_t size) {
  seg_tiff_writer *writer = handle;
  if (size <= 0 || writer->offset >= writer->count) return 0;
  uint64_t left = writer->count - writer->offset;
  uint64_t taken = (uint64_t)size < left ? (uint64_t)size : left;
  memcpy(buffer, writer->bytes + writer->offset, taken);
  writer->offset += taken;
  return (tmsize_t)taken;
}

static tmsize_t put(thandle_t handle, void *buffer, tmsize_t size) {
  seg_tiff_writer *writer = handle;
  if (size <= 0) return 0;
  uint64_t end = writer->offset + (uint64_t)size;
  if (end > writer->capacity) {
    uint64_t capacity = writer->capacity * 2 > end ? writer->capacity * 2 : end + 4096;
    uint8_t *larger = realloc(writer->bytes, capacity);
    if (!larger) return -1;
    writer->bytes = larger;
    writer->capacity = capacity;
  }
  if (writer->offset > writer->count) {
    memset(writer->bytes + writer->count, 0, writer->offset - writer->count);
  }
  memcpy(writer->bytes + writer->offset, buffer, (size_t)size);
  writer->offset = end;
  if (end > writer->count) writer->count = end;
  return size;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  seg_tiff_writer *writer = handle;
  if (whence == SEEK_CUR) offset += writer->offset;
  if (whence == SEEK_END) offset += writer->count;
  writer->offset = offset;
  return offset;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((seg_tiff_writer *)handle)->count; }

seg_tiff_writer *seg_tiff_writer_new(seg_codec_log *log) {
  seg_tiff_writer *writer = calloc(1, sizeof *writer);
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (writer && options) {
    writer->log = log;
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_error, log);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, log);
    // "l": little endian on every machine.
    writer->tiff = TIFFClientOpenExt(
        "", "wlm", writer, take, put, seek, close_nothing, size_of, NULL, NULL, options);
  }
  if (options) TIFFOpenOptionsFree(options);
  if (writer && !writer->tiff) {
    free(writer->bytes);
    free(writer);
    writer = NULL;
  }
  return writer;
}

void seg_tiff_writer_free(seg_tiff_writer *writer) {
  if (writer->tiff) TIFFClose(writer->tiff);
  free(writer->bytes);
  free(writer);
}

int seg_tiff_write_page(
    seg_tiff_writer *writer, const uint8_t *pixels, uint32_t width, uint32_t height,
    uint16_t channels, uint16_t bits, uint16_t predictor, uint16_t page, uint16_t pages) {
  TIFF *tiff = writer->tiff;
  size_t row_bytes = (size_t)width * channels * (bits / 8);
  // Strips of about 64 KB.
  uint32_t rows = row_bytes < 65536 ? (uint32_t)(65536 / row_bytes) : 1;
  if (rows > height) rows = height;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(
      tiff, TIFFTAG_PHOTOMETRIC, channels >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  if (channels == 2 || channels == 4) {
    uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  }
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, predictor);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
  if (pages > 1) {
    TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
    TIFFSetField(tiff, TIFFTAG_PAGENUMBER, page, pages);
  }
  uint8_t *strip = malloc(row_bytes * rows);
  if (!strip) return SEG_CODEC_OUT_OF_MEMORY;
  int status = SEG_CODEC_DONE;
  for (uint32_t row = 0, index = 0; row < height; row += rows, index++) {
    uint32_t count = height - row < rows ? height - row : rows;
    // libtiff's predictor works in place.
    memcpy(strip, pixels + row * row_bytes, count * row_bytes);
    if (TIFFWriteEncodedStrip(tiff, index, strip, (tmsize_t)(count * row_bytes)) < 0) {
      status = SEG_CODEC_OUT_OF_MEMORY;
      break;
    }
  }
  free(strip);
  if (status == SEG_CODEC_DONE && !TIFFWriteDirectory(tiff)) status = SEG_CODEC_OUT_OF_MEMORY;
  return status;
}

int seg_tiff_finish(seg_tiff_writer *writer, const uint8_t **bytes, size_t *count) {
  TIFFClose(writer->tiff);
  writer->tiff = NULL;
  *bytes = writer->bytes;
  *count = writer->count;
  return SEG_CODEC_DONE;
}
