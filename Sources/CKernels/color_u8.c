// Colour of 8-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint8_t
#define BOUND 255.0f
#define NAME(kernel) kernel##_u8
// 1/255 in two parts: the first product is exact, so the sum is the rounded quotient for every v.
#define TO_UNIT(v) ((v) * 0x1p-8f + (v) * 0x1.010102p-16f)
#define FROM_UNIT(v) ((uint8_t)(int32_t)((v) * 255.999f))
#include "color_body.h"
