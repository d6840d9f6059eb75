#include <math.h>

#include "float_vectors.h"
#include "seg_cross_entropy.h"

size_t seg_count_labels(const uint16_t *labels, size_t pixels, size_t classes) {
  size_t count = 0;
  for (size_t pixel = 0; pixel < pixels; pixel++) count += labels[pixel] < classes;
  return count;
}

double seg_softmax_cross_entropy(const float *logits, const uint16_t *labels, size_t pixels,
                                 size_t classes, float scale, float *gradient) {
  double loss = 0;
  for (size_t pixel = 0; pixel < pixels; pixel++) {
    const float *z = logits + pixel * classes;
    float *g = gradient + pixel * classes;
    const size_t label = labels[pixel];
    if (label >= classes) {
      for (size_t c = 0; c < classes; c++) g[c] = 0;
      continue;
    }
    float largest = z[0];
    for (size_t c = 1; c < classes; c++) largest = z[c] > largest ? z[c] : largest;
    float total = 0;
    for (size_t c = 0; c < classes; c++) {
      g[c] = expf(z[c] - largest);
      total += g[c];
    }
    loss += (double)logf(total) - (double)(z[label] - largest);
    const float share = scale / total;
    for (size_t c = 0; c < classes; c++) g[c] *= share;
    g[label] -= scale;
  }
  return loss;
}
