// What a JPEG file does to a picture, without the file: reference augmentation 2.7.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes of work for a picture of this size.
size_t seg_jpeg_work(size_t height, size_t width);

// Changes the first channel of 1 or 2, or the first three of 3 or 4; the other one stays.
//
// RGB becomes YCbCr (BT.601, full range, rounded); Cb and Cr are means of 2 x 2 pixels; blocks of 8 x 8
// go through the DCT, are divided by the tables, rounded half away from zero, and go back; Cb and Cr are
// interpolated with the weights 9, 3, 3, 1. Beyond the edges the last row and column are repeated.
//
// luma, chroma: 64 whole numbers of 1...255, rows of vertical frequency.
void seg_jpeg_u8(
    uint8_t *pixels, size_t height, size_t width, size_t channels, const float *luma,
    const float *chroma, uint8_t *work);
