// The SIMD loops. Plain functions on flat arrays; the loader picks the instruction set.
#pragma once
#include "seg_xxh64.h"
