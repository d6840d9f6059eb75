// Sixteen lanes of single precision: one AVX-512 register, two of AVX2, four of NEON.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "dispatch.h"
// The compute engine may fuse multiply and add: kinds of machine may differ, thread counts do not.
#pragma STDC FP_CONTRACT ON

#define LANES 16
#define INLINE static inline __attribute__((always_inline))

typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i32x16 __attribute__((vector_size(64), aligned(4)));
typedef double f64x16 __attribute__((vector_size(128), aligned(8)));

// Macros, because a vector argument would bind the functions to one instruction set.
#define load16(from) (*(const f32x16 *)(from))
#define store16(to, value) (*(f32x16 *)(to) = (value))
#define select16(where, yes, no) \
  ((f32x16)(((where) & (i32x16)(yes)) | (~(where) & (i32x16)(no))))

// Sixteen values read with their promise (seg_promise) kept. What is not below 0 stays: NaN too, so
// that a network that has gone wrong shows it.
#define read16(from, c, promise)                                              \
  __extension__({                                                             \
    f32x16 v_ = load16(from);                                                 \
    if ((promise).scale)                                                      \
      v_ = load16((promise).scale + (c)) * v_ + load16((promise).shift + (c)); \
    if ((promise).relu) v_ = select16(v_ < 0, (f32x16){0}, v_);               \
    v_;                                                                       \
  })
#define read1(from, c, promise)                                              \
  __extension__({                                                            \
    float v_ = *(from);                                                      \
    if ((promise).scale) v_ = (promise).scale[c] * v_ + (promise).shift[c];  \
    (promise).relu && v_ < 0 ? 0 : v_;                                       \
  })
