// The update of the Adam optimizer over flat arrays of float32.
#pragma once
#include <stddef.h>

// The numbers of one step: step_size = lr / (1 - beta1^i), root_scale = 1 / sqrt(1 - beta2^i).
// 1 - beta is given, because the difference of two float32 has lost digits.
typedef struct {
  float rest1;
  float beta2;
  float rest2;
  float step_size;
  float root_scale;
  float epsilon;
} seg_adam_step;

// m += rest1 * (g - m); v = beta2 * v + rest2 * g * g;
// p -= step_size * m / (sqrt(v) * root_scale + epsilon). The arrays do not overlap.
void seg_adam_update(
    float *parameters, const float *gradients, float *m, float *v, size_t count,
    const seg_adam_step *step);
