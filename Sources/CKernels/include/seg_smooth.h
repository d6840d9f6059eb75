// Smoothing of fields of real numbers.
#pragma once
#include <stddef.h>

// Convolves [height, width] with a symmetric kernel along both axes, columns first; mirrored at the
// edges without the value there. `weight` has radius + 1 entries, the middle first. `line` has
// seg_smooth_work(width, radius) entries.
size_t seg_smooth_work(size_t width, size_t radius);
void seg_smooth(
    const float *from, float *to, size_t height, size_t width, const float *weight, size_t radius,
    float *line);
