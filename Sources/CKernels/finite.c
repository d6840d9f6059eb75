#include "seg_finite.h"

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

// Values looked at before the loop asks whether to go on.
#define BLOCK 4096

SEG_CLONES
int seg_all_finite(const float *values, size_t count) {
  while (count > 0) {
    const size_t block = count < BLOCK ? count : BLOCK;
    uint32_t odd = 0;
    for (size_t i = 0; i < block; i++) {
      uint32_t bits;
      memcpy(&bits, values + i, sizeof bits);
      odd |= (bits & 0x7f800000) == 0x7f800000;
    }
    if (odd) return 0;
    values += block;
    count -= block;
  }
  return 1;
}
