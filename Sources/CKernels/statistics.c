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

// Four tables, because neighbouring pixels are mostly equal and would wait for one another's count.
void seg_histogram_u8(const uint8_t *values, size_t count, uint64_t *counts) {
  while (count > 0) {
    const size_t piece = count < (1u << 30) ? count : (1u << 30);
    uint32_t table[4][256];
    memset(table, 0, sizeof table);
    size_t at = 0;
    for (; at + 4 <= piece; at += 4) {
      table[0][values[at]]++;
      table[1][values[at + 1]]++;
      table[2][values[at + 2]]++;
      table[3][values[at + 3]]++;
    }
    for (; at < piece; at++) table[0][values[at]]++;
    for (int value = 0; value < 256; value++) {
      counts[value] += (uint64_t)table[0][value] + table[1][value] + table[2][value]
                       + table[3][value];
    }
    values += piece;
    count -= piece;
  }
}
