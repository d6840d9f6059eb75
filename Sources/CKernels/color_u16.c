// Colour of 16-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint16_t
#define BOUND 65535.0f
#define NAME(kernel) kernel##_u16
// 1/65535 in two parts: the first product is exact, so the sum is the rounded quotient for every v.
#define TO_UNIT(v) ((v) * 0x1p-16f + (v) * 0x1.0001p-32f)
// 65535.999 is 65536 in float32, hence the bound.
#define FROM_UNIT(v) ((uint16_t)(int32_t)clamp_u16((v) * 65535.999f))
#include "color_body.h"
