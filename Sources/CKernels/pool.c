#include <string.h>

#include "float_vectors.h"
#include "seg_pool.h"

typedef _Bool b1x16 __attribute__((ext_vector_type(16)));
typedef int32_t ei32x16 __attribute__((ext_vector_type(16)));

#define bits16(where)                                                                   \
  __extension__({                                                                       \
    const union { i32x16 from; ei32x16 to; } cast_ = {where};                           \
    const union { b1x16 from; uint16_t to; } mask_ = {__builtin_convertvector(cast_.to, b1x16)}; \
    mask_.to;                                                                           \
  })
#define lanes16(bits)                                                                       \
  __extension__({                                                                           \
    const i32x16 lane_ = {1,   2,   4,    8,    16,   32,   64,    128,                     \
                          256, 512, 1024, 2048, 4096, 8192, 16384, 32768};                  \
    (((i32x16){0} + (int32_t)(uint16_t)(bits)) & lane_) != 0;                               \
  })

// NaN wins over all that came before it.
#define wins16(next, best) (((next) > (best)) | ((next) != (next)))

SEG_CLONES
void seg_max_pool_row(const float *upper, const float *lower, size_t width, size_t channels,
                      seg_promise promise, float *out, uint16_t *index) {
  for (size_t x = 0; x < width; x++) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      f32x16 best = read16(upper + c, c, promise);
      i32x16 low = {0}, high = {0};
      f32x16 next = read16(upper + channels + c, c, promise);
      i32x16 larger = wins16(next, best);
      best = select16(larger, next, best);
      low |= larger;
      next = read16(lower + c, c, promise);
      larger = wins16(next, best);
      best = select16(larger, next, best);
      low &= ~larger;
      high |= larger;
      next = read16(lower + channels + c, c, promise);
      larger = wins16(next, best);
      best = select16(larger, next, best);
      low |= larger;
      high |= larger;
      store16(out + c, best);
      index[0] = bits16(low);
      index[1] = bits16(high);
      index += 2;
    }
    if (c < channels) {
      index[0] = index[1] = 0;
      for (int lane = 0; c < channels; c++, lane++) {
        const float *places[4] = {upper + c, upper + channels + c, lower + c, lower + channels + c};
        float best = read1(places[0], c, promise);
        int at = 0;
        for (int place = 1; place < 4; place++) {
          const float next = read1(places[place], c, promise);
          if (next > best || next != next) {
            best = next;
            at = place;
          }
        }
        out[c] = best;
        index[0] |= (uint16_t)((at & 1) << lane);
        index[1] |= (uint16_t)((at >> 1) << lane);
      }
      index += 2;
    }
    upper += 2 * channels;
    lower += 2 * channels;
    out += channels;
  }
}

SEG_CLONES
void seg_unpool_row(const float *values, const uint16_t *index, size_t width, size_t channels,
                    float *upper, float *lower) {
  const f32x16 zero = {0};
  for (size_t x = 0; x < width; x++) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      const f32x16 value = load16(values + c);
      const uint16_t low = index[0], high = index[1];
      store16(upper + c, select16(lanes16((uint16_t)(~low & ~high)), value, zero));
      store16(upper + channels + c, select16(lanes16((uint16_t)(low & ~high)), value, zero));
      store16(lower + c, select16(lanes16((uint16_t)(~low & high)), value, zero));
      store16(lower + channels + c, select16(lanes16((uint16_t)(low & high)), value, zero));
      index += 2;
    }
    if (c < channels) {
      for (int lane = 0; c < channels; c++, lane++) {
        const int at = (index[0] >> lane & 1) | (index[1] >> lane & 1) << 1;
        upper[c] = at == 0 ? values[c] : 0;
        upper[channels + c] = at == 1 ? values[c] : 0;
        lower[c] = at == 2 ? values[c] : 0;
        lower[channels + c] = at == 3 ? values[c] : 0;
      }
      index += 2;
    }
    values += channels;
    upper += 2 * channels;
    lower += 2 * channels;
  }
}

SEG_CLONES
void seg_gather_row(const float *upper, const float *lower, const uint16_t *index, size_t width,
                    size_t channels, float *out) {
  for (size_t x = 0; x < width; x++) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
      const i32x16 low = lanes16(index[0]), high = lanes16(index[1]);
      const f32x16 above = select16(low, load16(upper + channels + c), load16(upper + c));
      const f32x16 below = select16(low, load16(lower + channels + c), load16(lower + c));
      store16(out + c, select16(high, below, above));
      index += 2;
    }
    if (c < channels) {
      for (int lane = 0; c < channels; c++, lane++) {
        const float *row = (index[1] >> lane & 1) ? lower : upper;
        out[c] = row[(index[0] >> lane & 1) * channels + c];
      }
      index += 2;
    }
    upper += 2 * channels;
    lower += 2 * channels;
    out += channels;
  }
}
