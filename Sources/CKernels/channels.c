#include "float_vectors.h"
#include "seg_channels.h"

// Pixels whose channels are visited sixteen at a time, while their cache lines are near.
#define BLOCK 64

SEG_CLONES
void seg_keep_promise(const float *values, size_t pixels, size_t channels, seg_promise promise,
                      float *out) {
  for (size_t pixel = 0; pixel < pixels; pixel++) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES)
      store16(out + c, read16(values + c, c, promise));
    for (; c < channels; c++) out[c] = read1(values + c, c, promise);
    values += channels;
    out += channels;
  }
}

SEG_CLONES
void seg_channel_sums(const float *values, size_t pixels, size_t channels, double *sums,
                      double *squares) {
  for (size_t begin = 0; begin < pixels; begin += BLOCK) {
    const size_t end = pixels - begin < BLOCK ? pixels : begin + BLOCK;
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      f64x16 sum = {0}, square = {0};
      for (size_t pixel = begin; pixel < end; pixel++) {
        const f64x16 v = __builtin_convertvector(load16(values + pixel * channels + c), f64x16);
        sum += v;
        square += v * v;
      }
      for (int lane = 0; lane < LANES; lane++) {
        sums[c + lane] += sum[lane];
        squares[c + lane] += square[lane];
      }
    }
    for (; c < channels; c++) {
      double sum = 0, square = 0;
      for (size_t pixel = begin; pixel < end; pixel++) {
        const double v = values[pixel * channels + c];
        sum += v;
        square += v * v;
      }
      sums[c] += sum;
      squares[c] += square;
    }
  }
}

SEG_CLONES
void seg_batch_norm_sums(const float *gradient, const float *values, size_t pixels,
                         size_t channels, seg_promise promise, const float *mean, double *sums,
                         double *products) {
  for (size_t begin = 0; begin < pixels; begin += BLOCK) {
    const size_t end = pixels - begin < BLOCK ? pixels : begin + BLOCK;
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      const f32x16 scale = load16(promise.scale + c), shift = load16(promise.shift + c);
      const f32x16 middle = load16(mean + c);
      f64x16 sum = {0}, product = {0};
      for (size_t pixel = begin; pixel < end; pixel++) {
        const f32x16 v = load16(values + pixel * channels + c);
        f32x16 g = load16(gradient + pixel * channels + c);
        if (promise.relu) g = select16(scale * v + shift <= 0, (f32x16){0}, g);
        sum += __builtin_convertvector(g, f64x16);
        product += __builtin_convertvector(g * (v - middle), f64x16);
      }
      for (int lane = 0; lane < LANES; lane++) {
        sums[c + lane] += sum[lane];
        products[c + lane] += product[lane];
      }
    }
    for (; c < channels; c++) {
      double sum = 0, product = 0;
      for (size_t pixel = begin; pixel < end; pixel++) {
        const float v = values[pixel * channels + c];
        const float g = promise.relu && promise.scale[c] * v + promise.shift[c] <= 0
                            ? 0 : gradient[pixel * channels + c];
        sum += g;
        product += g * (v - mean[c]);
      }
      sums[c] += sum;
      products[c] += product;
    }
  }
}

SEG_CLONES
void seg_batch_norm_gradient(const float *gradient, const float *values, size_t pixels,
                             size_t channels, seg_promise promise, const float *mean,
                             const float *by_gradient, const float *by_value, const float *offset,
                             float *out) {
  for (size_t pixel = 0; pixel < pixels; pixel++) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      const f32x16 v = load16(values + c);
      f32x16 g = load16(gradient + c);
      if (promise.relu)
        g = select16(load16(promise.scale + c) * v + load16(promise.shift + c) <= 0,
                     (f32x16){0}, g);
      store16(out + c, load16(by_gradient + c) * g + load16(by_value + c) * (v - load16(mean + c))
                           + load16(offset + c));
    }
    for (; c < channels; c++) {
      const float v = values[c];
      const float g =
          promise.relu && promise.scale[c] * v + promise.shift[c] <= 0 ? 0 : gradient[c];
      out[c] = by_gradient[c] * g + by_value[c] * (v - mean[c]) + offset[c];
    }
    values += channels;
    gradient += channels;
    out += channels;
  }
}

SEG_CLONES
void seg_relu_gradient(const float *gradient, const float *result, size_t count, float *out) {
  for (size_t i = 0; i < count; i++) out[i] = result[i] <= 0 ? 0 : gradient[i];
}
