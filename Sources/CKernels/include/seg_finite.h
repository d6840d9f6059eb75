// A look at many numbers at once.
#pragma once
#include <stddef.h>

// 1 when none of the values is NaN or infinite, else 0.
int seg_all_finite(const float *values, size_t count);
