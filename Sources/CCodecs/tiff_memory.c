#include "tiff_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
  seg_tiff_memory *memory = handle;
  if (size <= 0 || memory->offset >= memory->count) return 0;
  uint64_t left = memory->count - memory->offset;
  uint64_t taken = (uint64_t)size < left ? (uint64_t)size : left;
  memcpy(buffer, memory->bytes + memory->offset, taken);
  memory->offset += taken;
  return (tmsize_t)taken;
}

static tmsize_t refuse(thandle_t handle, void *buffer, tmsize_t size) {
  (void)handle;
  (void)buffer;
  (void)size;
  return -1;
}

static tmsize_t put(thandle_t handle, void *buffer, tmsize_t size) {
  seg_tiff_memory *memory = handle;
  if (size <= 0) return 0;
  uint64_t end = memory->offset + (uint64_t)size;
  if (end > memory->capacity) {
    uint64_t capacity = memory->capacity * 2 > end ? memory->capacity * 2 : end + 4096;
    uint8_t *larger = realloc(memory->written, capacity);
    if (!larger) return -1;
    memory->bytes = memory->written = larger;
    memory->capacity = capacity;
  }
  if (memory->offset > memory->count) {
    memset(memory->written + memory->count, 0, memory->offset - memory->count);
  }
  memcpy(memory->written + memory->offset, buffer, (size_t)size);
  memory->offset = end;
  if (end > memory->count) memory->count = end;
  return size;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  seg_tiff_memory *memory = handle;
  if (whence == SEEK_CUR) offset += memory->offset;
  if (whence == SEEK_END) offset += memory->count;
  memory->offset = offset;
  return offset;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((seg_tiff_memory *)handle)->count; }

TIFF *seg_tiff_memory_open(
    seg_tiff_memory *memory, const char *mode, size_t max_memory, seg_codec_log *log) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  bool writes = mode[0] == 'w';
  if (max_memory > 0) TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)max_memory);
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep_error, log);
  TIFFOpenOptionsSetWarningHandlerExtR(options, writes ? ignore_warning : keep_warning, log);
  TIFF *tiff = TIFFClientOpenExt(
      "", mode, memory, take, writes ? put : refuse, seek, close_nothing, size_of, NULL, NULL,
      options);
  TIFFOpenOptionsFree(options);
  return tiff;
}

void seg_tiff_memory_free(seg_tiff_memory *memory) { free(memory->written); }
