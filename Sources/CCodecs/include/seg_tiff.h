#pragma once

#include "seg_codec_log.h"
