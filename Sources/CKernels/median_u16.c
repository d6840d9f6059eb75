// Medians of 16-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define INLINE static inline __attribute__((always_inline))

#define SAMPLE uint16_t
#define BITS 16
#define NAME(kernel) kernel##_u16
#include "median_body.h"
