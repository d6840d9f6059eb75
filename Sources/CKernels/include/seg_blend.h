// Mixing two pictures.
#pragma once
#include <stddef.h>
#include <stdint.h>

// values = weight * values + (1 - weight) * others, rounded half to even; weight of 0...1.
void seg_blend_u8(uint8_t *values, const uint8_t *others, size_t count, float weight);
void seg_blend_u16(uint16_t *values, const uint16_t *others, size_t count, float weight);
