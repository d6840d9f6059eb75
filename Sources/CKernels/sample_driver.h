// The walk along a row that the kernels for bytes share: KERNEL calls BLOCK_KERNEL for sixteen pixels
// and PIXEL_KERNEL for those near the border. Included once for each kernel and instruction set.

// `channels` is a constant at each call.
TIER INLINE void NAMED(KERNEL_(row))(
    const seg_picture *from, int32_t channels, const float *x, const float *y, size_t count,
    uint8_t *to) {
  // Blocks are located well before they are read: addresses go through memory.
  enum { AHEAD = 16 };
  seg_block blocks[AHEAD];
  uint8_t fill[4] = {0};
  for (int32_t c = 0; c < channels && from->fill; c++)
    fill[c] = (uint8_t)limited(rounded(from->fill[c]), 255);
  for (size_t start = 0; start < count; start += AHEAD * BLOCK) {
    size_t end = count - start < AHEAD * BLOCK ? count : start + AHEAD * BLOCK;
    for (size_t i = start; i < end; i += BLOCK)
      locate(
          from, x + i, y + i, TAPS_BEFORE, TAPS_AFTER, SPARE_PIXELS(channels), channels,
          blocks + (i - start) / BLOCK);
    for (size_t i = start; i < end; i += BLOCK) {
      const seg_block *block = blocks + (i - start) / BLOCK;
      size_t n = end - i < BLOCK ? end - i : BLOCK;
      uint32_t wanted = (1u << n) - 1;
      uint8_t pixels[4 * BLOCK + 4], *out = to + i * (size_t)channels;
      if (block->inside & wanted) {
        // A block writes 4 bytes too many.
        _Bool fits = count - i >= BLOCK + 4;
        BLOCK_KERNEL(from, channels, block, fits ? out : pixels);
        if (!fits) memcpy(out, pixels, n * (size_t)channels);
        if ((block->inside & wanted) == wanted) continue;
      }
      uint32_t left = wanted & ~block->inside;
      if (from->border == seg_border_constant) {
        for (uint32_t bits = left & block->outside; bits; bits &= bits - 1) {
          uint8_t *pixel = out + __builtin_ctz(bits) * channels;
          for (int32_t c = 0; c < channels; c++) pixel[c] = fill[c];
        }
        left &= ~block->outside;
      }
      for (; left; left &= left - 1) {
        int32_t k = __builtin_ctz(left);
        PIXEL_KERNEL(from, x[i + (size_t)k], y[i + (size_t)k], out + k * channels);
      }
    }
  }
}

TIER void NAMED(KERNEL)(
    const seg_picture *from, const float *x, const float *y, size_t count, uint8_t *to) {
  _Bool fast = is_small(from) && from->width >= TAPS_BEFORE + TAPS_AFTER + 2 &&
               from->height >= TAPS_BEFORE + TAPS_AFTER + 1;
  switch (fast ? from->channels : 0) {
    case 1: NAMED(KERNEL_(row))(from, 1, x, y, count, to); break;
    case 3: NAMED(KERNEL_(row))(from, 3, x, y, count, to); break;
    case 4: NAMED(KERNEL_(row))(from, 4, x, y, count, to); break;
    default:
      for (size_t i = 0; i < count; i++)
        PIXEL_KERNEL(from, x[i], y[i], to + i * (size_t)from->channels);
  }
}

#undef KERNEL
#undef KERNEL_
#undef BLOCK_KERNEL
#undef PIXEL_KERNEL
#undef TAPS_BEFORE
#undef TAPS_AFTER
#undef SPARE_PIXELS
