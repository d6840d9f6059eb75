// Mixing two pictures.
#include "CKernels.h"
#include "dispatch.h"

// Adding 1.5 * 2^23 leaves no bits for a fraction: the sum is rounded half to even on every tier.
#define BLEND(NAME, SAMPLE)                                                            \
  SEG_CLONES void NAME(SAMPLE *values, const SAMPLE *others, size_t count, float weight) { \
    float rest = 1 - weight;                                                           \
    for (size_t i = 0; i < count; i++) {                                               \
      float v = weight * (float)values[i] + rest * (float)others[i];                   \
      values[i] = (SAMPLE)(int32_t)((v + 12582912.0f) - 12582912.0f);                  \
    }                                                                                  \
  }
BLEND(seg_blend_u8, uint8_t)
BLEND(seg_blend_u16, uint16_t)
