#include <string.h>

#include "float_vectors.h"
#include "seg_winograd.h"

// The one-dimensional transforms, on six (or four, or three) values `step` apart.
#define INPUT_1D(d, s, t, q)                                          \
  do {                                                                \
    const f32x16 d0 = (d)[0], d1 = (d)[s], d2 = (d)[2 * (s)];         \
    const f32x16 d3 = (d)[3 * (s)], d4 = (d)[4 * (s)], d5 = (d)[5 * (s)]; \
    const f32x16 a = d4 - 4 * d2, b = d3 - 4 * d1;                    \
    const f32x16 c = d4 - d2, e = 2 * (d3 - d1);                      \
    (t)[0] = 4 * d0 - 5 * d2 + d4;                                    \
    (t)[q] = a + b;                                                   \
    (t)[2 * (q)] = a - b;                                             \
    (t)[3 * (q)] = c + e;                                             \
    (t)[4 * (q)] = c - e;                                             \
    (t)[5 * (q)] = 4 * d1 - 5 * d3 + d5;                              \
  } while (0)

#define OUTPUT_1D(m, s, y, q)                                                     \
  do {                                                                            \
    const f32x16 p = (m)[s] + (m)[2 * (s)], n = (m)[s] - (m)[2 * (s)];            \
    const f32x16 pp = (m)[3 * (s)] + (m)[4 * (s)], nn = (m)[3 * (s)] - (m)[4 * (s)]; \
    (y)[0] = (m)[0] + p + pp;                                                     \
    (y)[q] = n + 2 * nn;                                                          \
    (y)[2 * (q)] = p + 4 * pp;                                                    \
    (y)[3 * (q)] = n + 8 * nn + (m)[5 * (s)];                                     \
  } while (0)

#define GRADIENT_1D(y, s, m, q)                                                 \
  do {                                                                          \
    const f32x16 y0 = (y)[0], y1 = (y)[s], y2 = (y)[2 * (s)], y3 = (y)[3 * (s)]; \
    const f32x16 p = y0 + y2, n = y1 + y3;                                      \
    const f32x16 pp = y0 + 4 * y2, nn = 2 * y1 + 8 * y3;                        \
    (m)[0] = y0;                                                                \
    (m)[q] = p + n;                                                             \
    (m)[2 * (q)] = p - n;                                                       \
    (m)[3 * (q)] = pp + nn;                                                     \
    (m)[4 * (q)] = pp - nn;                                                     \
    (m)[5 * (q)] = y3;                                                          \
  } while (0)

#define FILTER_1D(w, s, u, q)                                     \
  do {                                                            \
    const f32x16 w0 = (w)[0], w1 = (w)[s], w2 = (w)[2 * (s)];     \
    const f32x16 a = (w0 + w2) * (-1.0f / 6), b = w1 * (1.0f / 6); \
    const f32x16 c = w0 * (1.0f / 24) + w2 * (1.0f / 6), e = w1 * (1.0f / 12); \
    (u)[0] = w0 * 0.25f;                                          \
    (u)[q] = a - b;                                               \
    (u)[2 * (q)] = a + b;                                         \
    (u)[3 * (q)] = c + e;                                         \
    (u)[4 * (q)] = c - e;                                         \
    (u)[5 * (q)] = w2;                                            \
  } while (0)

#define FILTER_GRADIENT_1D(u, s, w, q)                                             \
  do {                                                                             \
    const f32x16 a = ((u)[s] + (u)[2 * (s)]) * (1.0f / 6);                         \
    const f32x16 b = ((u)[2 * (s)] - (u)[s]) * (1.0f / 6);                         \
    const f32x16 c = (u)[3 * (s)] + (u)[4 * (s)], e = (u)[3 * (s)] - (u)[4 * (s)]; \
    (w)[0] = (u)[0] * 0.25f - a + c * (1.0f / 24);                                 \
    (w)[q] = b + e * (1.0f / 12);                                                  \
    (w)[2 * (q)] = c * (1.0f / 6) - a + (u)[5 * (s)];                              \
  } while (0)

int seg_has_wide_registers(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") != 0;
#else
  return 0;
#endif
}

size_t seg_panel_width(size_t columns) {
  return columns % 64 == 0 ? 64 : columns % 32 == 0 ? 32 : 16;
}

SEG_CLONES
void seg_winograd_filter(const float *filter, size_t cin, size_t cout, size_t first, size_t rows,
                         float *out) {
  const size_t panel = seg_panel_width(cout);
  for (size_t ci = first; ci < first + rows; ci++) {
    for (size_t co = 0; co < cout; co += LANES) {
      f32x16 w[9], half[18], u[36];
      for (size_t tap = 0; tap < 9; tap++) w[tap] = load16(filter + (tap * cin + ci) * cout + co);
      for (int x = 0; x < 3; x++) FILTER_1D(w + x, 3, half + x, 3);
      for (int y = 0; y < 6; y++) FILTER_1D(half + 3 * y, 1, u + 6 * y, 1);
      float *to = out + (co / panel * cin + ci) * panel + co % panel;
      for (size_t xi = 0; xi < 36; xi++) store16(to + xi * cin * cout, u[xi]);
    }
  }
}

SEG_CLONES
void seg_winograd_input(const float *image, seg_tiled shape, size_t first, size_t count,
                        seg_promise promise, float *out, size_t stride) {
  const size_t across = (shape.width + 3) / 4, channels = shape.channels;
  const ptrdiff_t height = (ptrdiff_t)shape.height, width = (ptrdiff_t)shape.width;
  for (size_t tile = 0; tile < count; tile++) {
    const ptrdiff_t top = (ptrdiff_t)((first + tile) / across) * 4 - 1;
    const ptrdiff_t left = (ptrdiff_t)((first + tile) % across) * 4 - 1;
    const int inside = top >= 0 && left >= 0 && top + 6 <= height && left + 6 <= width;
    for (size_t c = 0; c < channels; c += LANES) {
      f32x16 d[36], half[36];
      if (inside) {
        const float *from = image + (top * width + left) * (ptrdiff_t)channels + c;
        for (int y = 0; y < 6; y++)
          for (int x = 0; x < 6; x++)
            d[6 * y + x] = read16(from + (y * width + x) * (ptrdiff_t)channels, c, promise);
      } else {
        for (int y = 0; y < 6; y++)
          for (int x = 0; x < 6; x++) {
            const ptrdiff_t row = top + y, column = left + x;
            d[6 * y + x] = (f32x16){0};
            if (row >= 0 && row < height && column >= 0 && column < width)
              d[6 * y + x] = read16(image + (row * width + column) * (ptrdiff_t)channels + c, c,
                                    promise);
          }
      }
      for (int x = 0; x < 6; x++) INPUT_1D(d + x, 6, half + x, 6);
      float *to = out + tile * channels + c;
      for (int y = 0; y < 6; y++) {
        f32x16 v[6];
        INPUT_1D(half + 6 * y, 1, v, 1);
        for (int x = 0; x < 6; x++) store16(to + (size_t)(6 * y + x) * stride, v[x]);
      }
    }
  }
}

SEG_CLONES
void seg_winograd_output(const float *tiles, size_t stride, seg_tiled shape, size_t first,
                         size_t count, float *image, double *sums, double *squares) {
  const size_t across = (shape.width + 3) / 4, channels = shape.channels;
  for (size_t tile = 0; tile < count; tile++) {
    const size_t top = (first + tile) / across * 4, left = (first + tile) % across * 4;
    const size_t rows = shape.height - top < 4 ? shape.height - top : 4;
    const size_t columns = shape.width - left < 4 ? shape.width - left : 4;
    for (size_t c = 0; c < channels; c += LANES) {
      f32x16 m[36], half[24];
      const float *from = tiles + tile * channels + c;
      for (size_t xi = 0; xi < 36; xi++) m[xi] = load16(from + xi * stride);
      for (int x = 0; x < 6; x++) OUTPUT_1D(m + x, 6, half + x, 6);
      f32x16 sum = {0}, square = {0};
      for (size_t y = 0; y < rows; y++) {
        f32x16 v[4];
        OUTPUT_1D(half + 6 * y, 1, v, 1);
        float *to = image + ((top + y) * shape.width + left) * channels + c;
        for (size_t x = 0; x < columns; x++) {
          store16(to + x * channels, v[x]);
          sum += v[x];
          square += v[x] * v[x];
        }
      }
      if (sums) {
        *(f64x16 *)(sums + c) += __builtin_convertvector(sum, f64x16);
        *(f64x16 *)(squares + c) += __builtin_convertvector(square, f64x16);
      }
    }
  }
}

SEG_CLONES
void seg_winograd_gradient(const float *image, seg_tiled shape, size_t first, size_t count,
                           float *out, size_t stride) {
  const size_t across = (shape.width + 3) / 4, channels = shape.channels;
  for (size_t tile = 0; tile < count; tile++) {
    const size_t top = (first + tile) / across * 4, left = (first + tile) % across * 4;
    for (size_t c = 0; c < channels; c += LANES) {
      f32x16 g[16], half[24];
      for (size_t y = 0; y < 4; y++)
        for (size_t x = 0; x < 4; x++) {
          g[4 * y + x] = (f32x16){0};
          if (top + y < shape.height && left + x < shape.width)
            g[4 * y + x] =
                load16(image + ((top + y) * shape.width + left + x) * channels + c);
        }
      for (int x = 0; x < 4; x++) GRADIENT_1D(g + x, 4, half + x, 4);
      float *to = out + tile * channels + c;
      for (int y = 0; y < 6; y++) {
        f32x16 v[6];
        GRADIENT_1D(half + 4 * y, 1, v, 1);
        for (int x = 0; x < 6; x++) store16(to + (size_t)(6 * y + x) * stride, v[x]);
      }
    }
  }
}

SEG_CLONES
void seg_winograd_filter_gradient(const float *sums, size_t cin, size_t cout, size_t first,
                                  size_t rows, float *out) {
  for (size_t ci = first; ci < first + rows; ci++) {
    for (size_t co = 0; co < cout; co += LANES) {
      f32x16 u[36], half[18], w[9];
      for (size_t xi = 0; xi < 36; xi++) u[xi] = load16(sums + (xi * cin + ci) * cout + co);
      for (int x = 0; x < 6; x++) FILTER_GRADIENT_1D(u + x, 6, half + x, 6);
      for (int y = 0; y < 3; y++) FILTER_GRADIENT_1D(half + 6 * y, 1, w + 3 * y, 1);
      for (size_t tap = 0; tap < 9; tap++) store16(out + (tap * cin + ci) * cout + co, w[tap]);
    }
  }
}

// ROWS × 16·VECTORS sums in registers.
#define PRODUCT(ROWS, VECTORS, a, a_row, a_step, b, b_step, out, out_row, begin)           \
  do {                                                                                     \
    f32x16 sum[ROWS][VECTORS];                                                             \
    for (int r = 0; r < ROWS; r++)                                                         \
      for (int v = 0; v < VECTORS; v++)                                                    \
        sum[r][v] = begin ? load16((out) + (size_t)r * (out_row) + 16 * v) : (f32x16){0};  \
    for (size_t k = 0; k < depth; k++) {                                                   \
      f32x16 line[VECTORS];                                                                \
      for (int v = 0; v < VECTORS; v++) line[v] = load16((b) + k * (b_step) + 16 * v);     \
      for (int r = 0; r < ROWS; r++) {                                                     \
        const float factor = (a)[(size_t)r * (a_row) + k * (a_step)];                      \
        for (int v = 0; v < VECTORS; v++) sum[r][v] += factor * line[v];                   \
      }                                                                                    \
    }                                                                                      \
    for (int r = 0; r < ROWS; r++)                                                         \
      for (int v = 0; v < VECTORS; v++)                                                    \
        store16((out) + (size_t)r * (out_row) + 16 * v, sum[r][v]);                        \
  } while (0)

SEG_CLONES
void seg_panel_product(const float *left, const float *panels, size_t rows, size_t depth,
                       size_t columns, float *out) {
  const size_t panel = seg_panel_width(columns);
  for (size_t column = 0; column < columns; column += panel) {
    const float *b = panels + column * depth;
    for (size_t row = 0; row < rows; row += SEG_PRODUCT_ROWS) {
      const float *a = left + row * depth;
      float *to = out + row * columns + column;
      if (panel == 64) PRODUCT(6, 4, a, depth, 1, b, 64, to, columns, 0);
      else if (panel == 32) PRODUCT(6, 2, a, depth, 1, b, 32, to, columns, 0);
      else PRODUCT(6, 1, a, depth, 1, b, 16, to, columns, 0);
    }
  }
}

SEG_CLONES
void seg_transposed_product(const float *left, size_t left_step, const float *right, size_t depth,
                            size_t m, size_t n, float *out) {
  const size_t width = seg_panel_width(n);
  for (size_t column = 0; column < n; column += width) {
    for (size_t row = 0; row < m; row += 4) {
      float *to = out + row * n + column;
      if (width == 64) PRODUCT(4, 4, left + row, 1, left_step, right + column, n, to, n, 1);
      else if (width == 32) PRODUCT(4, 2, left + row, 1, left_step, right + column, n, to, n, 1);
      else PRODUCT(4, 1, left + row, 1, left_step, right + column, n, to, n, 1);
    }
  }
}

SEG_CLONES
void seg_transpose(const float *from, size_t rows, size_t columns, float *out) {
  for (size_t row = 0; row < rows; row += 16)
    for (size_t column = 0; column < columns; column += 16)
      for (size_t r = row; r < rows && r < row + 16; r++)
        for (size_t c = column; c < columns && c < column + 16; c++)
          out[c * rows + r] = from[r * columns + c];
}
