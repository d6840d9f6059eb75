// Softmax and cross-entropy over the channels of each pixel.
#pragma once
#include <stddef.h>
#include <stdint.h>

// How many labels name a class.
size_t seg_count_labels(const uint16_t *labels, size_t pixels, size_t classes);

// The sum of -log p[label] over pixels whose label names a class; the gradient gets
// scale·(p - onehot) there and 0 elsewhere.
double seg_softmax_cross_entropy(const float *logits, const uint16_t *labels, size_t pixels,
                                 size_t classes, float scale, float *gradient);
