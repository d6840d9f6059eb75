// Colour changes of 16-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint16_t
#define BOUND 65535.0f
#define NAME(kernel) kernel##_u16
// 1/65535 in two parts: the first product is exact, so the sum is the rounded quotient for every v.
#define TO_UNIT(v) ((v) * 0x1p-16f + (v) * 0x1.0001p-32f)
#include "recolor_body.h"

void seg_histograms_u16(const uint16_t *values, size_t pixels, size_t channels, uint64_t *counts) {
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < channels; c++) counts[65536 * c + values[i * channels + c]]++;
}
