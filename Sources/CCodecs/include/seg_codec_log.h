#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How a step of a codec ended.
enum {
  SEG_CODEC_DONE = 0,
  // The data are damaged; see seg_codec_log_error.
  SEG_CODEC_DAMAGED = 1,
  // The data use a part of the format that the library does not read.
  SEG_CODEC_UNSUPPORTED = 2,
  // Memory ran out, or more would be needed than the caller allows.
  SEG_CODEC_OUT_OF_MEMORY = 3,
};

// The words of the libraries, kept for one picture. Never printed.
typedef struct seg_codec_log seg_codec_log;

// NULL when memory ran out.
seg_codec_log *seg_codec_log_new(void);
void seg_codec_log_free(seg_codec_log *log);

// Takes an error text or a warning; too long ones are cut, too many are only counted.
void seg_codec_log_set_error(seg_codec_log *log, const char *text);
void seg_codec_log_add_warning(seg_codec_log *log, const char *text);

// The error of the last step, empty when there was none; never NULL.
const char *seg_codec_log_error(const seg_codec_log *log);
// All warnings so far, those not kept included.
int seg_codec_log_warning_count(const seg_codec_log *log);
// The warnings kept.
int seg_codec_log_kept_count(const seg_codec_log *log);
const char *seg_codec_log_warning(const seg_codec_log *log, int index);
// The newest warning, kept or not; never NULL.
const char *seg_codec_log_last_warning(const seg_codec_log *log);
