#include <string.h>

#include "float_vectors.h"
#include "seg_patches.h"

void seg_padded_strip(const float *image, ptrdiff_t height, size_t width, size_t channels,
                      ptrdiff_t first, size_t rows, size_t pad, seg_promise promise, float *out) {
  const size_t edge = pad * channels;
  const size_t length = width * channels;
  for (ptrdiff_t y = first; y < first + (ptrdiff_t)rows; y++) {
    if (y < 0 || y >= height) {
      memset(out, 0, (length + 2 * edge) * sizeof(float));
    } else {
      memset(out, 0, edge * sizeof(float));
      if (promise.scale || promise.relu)
        seg_keep_promise(image + y * length, width, channels, promise, out + edge);
      else
        memcpy(out + edge, image + y * length, length * sizeof(float));
      memset(out + edge + length, 0, edge * sizeof(float));
    }
    out += length + 2 * edge;
  }
}

void seg_patches(const float *strip, size_t rows, size_t width, size_t channels, size_t kernel,
                 float *out) {
  const size_t stride = (width + kernel - 1) * channels;
  const size_t run = kernel * channels;
  for (size_t y = 0; y < rows; y++) {
    for (size_t x = 0; x < width; x++) {
      const float *from = strip + y * stride + x * channels;
      for (size_t ky = 0; ky < kernel; ky++) {
        memcpy(out, from + ky * stride, run * sizeof(float));
        out += run;
      }
    }
  }
}

SEG_CLONES
void seg_sum_products(const float *products, size_t rows, size_t width, size_t channels,
                      size_t kernel, float *out) {
  const size_t patch = kernel * kernel * channels;
  const size_t pad = kernel / 2;
  for (size_t y = 0; y < rows; y++) {
    for (size_t x = 0; x < width; x++) {
      for (size_t c = 0; c < channels; c++) out[c] = 0;
      for (size_t ky = 0; ky < kernel; ky++) {
        for (size_t kx = 0; kx < kernel; kx++) {
          if (x + kx < pad || x + kx >= width + pad) continue;
          const float *from =
              products + ((y + ky) * width + x + kx - pad) * patch + (ky * kernel + kx) * channels;
          for (size_t c = 0; c < channels; c++) out[c] += from[c];
        }
      }
      out += channels;
    }
  }
}

SEG_CLONES
void seg_add(const float *values, size_t count, float *sums) {
  for (size_t i = 0; i < count; i++) sums[i] += values[i];
}

void seg_reorder(const float *from, const size_t size[4], const ptrdiff_t stride[4], float *out) {
  for (size_t a = 0; a < size[0]; a++)
    for (size_t b = 0; b < size[1]; b++)
      for (size_t c = 0; c < size[2]; c++) {
        const float *line = from + (ptrdiff_t)a * stride[0] + (ptrdiff_t)b * stride[1]
                            + (ptrdiff_t)c * stride[2];
        for (size_t d = 0; d < size[3]; d++) *out++ = line[(ptrdiff_t)d * stride[3]];
      }
}
