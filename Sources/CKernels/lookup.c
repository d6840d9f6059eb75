// Tables of 256 bytes: held in registers where the machine can look up in those.
//
// The instructions needed stand beside the three levels of target_clones, so the choice is made here.
#include "CKernels.h"

#define INLINE static inline __attribute__((always_inline))

INLINE void look_up(
    const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables, size_t channels) {
  for (size_t i = 0; i < pixels * channels; i += channels)
    for (size_t c = 0; c < channels; c++) to[i + c] = tables[256 * c + from[i + c]];
}

// The channels are constants in each call, so that the loop over them is unrolled.
static void look_up_plain(
    const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables, size_t channels) {
  size_t done = pixels / 4 * 4;
  switch (channels) {
    case 1:
      for (size_t i = 0; i < done; i += 4) {
        uint8_t a = tables[from[i]], b = tables[from[i + 1]];
        uint8_t c = tables[from[i + 2]], d = tables[from[i + 3]];
        to[i] = a;
        to[i + 1] = b;
        to[i + 2] = c;
        to[i + 3] = d;
      }
      look_up(from + done, to + done, pixels - done, tables, 1);
      break;
    case 3: look_up(from, to, pixels, tables, 3); break;
    case 4: look_up(from, to, pixels, tables, 4); break;
    default: look_up(from, to, pixels, tables, channels);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// 16 tables of 16 entries. Less 16k and 0x70 more, saturated, the bytes of part k have their top bit
// clear, and a shuffle makes 0 of all others.
__attribute__((target("avx2"))) static void look_up_avx2(
    const uint8_t *from, uint8_t *to, size_t count, const uint8_t *table) {
  __m256i parts[16];
  for (int k = 0; k < 16; k++)
    parts[k] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(table + 16 * k)));
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(from + i));
    __m256i result = _mm256_setzero_si256();
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
      __m256i index = _mm256_sub_epi8(v, _mm256_set1_epi8((char)(16 * k)));
      index = _mm256_adds_epu8(index, _mm256_set1_epi8(0x70));
      result = _mm256_or_si256(result, _mm256_shuffle_epi8(parts[k], index));
    }
    _mm256_storeu_si256((__m256i *)(to + i), result);
  }
  look_up(from + i, to + i, count - i, table, 1);
}

#define VBMI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))
#define VBMI_INLINE static inline VBMI __attribute__((always_inline))

typedef struct {
  __m512i part[4];
} table_registers;

VBMI_INLINE table_registers load_table(const uint8_t *table) {
  table_registers t;
  for (int k = 0; k < 4; k++) t.part[k] = _mm512_loadu_si512(table + 64 * k);
  return t;
}

VBMI_INLINE __m512i entries(table_registers t, __m512i v) {
  __m512i low = _mm512_permutex2var_epi8(t.part[0], v, t.part[1]);
  __m512i high = _mm512_permutex2var_epi8(t.part[2], v, t.part[3]);
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(v), low, high);
}

VBMI static void look_up_vbmi_1(
    const uint8_t *from, uint8_t *to, size_t count, const uint8_t *table) {
  table_registers t = load_table(table);
  size_t i = 0;
  for (; i + 128 <= count; i += 128) {
    __m512i a = entries(t, _mm512_loadu_si512(from + i));
    __m512i b = entries(t, _mm512_loadu_si512(from + i + 64));
    _mm512_storeu_si512(to + i, a);
    _mm512_storeu_si512(to + i + 64, b);
  }
  for (; i < count; i += 64) {
    size_t left = count - i;
    __mmask64 mask = left >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << left) - 1;
    __m512i v = _mm512_maskz_loadu_epi8(mask, from + i);
    _mm512_mask_storeu_epi8(to + i, mask, entries(t, v));
  }
}

// The samples of a vector that are of channel c, when its first sample is of channel `phase`.
VBMI_INLINE __mmask64 of_channel(unsigned c, unsigned phase, unsigned channels) {
  __mmask64 mask = 0;
  for (unsigned i = 0; i < 64; i++)
    if ((phase + i) % channels == c) mask |= (__mmask64)1 << i;
  return mask;
}

VBMI_INLINE __m512i entries_of_channels(
    const table_registers *t, const __mmask64 *masks, unsigned channels, __m512i v) {
  __m512i result = entries(t[0], v);
  for (unsigned c = 1; c < channels; c++)
    result = _mm512_mask_blend_epi8(masks[c], result, entries(t[c], v));
  return result;
}

VBMI_INLINE void look_up_vbmi_channels(
    const uint8_t *from, uint8_t *to, size_t count, const uint8_t *tables, unsigned channels) {
  table_registers t[4];
  __mmask64 masks[3][4];  // by phase
  for (unsigned c = 0; c < channels; c++) {
    t[c] = load_table(tables + 256 * c);
    for (unsigned phase = 0; phase < 3; phase++)
      masks[phase][c] = of_channel(c, 64 * phase % channels, channels);
  }
  size_t i = 0;
  for (; i + 192 <= count; i += 192) {
#pragma clang loop unroll(full)
    for (unsigned phase = 0; phase < 3; phase++) {
      __m512i v = _mm512_loadu_si512(from + i + 64 * phase);
      _mm512_storeu_si512(
          to + i + 64 * phase, entries_of_channels(t, masks[phase], channels, v));
    }
  }
  // 192 is a multiple of the 2, 3 or 4 channels.
  look_up_plain(from + i, to + i, (count - i) / channels, tables, channels);
}

VBMI static void look_up_vbmi(
    const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables, size_t channels) {
  switch (channels) {
    case 1: look_up_vbmi_1(from, to, pixels, tables); break;
    case 2: look_up_vbmi_channels(from, to, pixels * 2, tables, 2); break;
    case 3: look_up_vbmi_channels(from, to, pixels * 3, tables, 3); break;
    case 4: look_up_vbmi_channels(from, to, pixels * 4, tables, 4); break;
    default: look_up_plain(from, to, pixels, tables, channels);
  }
}

bool seg_has_lookup_set(seg_lookup_set set) {
  switch (set) {
    case seg_lookup_plain: return true;
    case seg_lookup_avx2: return __builtin_cpu_supports("avx2");
    case seg_lookup_vbmi:
      return __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl");
  }
  return false;
}

void seg_lookup_u8_with(
    seg_lookup_set set, const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables,
    size_t channels) {
  if (set == seg_lookup_vbmi)
    look_up_vbmi(from, to, pixels, tables, channels);
  else if (set == seg_lookup_avx2 && channels == 1)
    look_up_avx2(from, to, pixels, tables);
  else
    look_up_plain(from, to, pixels, tables, channels);
}
#else
bool seg_has_lookup_set(seg_lookup_set set) { return set == seg_lookup_plain; }

void seg_lookup_u8_with(
    seg_lookup_set set, const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables,
    size_t channels) {
  (void)set;
  look_up_plain(from, to, pixels, tables, channels);
}
#endif

void seg_lookup_u8(
    const uint8_t *from, uint8_t *to, size_t pixels, const uint8_t *tables, size_t channels) {
  seg_lookup_set set = seg_has_lookup_set(seg_lookup_vbmi)   ? seg_lookup_vbmi
                       : seg_has_lookup_set(seg_lookup_avx2) ? seg_lookup_avx2
                                                             : seg_lookup_plain;
  seg_lookup_u8_with(set, from, to, pixels, tables, channels);
}

INLINE void look_up_words(
    const uint16_t *from, uint16_t *to, size_t pixels, const uint16_t *tables, size_t channels) {
  for (size_t i = 0; i < pixels * channels; i += channels)
    for (size_t c = 0; c < channels; c++) to[i + c] = tables[65536 * c + from[i + c]];
}

void seg_lookup_u16(
    const uint16_t *from, uint16_t *to, size_t pixels, const uint16_t *tables, size_t channels) {
  switch (channels) {
    case 1: look_up_words(from, to, pixels, tables, 1); break;
    case 3: look_up_words(from, to, pixels, tables, 3); break;
    default: look_up_words(from, to, pixels, tables, channels);
  }
}
