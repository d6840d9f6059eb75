#include "CKernelTiers.h"

#if __has_include(<features.h>)
#include <features.h>
#endif

// A clone that is renamed or no longer made is an error of the linker here.
#if defined(__x86_64__) && defined(__GLIBC__)

bool seg_has_tier(int tier) {
  __builtin_cpu_init();
  return tier == 0 || (tier == 1 && __builtin_cpu_supports("x86-64-v3")) ||
         (tier == 2 && __builtin_cpu_supports("x86-64-v4"));
}

#define DEFINE(RESULT, NAME, PARAMETERS, ARGUMENTS)                      \
  RESULT NAME##_tier0 PARAMETERS __asm__(#NAME ".default.2");            \
  RESULT NAME##_tier1 PARAMETERS __asm__(#NAME ".arch_x86-64-v3.1");     \
  RESULT NAME##_tier2 PARAMETERS __asm__(#NAME ".arch_x86-64-v4.0");     \
  RESULT NAME##_on_tier SEG_FIRST_TIER(PARAMETERS) {                     \
    if (tier == 0) return NAME##_tier0 ARGUMENTS;                        \
    if (tier == 1) return NAME##_tier1 ARGUMENTS;                        \
    return NAME##_tier2 ARGUMENTS;                                       \
  }

#else

bool seg_has_tier(int tier) { return tier == 0; }

#define DEFINE(RESULT, NAME, PARAMETERS, ARGUMENTS)  \
  RESULT NAME##_on_tier SEG_FIRST_TIER(PARAMETERS) { \
    (void)tier;                                      \
    return NAME ARGUMENTS;                           \
  }

#endif

SEG_TIER_KERNELS(DEFINE)
