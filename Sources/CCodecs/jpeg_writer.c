#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "seg_jpeg.h"

typedef struct {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  jmp_buf escape;
  seg_codec_log *log;
  unsigned char *bytes;
  unsigned long count;
} writer;

static void leave(j_common_ptr jpeg) {
  writer *self = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  seg_codec_log_set_error(self->log, text);
  longjmp(self->escape, 1);
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

int seg_jpeg_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int quality,
    uint8_t **output, size_t *count, seg_codec_log *log) {
  // On the heap: its fields must keep their values across the jump.
  writer *self = calloc(1, sizeof *self);
  if (!self) return SEG_CODEC_OUT_OF_MEMORY;
  struct jpeg_compress_struct *jpeg = &self->jpeg;
  self->log = log;
  jpeg->err = jpeg_std_error(&self->errors);
  self->errors.error_exit = leave;
  self->errors.output_message = print_nothing;
  jpeg->client_data = self;
  if (setjmp(self->escape)) {
    int status = self->errors.msg_code == JERR_OUT_OF_MEMORY ? SEG_CODEC_OUT_OF_MEMORY
                                                             : SEG_CODEC_UNSUPPORTED;
    jpeg_destroy_compress(&self->jpeg);
    free(self->bytes);
    free(self);
    return status;
  }
  jpeg_create_compress(jpeg);
  jpeg_mem_dest(jpeg, &self->bytes, &self->count);
  jpeg->image_width = width;
  jpeg->image_height = height;
  jpeg->input_components = channels;
  jpeg->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg_start_compress(jpeg, TRUE);
  while (jpeg->next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)jpeg->next_scanline * width * (size_t)channels);
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  *output = self->bytes;
  *count = self->count;
  jpeg_destroy_compress(jpeg);
  free(self);
  return SEG_CODEC_DONE;
}
