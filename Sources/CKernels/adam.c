#include "seg_adam.h"

#include <math.h>

#include "dispatch.h"

SEG_CLONES
void seg_adam_update(
    float *restrict parameters, const float *restrict gradients, float *restrict m,
    float *restrict v, size_t count, const seg_adam_step *step) {
  const float rest1 = step->rest1, beta2 = step->beta2, rest2 = step->rest2;
  const float step_size = step->step_size, root_scale = step->root_scale;
  const float epsilon = step->epsilon;
  for (size_t i = 0; i < count; i++) {
    const float gradient = gradients[i];
    const float mean = m[i] + rest1 * (gradient - m[i]);
    const float square = v[i] * beta2 + rest2 * (gradient * gradient);
    m[i] = mean;
    v[i] = square;
    parameters[i] -= step_size * (mean / (sqrtf(square) * root_scale + epsilon));
  }
}
