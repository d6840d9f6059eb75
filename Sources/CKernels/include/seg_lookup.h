// Samples replaced by entries of tables, in one pass; `from` and `to` may be the same.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The instruction sets there are loops for, beside the one that every machine has.
typedef enum { seg_lookup_plain, seg_lookup_avx2, seg_lookup_vbmi } seg_lookup_set;

// True when this machine has the instructions.
bool seg_has_lookup_set(seg_lookup_set set);

// `channels` tables of 256 entries one after another, for [pixels, channels]; with one channel, the
// table of every sample.
void seg_lookup_u8(
    const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables, size_t channels);
void seg_lookup_u8_with(
    seg_lookup_set set, const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables,
    size_t channels);

// The same with tables of 65536 entries.
void seg_lookup_u16(
    const uint16_t *from, uint16_t *to, size_t pixels, const uint16_t *tables, size_t channels);
