#include <string.h>

#include "dispatch.h"
#include "seg_statistics.h"

// Whole rounds of lanes that cannot overflow 32 bits: 65025 · 65536 < 2^32.
#define ROUNDS 65536

SEG_CLONES
void seg_lane_sums_u8(const uint8_t *values, size_t count, uint64_t *sums, uint64_t *squares) {
  while (count >= SEG_SUM_LANES) {
    size_t rounds = count / SEG_SUM_LANES;
    if (rounds > ROUNDS) rounds = ROUNDS;
    uint32_t sum[SEG_SUM_LANES] = {0};
    uint32_t square[SEG_SUM_LANES] = {0};
    for (size_t round = 0; round < rounds; round++) {
      for (int lane = 0; lane < SEG_SUM_LANES; lane++) {
        const uint32_t value = values[lane];
        sum[lane] += value;
        square[lane] += value * value;
      }
      values += SEG_SUM_LANES;
    }
    for (int lane = 0; lane < SEG_SUM_LANES; lane++) {
      sums[lane] += sum[lane];
      squares[lane] += square[lane];
    }
    count -= rounds * SEG_SUM_LANES;
  }
  for (size_t lane = 0; lane < count; lane++) {
    const uint64_t value = values[lane];
    sums[lane] += value;
    squares[lane] += value * value;
  }
}

SEG_CLONES
void seg_lane_sums_u16(const uint16_t *values, size_t count, uint64_t *sums, uint64_t *squares) {
  while (count >= SEG_SUM_LANES) {
    for (int lane = 0; lane < SEG_SUM_LANES; lane++) {
      const uint64_t value = values[lane];
      sums[lane] += value;
      squares[lane] += value * value;
    }
    values += SEG_SUM_LANES;
    count -= SEG_SUM_LANES;
  }
  for (size_t lane = 0; lane < count; lane++) {
    const uint64_t value = values[lane];
    sums[lane] += value;
    squares[lane] += value * value;
  }
}

// In label maps most neighbours are equal: runs of 32 equal values are counted at once, and the others
// in four tables, because equal values in one table would wait for one another's count.
void seg_histogram_u8(const uint8_t *values, size_t count, uint64_t *counts) {
  uint64_t table[4][256];
  memset(table, 0, sizeof table);
  size_t at = 0;
  for (; at + 32 <= count; at += 32) {
    uint64_t word[4];
    memcpy(word, values + at, sizeof word);
    const uint64_t same = (uint64_t)values[at] * 0x0101010101010101u;
    if (((word[0] ^ same) | (word[1] ^ same) | (word[2] ^ same) | (word[3] ^ same)) == 0) {
      table[0][values[at]] += 32;
      continue;
    }
    for (size_t next = at; next < at + 32; next += 4) {
      table[0][values[next]]++;
      table[1][values[next + 1]]++;
      table[2][values[next + 2]]++;
      table[3][values[next + 3]]++;
    }
  }
  for (; at < count; at++) table[0][values[at]]++;
  for (int value = 0; value < 256; value++) {
    counts[value] += table[0][value] + table[1][value] + table[2][value] + table[3][value];
  }
}
