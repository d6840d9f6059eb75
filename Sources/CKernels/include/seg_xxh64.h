// XXH64 (Yann Collet): the checksum of shards and members, as `xxhsum -H1` prints it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t lane[4];
  uint64_t seed;
  uint64_t total;
  uint8_t tail[32];
  size_t held;
} seg_xxh64_state;

void seg_xxh64_begin(seg_xxh64_state *state, uint64_t seed);
void seg_xxh64_add(seg_xxh64_state *state, const void *bytes, size_t count);
// Adds the same bytes to two states, reading them once.
void seg_xxh64_add_both(seg_xxh64_state *first, seg_xxh64_state *second, const void *bytes,
                        size_t count);
// The rounds of both over count bytes, a multiple of 64, one product after the other.
void seg_xxh64_both_plain(uint64_t first[4], uint64_t second[4], const void *bytes, size_t count);
// The same with four products at once; false, and nothing done, where that is no faster.
bool seg_xxh64_both_vectors(uint64_t first[4], uint64_t second[4], const void *bytes, size_t count);
uint64_t seg_xxh64_end(const seg_xxh64_state *state);
