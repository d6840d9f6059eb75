#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "seg_tiff.h"

// More directories than any file of pages has; libtiff itself finds loops.
enum { MAX_DIRECTORIES = 65535 };

struct seg_tiff_reader {
  TIFF *tiff;
  const uint8_t *bytes;
  uint64_t count, offset;
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

static int keep_warning(
    TIFF *tiff, void *log, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)module;
  // Private tags are no fault.
  if (strncmp(format, "Unknown field with tag", 22) == 0) return 1;
  char text[240];
  vsnprintf(text, sizeof text, format, arguments);
  seg_codec_log_add_warning(log, text);
  return 1;
}

static tmsize_t take(thandle_t handle, void *buffer, tmsize_t size) {
  seg_tiff_reader *reader = handle;
  if (size <= 0 || reader->offset >= reader->count) return 0;
  uint64_t left = reader->count - reader->offset;
  uint64_t taken = (uint64_t)size < left ? (uint64_t)size : left;
  memcpy(buffer, reader->bytes + reader->offset, taken);
  reader->offset += taken;
  return (tmsize_t)taken;
}

static tmsize_t put(thandle_t handle, void *buffer, tmsize_t size) {
  (void)handle;
  (void)buffer;
  (void)size;
  return -1;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  seg_tiff_reader *reader = handle;
  if (whence == SEEK_CUR) offset += reader->offset;
  if (whence == SEEK_END) offset += reader->count;
  reader->offset = offset;
  return offset;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((seg_tiff_reader *)handle)->count; }

seg_tiff_reader *seg_tiff_open(
    const uint8_t *bytes, size_t count, size_t max_memory, seg_codec_log *log) {
  seg_tiff_reader *reader = calloc(1, sizeof *reader);
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (reader && options) {
    reader->bytes = bytes;
    reader->count = count;
    reader->log = log;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)max_memory);
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_error, log);
    TIFFOpenOptionsSetWarningHandlerExtR(options, keep_warning, log);
    // "m": no memory mapping.
    reader->tiff = TIFFClientOpenExt(
        "", "rm", reader, take, put, seek, close_nothing, size_of, NULL, NULL, options);
  }
  if (options) TIFFOpenOptionsFree(options);
  if (reader && !reader->tiff) {
    free(reader);
    reader = NULL;
  }
  return reader;
}

void seg_tiff_close(seg_tiff_reader *reader) {
  TIFFClose(reader->tiff);
  free(reader);
}

int seg_tiff_pages(seg_tiff_reader *reader, uint32_t wanted, uint32_t *pages, bool *found) {
  TIFF *tiff = reader->tiff;
  tdir_t directory = 0;
  *pages = 0;
  *found = false;
  for (unsigned index = 0; index < MAX_DIRECTORIES; index++) {
    uint32_t kind = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    // A file of nothing but a reduced picture has that one page.
    if (index == 0 || !(kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK))) {
      if (*pages == wanted) {
        *found = true;
        directory = (tdir_t)index;
      }
      ++*pages;
    }
    if (TIFFLastDirectory(tiff) || !TIFFReadDirectory(tiff)) break;
  }
  if (!*found || TIFFCurrentDirectory(tiff) == directory) return SEG_CODEC_DONE;
  return TIFFSetDirectory(tiff, directory) ? SEG_CODEC_DONE : SEG_CODEC_DAMAGED;
}

static bool is_read(uint16_t compression) {
  switch (compression) {
  case COMPRESSION_NONE:
  case COMPRESSION_CCITTRLE:
  case COMPRESSION_CCITTFAX3:
  case COMPRESSION_CCITTFAX4:
  case COMPRESSION_LZW:
  case COMPRESSION_JPEG:
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
  case COMPRESSION_PACKBITS:
  case COMPRESSION_ZSTD:
    return TIFFIsCODECConfigured(compression);
  default:
    return false;
  }
}

int seg_tiff_read_page(seg_tiff_reader *reader, seg_tiff_page *page) {
  TIFF *tiff = reader->tiff;
  memset(page, 0, sizeof *page);
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page->width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page->height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page->sample_format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &page->planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &page->compression);
  uint16_t *extra = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &page->extra_samples, &extra);
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &page->photometric)) {
    page->photometric = page->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  }
  page->directory = TIFFCurrentDirOffset(tiff);
  if (!is_read(page->compression)) {
    char text[64];
    snprintf(text, sizeof text, "compression %u", page->compression);
    seg_codec_log_set_error(reader->log, text);
    return SEG_CODEC_UNSUPPORTED;
  }
  if (page->photometric == PHOTOMETRIC_YCBCR && page->compression == COMPRESSION_JPEG) {
    // libjpeg converts.
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    page->photometric = PHOTOMETRIC_RGB;
  }
  page->tiled = TIFFIsTiled(tiff);
  page->block_width = page->width;
  if (page->tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &page->block_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &page->block_height);
    page->blocks = TIFFNumberOfTiles(tiff);
    page->block_bytes = TIFFTileSize64(tiff);
    page->block_row_bytes = TIFFTileRowSize64(tiff);
  } else {
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &page->block_height);
    if (page->block_height > page->height) page->block_height = page->height;
    page->blocks = TIFFNumberOfStrips(tiff);
    page->block_bytes = TIFFStripSize64(tiff);
    page->block_row_bytes = TIFFScanlineSize64(tiff);
  }
  return SEG_CODEC_DONE;
}

bool seg_tiff_palette(
    seg_tiff_reader *reader, const uint16_t **red, const uint16_t **green, const uint16_t **blue) {
  uint16_t *colors[3];
  if (!TIFFGetField(reader->tiff, TIFFTAG_COLORMAP, &colors[0], &colors[1], &colors[2])) {
    return false;
  }
  *red = colors[0];
  *green = colors[1];
  *blue = colors[2];
  return true;
}

int seg_tiff_read_block(
    seg_tiff_reader *reader, uint32_t block, uint8_t *bytes, size_t size, size_t *count) {
  tmsize_t decoded = TIFFIsTiled(reader->tiff)
                         ? TIFFReadEncodedTile(reader->tiff, block, bytes, (tmsize_t)size)
                         : TIFFReadEncodedStrip(reader->tiff, block, bytes, (tmsize_t)size);
  *count = decoded > 0 ? (size_t)decoded : 0;
  return decoded < 0 ? SEG_CODEC_DAMAGED : SEG_CODEC_DONE;
}
