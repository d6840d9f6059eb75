// What differs between the instruction sets: SEG_TIER is 4 for x86-64-v4, 3 for x86-64-v3, else 0.
// Included once for each.
#undef TIER
#undef NAMED
#undef NAMED_
#undef NAMED__
#undef SUFFIX
#undef HALF
#undef MULTIPLY_PAIRS
#undef FOUR_PIXELS

// MULTIPLY_PAIRS: products of neighbouring 16-bit lanes, added in pairs.
#if SEG_TIER == 4
#define TIER __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define SUFFIX _v4
#define MULTIPLY_PAIRS(a, b) ((i32x16)__builtin_ia32_pmaddwd512((i16x32)(a), (i16x32)(b)))
#elif SEG_TIER == 3
#define TIER __attribute__((target("arch=x86-64-v3")))
#define SUFFIX _v3
#define HALF(v, n)                                                                            \
  __builtin_shufflevector(                                                                    \
      (i16x32)(v), (i16x32)(v), n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8,    \
      n + 9, n + 10, n + 11, n + 12, n + 13, n + 14, n + 15)
#define MULTIPLY_PAIRS(a, b)                                                                  \
  __extension__({                                                                             \
    __typeof__(a) left_ = (a);                                                                   \
    __typeof__(b) right_ = (b);                                                                   \
    (i32x16) __builtin_shufflevector(                                                         \
        __builtin_ia32_pmaddwd256(HALF(left_, 0), HALF(right_, 0)),                                  \
        __builtin_ia32_pmaddwd256(HALF(left_, 16), HALF(right_, 16)), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,  \
        10, 11, 12, 13, 14, 15);                                                              \
  })
#else
#define TIER
#if SEG_PICKED_BY_LOADER
#define SUFFIX _default
#else
#define SUFFIX
#endif
#define MULTIPLY_PAIRS(a, b)                                              \
  __extension__({                                                         \
    i32x16 left_ = (i32x16)(a), right_ = (i32x16)(b);                            \
    ((left_ << 16) >> 16) * ((right_ << 16) >> 16) + (left_ >> 16) * (right_ >> 16);    \
  })
#endif

#define NAMED_(name, suffix) name##suffix
#define NAMED__(name, suffix) NAMED_(name, suffix)
#define NAMED(name) NAMED__(name, SUFFIX)
