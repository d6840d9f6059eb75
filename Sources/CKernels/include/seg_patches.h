// Convolution as a matrix product: patches of a padded strip, and their inverse.
#pragma once
#include <stddef.h>

#include "seg_channels.h"

// Rows first..<first+rows of an image, promise kept, with `pad` zero columns on both sides; rows
// outside 0..<height are zero. out: [rows, width + 2·pad, channels].
void seg_padded_strip(const float *image, ptrdiff_t height, size_t width, size_t channels,
                      ptrdiff_t first, size_t rows, size_t pad, seg_promise promise, float *out);

// The k×k patches of `rows` rows of pixels. strip: [rows + k - 1, width + k - 1, channels];
// out: [rows, width, k, k, channels].
void seg_patches(const float *strip, size_t rows, size_t width, size_t channels, size_t kernel,
                 float *out);

// What each pixel gets from its k×k neighbours: products [rows + k - 1, width, k, k, channels], the
// strip's columns without padding; out[y][x][c] = sum of products[y + ky][x + kx - pad][ky][kx][c].
void seg_sum_products(const float *products, size_t rows, size_t width, size_t channels,
                      size_t kernel, float *out);

// Adds `count` floats.
void seg_add(const float *values, size_t count, float *sums);

// A filter bank in another order: out[a][b][c][d] = from[a·stride[0] + … + d·stride[3]].
void seg_reorder(const float *from, const size_t size[4], const ptrdiff_t stride[4], float *out);
