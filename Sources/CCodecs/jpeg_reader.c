#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "seg_jpeg.h"

// The most scans of a progressive file: what cjpeg can write. A file of many empty scans would keep
// the decoder busy for hours.
//
// Real files have a few extraneous bytes (of Oxford-IIIT Pet, 1 to 40 before a marker); a run of more
// is data that were lost.
enum { MAX_SCANS = 100, MAX_EXTRANEOUS = 64, ROWS_AT_ONCE = 8 };

struct seg_jpeg_reader {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  seg_codec_log *log;
  bool strict;
  int status;
  // A bit for each component that a scan was read of.
  uint32_t seen;
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

static bool is_damage(const struct jpeg_error_mgr *error) {
  switch (error->msg_code) {
  case JWRN_EXTRANEOUS_DATA:
    return error->msg_parm.i[0] > MAX_EXTRANEOUS;
  case JWRN_ARITH_BAD_CODE:
  case JWRN_BOGUS_PROGRESSION:
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
  if (reader->strict && is_damage(jpeg->err)) leave(jpeg);
  jpeg->err->num_warnings++;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  seg_codec_log_add_warning(reader->log, text);
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

static void count_scans(j_common_ptr jpeg) {
  seg_jpeg_reader *reader = jpeg->client_data;
  for (int index = 0; index < reader->jpeg.comps_in_scan; index++) {
    reader->seen |= 1u << reader->jpeg.cur_comp_info[index]->component_index;
  }
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
  seg_codec_log_set_error(reader->log, "");
  if (setjmp(reader->escape)) return reader->status;
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  jpeg_read_header(jpeg, TRUE);
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->coefficient_bytes = 0;
  if (jpeg_has_multiple_scans(jpeg)) {
    for (int index = 0; index < jpeg->num_components; index++) {
      const jpeg_component_info *component = &jpeg->comp_info[index];
      header->coefficient_bytes +=
          (uint64_t)component->width_in_blocks * component->height_in_blocks * sizeof(JBLOCK);
    }
  }
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

// All scans were read: each component needs one, and in a progressive file one of its DC
// coefficients. libjpeg takes what is missing as gray.
static void check_components(seg_jpeg_reader *reader) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  for (int index = 0; index < jpeg->num_components; index++) {
    bool has_scan = jpeg->progressive_mode && jpeg->coef_bits ? jpeg->coef_bits[index][0] >= 0
                                                              : reader->seen >> index & 1;
    if (has_scan) continue;
    char text[64];
    snprintf(text, sizeof text, "component %d has no scan", index);
    if (!reader->strict) {
      seg_codec_log_add_warning(reader->log, text);
      continue;
    }
    seg_codec_log_set_error(reader->log, text);
    reader->status = SEG_CODEC_DAMAGED;
    longjmp(reader->escape, 1);
  }
}

int seg_jpeg_start(seg_jpeg_reader *reader, unsigned denominator, seg_jpeg_header *output) {
  seg_codec_log_set_error(reader->log, "");
  if (setjmp(reader->escape)) return reader->status;
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  jpeg->scale_num = 1;
  jpeg->scale_denom = denominator;
  if (output->channels == 3) jpeg->out_color_space = JCS_RGB;
  if (output->channels == 4) jpeg->out_color_space = JCS_CMYK;
  jpeg_start_decompress(jpeg);
  if (jpeg_has_multiple_scans(jpeg)) check_components(reader);
  output->width = jpeg->output_width;
  output->height = jpeg->output_height;
  output->channels = (uint32_t)jpeg->output_components;
  return SEG_CODEC_DONE;
}

int seg_jpeg_read(seg_jpeg_reader *reader, uint8_t *pixels, size_t row_bytes, uint32_t *rows) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  seg_codec_log_set_error(reader->log, "");
  if (setjmp(reader->escape)) {
    *rows = jpeg->output_scanline;
    return reader->status;
  }
  while (jpeg->output_scanline < jpeg->output_height) {
    JDIMENSION left = jpeg->output_height - jpeg->output_scanline;
    JDIMENSION count = left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE;
    JSAMPROW pointers[ROWS_AT_ONCE];
    for (JDIMENSION row = 0; row < count; row++) {
      pointers[row] = pixels + ((size_t)jpeg->output_scanline + row) * row_bytes;
    }
    jpeg_read_scanlines(jpeg, pointers, count);
  }
  // To the end of the image: what is missing there is a fault as well.
  jpeg_finish_decompress(jpeg);
  *rows = jpeg->output_height;
  return SEG_CODEC_DONE;
}
