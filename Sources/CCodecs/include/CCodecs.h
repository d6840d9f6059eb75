// What the picture libraries need C for: setjmp around libpng and libjpeg, and variadic calls of
// libtiff. Nothing here jumps across its caller: every function returns a status.
//
// A reader is used in steps: open, header, (start,) read, close. Pixels go straight into the
// caller's buffer. The bytes must stay where they are until close.
#pragma once

#include "seg_codec_log.h"
#include "seg_jpeg.h"
#include "seg_png.h"
#include "seg_tiff.h"
