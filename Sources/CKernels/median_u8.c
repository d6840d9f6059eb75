// Medians of 8-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

#define SAMPLE uint8_t
#define BITS 8
#define NAME(kernel) kernel##_u8
#include "median_body.h"
