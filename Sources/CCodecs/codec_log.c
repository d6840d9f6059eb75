#include "seg_codec_log.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { KEPT = 8, LENGTH = 240 };

struct seg_codec_log {
  int count;
  char error[LENGTH];
  char warnings[KEPT][LENGTH];
  char last_warning[LENGTH];
};

seg_codec_log *seg_codec_log_new(void) { return calloc(1, sizeof(seg_codec_log)); }

void seg_codec_log_free(seg_codec_log *log) { free(log); }

void seg_codec_log_set_error(seg_codec_log *log, const char *text) {
  snprintf(log->error, LENGTH, "%s", text);
}

void seg_codec_log_add_warning(seg_codec_log *log, const char *text) {
  if (log->count < KEPT) snprintf(log->warnings[log->count], LENGTH, "%s", text);
  snprintf(log->last_warning, LENGTH, "%s", text);
  if (log->count < INT_MAX) log->count++;
}

const char *seg_codec_log_error(const seg_codec_log *log) { return log->error; }

int seg_codec_log_warning_count(const seg_codec_log *log) { return log->count; }

int seg_codec_log_kept_count(const seg_codec_log *log) {
  return log->count < KEPT ? log->count : KEPT;
}

const char *seg_codec_log_warning(const seg_codec_log *log, int index) {
  return index >= 0 && index < seg_codec_log_kept_count(log) ? log->warnings[index] : "";
}

const char *seg_codec_log_last_warning(const seg_codec_log *log) { return log->last_warning; }
