// Loops over feature maps [pixels, channels] with numbers that belong to the channels.
#pragma once
#include <stddef.h>

// What is still to be done to each value v when it is read: max(scale[c]·v + shift[c], 0 if relu),
// where the maximum of NaN and 0 is NaN, as in PyTorch.
// scale == NULL: nothing but relu.
typedef struct {
  const float *scale;
  const float *shift;
  int relu;
} seg_promise;

// out = promise kept; out may be values.
void seg_keep_promise(const float *values, size_t pixels, size_t channels, seg_promise promise,
                      float *out);

// Adds to sums[c] the values and to squares[c] their squares.
void seg_channel_sums(const float *values, size_t pixels, size_t channels, double *sums,
                      double *squares);

// With g = gradient where the promise of the value is not 0 or less (everywhere without relu):
// adds to sums[c] g and to products[c] g·(value - mean[c]).
void seg_batch_norm_sums(const float *gradient, const float *values, size_t pixels,
                         size_t channels, seg_promise promise, const float *mean, double *sums,
                         double *products);

// out = by_gradient[c]·g + by_value[c]·(value - mean[c]) + offset[c]; out may be gradient.
void seg_batch_norm_gradient(const float *gradient, const float *values, size_t pixels,
                             size_t channels, seg_promise promise, const float *mean,
                             const float *by_gradient, const float *by_value, const float *offset,
                             float *out);

// out = 0 where result <= 0, else gradient; out may be gradient.
void seg_relu_gradient(const float *gradient, const float *result, size_t count, float *out);
