#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seg_tiff.h"
#include "tiff_memory.h"

struct seg_tiff_reader {
  TIFF *tiff;
  seg_tiff_memory file;
  seg_codec_log *log;
};

seg_tiff_reader *seg_tiff_open(
    const uint8_t *bytes, size_t count, size_t max_memory, seg_codec_log *log) {
  seg_tiff_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->file.bytes = bytes;
  reader->file.count = count;
  reader->log = log;
  // "h": no directory yet; "m": no memory mapping.
  reader->tiff = seg_tiff_memory_open(&reader->file, "rhm", max_memory, log);
  if (!reader->tiff) {
    free(reader);
    return NULL;
  }
  return reader;
}

void seg_tiff_close(seg_tiff_reader *reader) {
  TIFFClose(reader->tiff);
  free(reader);
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

int seg_tiff_read_page(seg_tiff_reader *reader, uint64_t directory, seg_tiff_page *page) {
  TIFF *tiff = reader->tiff;
  memset(page, 0, sizeof *page);
  seg_codec_log_set_error(reader->log, "");
  if (!TIFFSetSubDirectory(tiff, directory)) return SEG_CODEC_DAMAGED;
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
  seg_codec_log_set_error(reader->log, "");
  tmsize_t decoded = TIFFIsTiled(reader->tiff)
                         ? TIFFReadEncodedTile(reader->tiff, block, bytes, (tmsize_t)size)
                         : TIFFReadEncodedStrip(reader->tiff, block, bytes, (tmsize_t)size);
  *count = decoded > 0 ? (size_t)decoded : 0;
  return decoded < 0 ? SEG_CODEC_DAMAGED : SEG_CODEC_DONE;
}
