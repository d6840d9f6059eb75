// The SIMD loops. Plain functions on flat arrays; the loader picks the instruction set.
#pragma once
#include "seg_adam.h"
#include "seg_channels.h"
#include "seg_color.h"
#include "seg_cross_entropy.h"
#include "seg_flip.h"
#include "seg_patches.h"
#include "seg_pool.h"
#include "seg_resize.h"
#include "seg_sample.h"
#include "seg_statistics.h"
#include "seg_winograd.h"
#include "seg_xxh64.h"
