// A file in memory, as libtiff reads and writes it.
#pragma once

#include <tiffio.h>

#include "seg_codec_log.h"

typedef struct {
  // What is read; or what was written, in memory that `seg_tiff_memory_free` gives back.
  const uint8_t *bytes;
  uint8_t *written;
  uint64_t count, capacity, offset;
} seg_tiff_memory;

// Opens the file with libtiff's mode. Errors go to the log, and warnings too when it is read.
// `max_memory`: the most of one allocation, 0 for no bound. NULL when it cannot be opened.
TIFF *seg_tiff_memory_open(
    seg_tiff_memory *memory, const char *mode, size_t max_memory, seg_codec_log *log);

void seg_tiff_memory_free(seg_tiff_memory *memory);
