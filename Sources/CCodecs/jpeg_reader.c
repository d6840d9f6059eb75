#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "seg_jpeg.h"

// The most scans of a progressive file: what cjpeg can write. A file of many empty scans would keep
// the decoder busy for hours.
enum { MAX_SCANS = 100, ROWS_AT_ONCE = 8 };

struct seg_jpeg_reader {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  seg_codec_log *log;
  bool strict;
  int status;
};

static int status_of(int code) {
  switch (code) {
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE:
    return SEG_CODEC_OUT_OF_MEMORY;
  case JERR_ARITH_NOTIMPL:
  case JERR_BAD_PRECISION:
  case JERR_CCIR601_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_FRACT_SAMPLE_NOTIMPL:
  case JERR_NOT_COMPILED:
  case JERR_SOF_UNSUPPORTED:
    return SEG_CODEC_UNSUPPORTED;
  default:
    return SEG_CODEC_DAMAGED;
  }
}

static void leave(j_common_ptr jpeg) {
  seg_jpeg_reader *reader = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  seg_codec_log_set_error(reader->log, text);
  reader->status = status_of(jpeg->err->msg_code);
  longjmp(reader->escape, 1);
}

static bool is_damage(int code) {
  switch (code) {
  case JWRN_ARITH_BAD_CODE:
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_JPEG_EOF:
  case JWRN_MUST_RESYNC:
    return true;
  default:
    return false;
  }
}

static void note(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  seg_jpeg_reader *reader = jpeg->client_data;
  if (reader->strict && is_damage(jpeg->err->msg_code)) leave(jpeg);
  jpeg->err->num_warnings++;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  seg_codec_log_add_warning(reader->log, text);
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

static void count_scans(j_common_ptr jpeg) {
  seg_jpeg_reader *reader = jpeg->client_data;
  if (reader->jpeg.input_scan_number <= MAX_SCANS) return;
  seg_codec_log_set_error(reader->log, "more than 100 scans");
  reader->status = SEG_CODEC_UNSUPPORTED;
  longjmp(reader->escape, 1);
}

seg_jpeg_reader *seg_jpeg_open(
    const uint8_t *bytes, size_t count, bool strict, size_t max_memory, seg_codec_log *log) {
  seg_jpeg_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->log = log;
  reader->strict = strict;
  reader->jpeg.err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = leave;
  reader->errors.emit_message = note;
  reader->errors.output_message = print_nothing;
  reader->jpeg.client_data = reader;
  if (setjmp(reader->escape)) {
    seg_jpeg_close(reader);
    return NULL;
  }
  jpeg_create_decompress(&reader->jpeg);
  reader->progress.progress_monitor = count_scans;
  reader->jpeg.progress = &reader->progress;
  reader->jpeg.mem->max_memory_to_use = (long)max_memory;
  jpeg_save_markers(&reader->jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_mem_src(&reader->jpeg, bytes, count);
  return reader;
}

void seg_jpeg_close(seg_jpeg_reader *reader) {
  jpeg_destroy_decompress(&reader->jpeg);
  free(reader);
}

int seg_jpeg_read_header(seg_jpeg_reader *reader, seg_jpeg_header *header) {
  if (setjmp(reader->escape)) return reader->status;
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  jpeg_read_header(jpeg, TRUE);
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->has_adobe_marker = jpeg->saw_Adobe_marker;
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    header->channels = 1;
    break;
  case JCS_RGB:
  case JCS_YCbCr:
    header->channels = 3;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    header->channels = 4;
    break;
  default:
    header->channels = 0;
  }
  return SEG_CODEC_DONE;
}

const uint8_t *seg_jpeg_exif(const seg_jpeg_reader *reader, size_t *count) {
  for (jpeg_saved_marker_ptr marker = reader->jpeg.marker_list; marker; marker = marker->next) {
    if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 &&
        memcmp(marker->data, "Exif\0\0", 6) == 0) {
      *count = marker->data_length - 6;
      return marker->data + 6;
    }
  }
  return NULL;
}

int seg_jpeg_start(seg_jpeg_reader *reader, unsigned denominator, seg_jpeg_header *output) {
  if (setjmp(reader->escape)) return reader->status;
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  jpeg->scale_num = 1;
  jpeg->scale_denom = denominator;
  if (output->channels == 3) jpeg->out_color_space = JCS_RGB;
  if (output->channels == 4) jpeg->out_color_space = JCS_CMYK;
  jpeg_start_decompress(jpeg);
  output->width = jpeg->output_width;
  output->height = jpeg->output_height;
  output->channels = (uint32_t)jpeg->output_components;
  return SEG_CODEC_DONE;
}

int seg_jpeg_read(seg_jpeg_reader *reader, uint8_t *pixels, size_t row_bytes, uint32_t *rows) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) {
    *rows = jpeg->output_scanline;
    return reader->status;
  }
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW pointers[ROWS_AT_ONCE];
    for (unsigned row = 0; row < ROWS_AT_ONCE; row++) {
      pointers[row] = pixels + (jpeg->output_scanline + (size_t)row) * row_bytes;
    }
    JDIMENSION left = jpeg->output_height - jpeg->output_scanline;
    jpeg_read_scanlines(jpeg, pointers, left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE);
  }
  // To the end of the image: what is missing there is a fault as well.
  jpeg_finish_decompress(jpeg);
  *rows = jpeg->output_height;
  return SEG_CODEC_DONE;
}
