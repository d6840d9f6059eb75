// 3×3 convolution with a quarter of the multiplications: Winograd F(4×4, 3×3) (Lavin and Gray 2015).
//
// A tile is 4×4 output pixels and the 6×6 input pixels they depend on. Transformed tiles are 36
// matrices, one for each place xi in the transformed tile. Channels are multiples of 16.
#pragma once
#include <stddef.h>

#include "seg_channels.h"

// An image and the tiles it is cut into: ceil(height/4)·ceil(width/4) of them, in row-major order.
typedef struct {
  size_t height, width, channels;
} seg_tiled;

// True when the product kernels below are faster than a BLAS: registers of 16 floats.
int seg_has_wide_registers(void);

// Columns that a panel of transformed filters holds: 64, 32 or 16.
size_t seg_panel_width(size_t columns);

// Rows first..<first+rows of the filter bank [3, 3, cin, cout], transformed into panels:
// [36, cout / panel, cin, panel].
void seg_winograd_filter(const float *filter, size_t cin, size_t cout, size_t first, size_t rows,
                         float *out);

// Tiles first..<first+count of an image, promise kept, transformed: out[xi·stride + tile·channels].
void seg_winograd_input(const float *image, seg_tiled shape, size_t first, size_t count,
                        seg_promise promise, float *out, size_t stride);

// Tiles first..<first+count of the output from their transforms; pixels outside are dropped. If sums
// is not NULL, the sums and squares of each channel are added.
void seg_winograd_output(const float *tiles, size_t stride, seg_tiled shape, size_t first,
                         size_t count, float *image, double *sums, double *squares);

// Tiles of a gradient, transformed as the output transform's transpose does.
void seg_winograd_gradient(const float *image, seg_tiled shape, size_t first, size_t count,
                           float *out, size_t stride);

// Rows first..<first+rows of the gradient of the filter bank [3, 3, cin, cout] from [36, cin, cout].
void seg_winograd_filter_gradient(const float *sums, size_t cin, size_t cout, size_t first,
                                  size_t rows, float *out);

// out[rows, columns] = left[rows, depth] · panels; rows are rounded up to a multiple of
// SEG_PRODUCT_ROWS, for which there must be room.
#define SEG_PRODUCT_ROWS 6
void seg_panel_product(const float *left, const float *panels, size_t rows, size_t depth,
                       size_t columns, float *out);

// out[m, n] += leftᵀ · right over depth rows; left [depth, m], its rows left_step apart,
// right [depth, n]; m and n multiples of 16.
void seg_transposed_product(const float *left, size_t left_step, const float *right, size_t depth,
                            size_t m, size_t n, float *out);

// out[c][r] = from[r][c].
void seg_transpose(const float *from, size_t rows, size_t columns, float *out);
