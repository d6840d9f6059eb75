// Colour of 16-bit pictures.
#include <string.h>

#include "CKernels.h"
#include "dispatch.h"

#define SAMPLE uint16_t
#define BOUND 65535.0f
#define TO_SAMPLE 65535.999f
#define NAME(kernel) kernel##_u16
#include "color_body.h"
