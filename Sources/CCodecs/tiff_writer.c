#include <stdlib.h>
#include <string.h>

#include "seg_tiff.h"
#include "tiff_memory.h"

struct seg_tiff_writer {
  TIFF *tiff;
  seg_tiff_memory file;
};

seg_tiff_writer *seg_tiff_writer_new(seg_codec_log *log) {
  seg_tiff_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return NULL;
  // "l": little endian on every machine.
  writer->tiff = seg_tiff_memory_open(&writer->file, "wlm", 0, log);
  if (!writer->tiff) {
    seg_tiff_memory_free(&writer->file);
    free(writer);
    return NULL;
  }
  return writer;
}

void seg_tiff_writer_free(seg_tiff_writer *writer) {
  if (writer->tiff) TIFFClose(writer->tiff);
  seg_tiff_memory_free(&writer->file);
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

void seg_tiff_finish(seg_tiff_writer *writer, const uint8_t **bytes, size_t *count) {
  TIFFClose(writer->tiff);
  writer->tiff = NULL;
  *bytes = writer->file.bytes;
  *count = writer->file.count;
}
