// Colour changes of 8-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint8_t
#define BOUND 255.0f
#define NAME(kernel) kernel##_u8
// 1/255 in two parts: the first product is exact, so the sum is the rounded quotient for every v.
#define TO_UNIT(v) ((v) * 0x1p-8f + (v) * 0x1.010102p-16f)
#include "recolor_body.h"

// Equal values in one table would wait for one another's count, so neighbours count in two.
static inline __attribute__((always_inline)) void count_pairs(
    const uint8_t *values, size_t pixels, size_t channels, uint32_t *table) {
  size_t i = 0;
  for (; i + 2 <= pixels; i += 2)
    for (size_t c = 0; c < 2 * channels; c++) table[256 * c + values[i * channels + c]]++;
  for (; i < pixels; i++)
    for (size_t c = 0; c < channels; c++) table[256 * c + values[i * channels + c]]++;
}

void seg_histograms_u8(const uint8_t *values, size_t pixels, size_t channels, uint64_t *counts) {
  if (channels == 1) {
    seg_histogram_u8(values, pixels, counts);
    return;
  }
  if (channels > 4) {
    for (size_t i = 0; i < pixels; i++)
      for (size_t c = 0; c < channels; c++) counts[256 * c + values[i * channels + c]]++;
    return;
  }
  while (pixels > 0) {
    size_t part = pixels < (1u << 31) ? pixels : (1u << 31);
    uint32_t table[8 * 256] = {0};
    switch (channels) {
      case 2: count_pairs(values, part, 2, table); break;
      case 3: count_pairs(values, part, 3, table); break;
      default: count_pairs(values, part, 4, table);
    }
    for (size_t k = 0; k < 256 * channels; k++)
      counts[k] += (uint64_t)table[k] + table[256 * channels + k];
    values += part * channels;
    pixels -= part;
  }
}
