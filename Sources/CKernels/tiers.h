// Kernels written once and compiled for each instruction set by including their body: for those that
// need an instruction which compilers do not find in plain loops. The loader picks one, as it does
// for SEG_CLONES, and the copies bear the names that clones have.
#pragma once
#include "dispatch.h"

#define SEG_STRING_(text) #text
#define SEG_STRING(text) SEG_STRING_(text)

#if defined(__x86_64__) && defined(__GLIBC__)
#define SEG_PICKED_BY_LOADER 1
// The three copies of NAME and the choice between them.
#define SEG_PICK(RESULT, NAME, PARAMETERS)                                                   \
  RESULT NAME##_v4 PARAMETERS __asm__(#NAME ".arch_x86-64-v4.0");                            \
  RESULT NAME##_v3 PARAMETERS __asm__(#NAME ".arch_x86-64-v3.1");                            \
  RESULT NAME##_default PARAMETERS __asm__(#NAME ".default.2");                              \
  __attribute__((used)) static RESULT (*NAME##_picked(void)) PARAMETERS {                    \
    __builtin_cpu_init();                                                                    \
    return __builtin_cpu_supports("x86-64-v4")   ? NAME##_v4                                 \
           : __builtin_cpu_supports("x86-64-v3") ? NAME##_v3                                 \
                                                 : NAME##_default;                           \
  }                                                                                          \
  RESULT NAME PARAMETERS __attribute__((ifunc(#NAME "_picked")));
#endif
