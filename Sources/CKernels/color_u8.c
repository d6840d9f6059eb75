// Colour of 8-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint8_t
#define BOUND 255.0f
#define TO_SAMPLE 255.999f
#define NAME(kernel) kernel##_u8
#include "color_body.h"
