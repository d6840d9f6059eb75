// XXH64, from its specification (xxhash.com, doc/xxhash_spec.md).
#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const uint64_t P1 = 0x9E3779B185EBCA87u, P2 = 0xC2B2AE3D27D4EB4Fu, P3 = 0x165667B19E3779F9u,
                      P4 = 0x85EBCA77C2B2AE63u, P5 = 0x27D4EB2F165667C5u;

static inline uint64_t rotl(uint64_t x, int r) { return (x << r) | (x >> (64 - r)); }

static inline uint64_t load64(const uint8_t *p) {
  uint64_t value;
  memcpy(&value, p, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

static inline uint32_t load32(const uint8_t *p) {
  uint32_t value;
  memcpy(&value, p, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  return value;
}

static inline uint64_t round64(uint64_t lane, uint64_t input) {
  return rotl(lane + input * P2, 31) * P1;
}

static inline uint64_t merge(uint64_t hash, uint64_t lane) {
  return (hash ^ round64(0, lane)) * P1 + P4;
}

void seg_xxh64_begin(seg_xxh64_state *state, uint64_t seed) {
  memset(state, 0, sizeof *state);
  state->seed = seed;
  state->lane[0] = seed + P1 + P2;
  state->lane[1] = seed + P2;
  state->lane[2] = seed;
  state->lane[3] = seed - P1;
}

static void stripe(uint64_t lane[4], const uint8_t *p) {
  for (int i = 0; i < 4; i++) lane[i] = round64(lane[i], load64(p + 8 * i));
}

void seg_xxh64_add(seg_xxh64_state *state, const void *bytes, size_t count) {
  if (count == 0) return;
  const uint8_t *p = bytes, *end = p + count;
  state->total += count;
  if (state->held > 0) {
    size_t room = sizeof state->tail - state->held;
    size_t taken = count < room ? count : room;
    memcpy(state->tail + state->held, p, taken);
    state->held += taken;
    p += taken;
    if (state->held < sizeof state->tail) return;
    stripe(state->lane, state->tail);
    state->held = 0;
  }
  uint64_t lane[4];
  memcpy(lane, state->lane, sizeof lane);
  for (; end - p >= 32; p += 32) stripe(lane, p);
  memcpy(state->lane, lane, sizeof lane);
  state->held = (size_t)(end - p);
  if (state->held > 0) memcpy(state->tail, p, state->held);
}

void seg_xxh64_both_plain(uint64_t first[4], uint64_t second[4], const void *bytes, size_t count) {
  uint64_t a[4], b[4];
  memcpy(a, first, sizeof a);
  memcpy(b, second, sizeof b);
  for (const uint8_t *p = bytes, *end = p + count; p < end; p += 64) {
    // Two hashes are slow enough that the memory keeps up, once it knows early.
    __builtin_prefetch(p + 2048);
    for (int half = 0; half < 64; half += 32) {
      for (int i = 0; i < 4; i++) {
        // Half of a round does not depend on the state: both share it.
        uint64_t product = load64(p + half + 8 * i) * P2;
        a[i] = rotl(a[i] + product, 31) * P1;
        b[i] = rotl(b[i] + product, 31) * P1;
      }
    }
  }
  memcpy(first, a, sizeof a);
  memcpy(second, b, sizeof b);
}

#if defined(__x86_64__)
// Four products at once pay where they take no longer than one, as AMD makes them; Intel takes five
// times as long, and each round waits for the one before.
static bool has_fast_products(void) {
  return __builtin_cpu_is("amd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

__attribute__((target("avx512f,avx512dq,avx512vl"))) static void both_vectors(
    uint64_t first[4], uint64_t second[4], const uint8_t *p, size_t count) {
  const __m256i p1 = _mm256_set1_epi64x((long long)P1), p2 = _mm256_set1_epi64x((long long)P2);
  __m256i a = _mm256_loadu_si256((const void *)first);
  __m256i b = _mm256_loadu_si256((const void *)second);
  for (const uint8_t *end = p + count; p < end; p += 64) {
    __builtin_prefetch(p + 2048);
    for (int half = 0; half < 64; half += 32) {
      __m256i product = _mm256_mullo_epi64(_mm256_loadu_si256((const void *)(p + half)), p2);
      a = _mm256_mullo_epi64(_mm256_rol_epi64(_mm256_add_epi64(a, product), 31), p1);
      b = _mm256_mullo_epi64(_mm256_rol_epi64(_mm256_add_epi64(b, product), 31), p1);
    }
  }
  _mm256_storeu_si256((void *)first, a);
  _mm256_storeu_si256((void *)second, b);
}
#endif

bool seg_xxh64_both_vectors(uint64_t first[4], uint64_t second[4], const void *bytes, size_t count) {
#if defined(__x86_64__)
  if (has_fast_products()) {
    both_vectors(first, second, bytes, count);
    return true;
  }
#endif
  (void)first, (void)second, (void)bytes, (void)count;
  return false;
}

void seg_xxh64_add_both(seg_xxh64_state *first, seg_xxh64_state *second, const void *bytes,
                        size_t count) {
  if (count == 0) return;
  const uint8_t *p = bytes;
  size_t whole = first->held == 0 && second->held == 0 ? count & ~(size_t)63 : 0;
  first->total += whole;
  second->total += whole;
  if (whole > 0 && !seg_xxh64_both_vectors(first->lane, second->lane, p, whole)) {
    seg_xxh64_both_plain(first->lane, second->lane, p, whole);
  }
  p += whole;
  seg_xxh64_add(first, p, count - whole);
  seg_xxh64_add(second, p, count - whole);
}

uint64_t seg_xxh64_end(const seg_xxh64_state *state) {
  uint64_t hash;
  if (state->total >= 32) {
    const uint64_t *lane = state->lane;
    hash = rotl(lane[0], 1) + rotl(lane[1], 7) + rotl(lane[2], 12) + rotl(lane[3], 18);
    for (int i = 0; i < 4; i++) hash = merge(hash, lane[i]);
  } else {
    hash = state->seed + P5;
  }
  hash += state->total;
  const uint8_t *p = state->tail, *end = p + state->held;
  for (; end - p >= 8; p += 8) hash = rotl(hash ^ round64(0, load64(p)), 27) * P1 + P4;
  if (end - p >= 4) {
    hash = rotl(hash ^ (load32(p) * P1), 23) * P2 + P3;
    p += 4;
  }
  for (; p < end; p++) hash = rotl(hash ^ (*p * P5), 11) * P1;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}
