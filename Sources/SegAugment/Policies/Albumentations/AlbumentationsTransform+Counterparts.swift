extension AlbumentationsTransform {
  /// Reads a transform's parameters, and says what does the same here.
  typealias Counterpart = @Sendable (inout AlbumentationsTransform) -> [Part]

  /// The counterparts of transforms, by class name, those of version 1 as well.
  static let counterparts: [String: Counterpart] =
    [movingCounterparts, cropCounterparts, colorCounterparts, effectCounterparts]
    .reduce(into: [:]) { all, some in all.merge(some) { $1 } }

  /// What changes colours.
  private static let colorCounterparts: [String: Counterpart] = [
    "NoOp": { _ in [Part("identity")] },
    // Another container for the same pixels, often behind what comes last.
    "ToTensorV2": { transform in
      transform.skip("transpose_mask")
      return []
    },
    "ColorJitter": { transform in
      let values = ["brightness", "contrast", "saturation", "hue"].map {
        transform.range($0, as: $0)
      }
      return [Part("jitter", values)]
    },
    "RandomBrightnessContrast": { transform in
      transform.requireFalse("ensure_safe_range")
      transform.require("brightness_by_max", "true") { $0.bool == true }
      return [
        Part(
          "brightness-contrast",
          [
            transform.range("brightness_limit", as: "brightness"),
            transform.range("contrast_limit", as: "contrast"),
          ])
      ]
    },
    "HueSaturationValue": { transform in
      [
        Part(
          "hue-saturation-value",
          [
            transform.range("hue_shift_limit", as: "hue"),
            transform.range("sat_shift_limit", as: "saturation"),
            transform.range("val_shift_limit", as: "value"),
          ])
      ]
    },
    "RGBShift": { transform in
      transform.skip("noise_params", "noise_type", "spatial_mode")
      return [
        Part(
          "rgb-shift",
          ["r", "g", "b"].map { transform.range("\($0)_shift_limit", as: $0) })
      ]
    },
    "RandomGamma": { transform in
      transform.skip("eps")
      return [Part("gamma", [transform.range("gamma_limit", as: "gamma") { $0 / 100 }])]
    },
    "CLAHE": { transform in
      let tiles = transform.numbers("tile_grid_size", count: 2) ?? [8, 8]
      let text = tiles.map { String(shortest: $0) }.joined(separator: "x")
      return [Part("clahe", [transform.range("clip_limit", as: "clip"), ("tiles", text)])]
    },
    "ToGray": { transform in
      transform.require("num_output_channels", "3") { $0.number == 3 }
      transform.require("method", "weighted_average") { $0.text == "weighted_average" }
      return [Part("grayscale")]
    },
    "ChannelShuffle": { _ in [Part("channel-shuffle")] },
    "ChannelDropout": { transform in
      let fill = transform.color("fill", "fill_value")
      return [
        Part("channel-drop", [transform.range("channel_drop_range", as: "channels"), fill])
      ]
    },
    "Posterize": { transform in
      [Part("posterize", [transform.range("num_bits", as: "bits")])]
    },
    "Solarize": { transform in
      // Version 2 gives shares of the greatest value, version 1 values.
      let share = transform.range("threshold_range", as: "threshold") { $0 * 255 }
      return [Part("solarize", [share ?? transform.range("threshold", as: "threshold")])]
    },
    "Equalize": { transform in
      transform.require("by_channels", "true") { $0.bool == true }
      transform.requireNull("mask")
      transform.skip("mask_params")
      transform.require("mode", "cv or pil") { ["cv", "pil"].contains($0.text) }
      let form = transform.node("mode")?.text == "pil" ? "pil" : "opencv"
      return [Part("equalize", [("form", form)])]
    },
    "AutoContrast": { transform in
      transform.require("cutoff", "0") { $0.number == 0 }
      transform.requireNull("ignore")
      // The usual method equalizes the histogram instead.
      if !transform.has("method") { transform.problems.append("method=cdf has no counterpart") }
      transform.require("method", "pil") { $0.text == "pil" }
      return [Part("autocontrast")]
    },
    "InvertImg": { _ in [Part("invert")] },
    "Normalize": { transform in
      transform.require("normalization", "standard") { $0.text == "standard" }
      transform.require("max_pixel_value", "255") { $0.number == 255 }
      let values = [("mean", "mean"), ("std", "std")].map { name, ours in
        let numbers = transform.node(name)?.list?.compactMap(\.number) ?? []
        return (name: ours, value: numbers.map { String(shortest: $0) }.joined(separator: "/"))
      }
      return [Part("normalize", values)]
    },
  ]

  /// What changes pictures as lenses, sensors and codecs do, or writes over parts.
  private static let effectCounterparts: [String: Counterpart] = [
    "Blur": { [Part("box-blur", [$0.range("blur_limit", as: "kernel")])] },
    "MedianBlur": { [Part("median-blur", [$0.range("blur_limit", as: "kernel")])] },
    "GaussianBlur": { transform in
      let sigma = transform.range("sigma_limit", as: "sigma")
      var kernel = transform.range("blur_limit", as: "kernel")
      if kernel?.value == "0..0" { kernel?.value = "auto" }
      return [Part("blur", [kernel, sigma])]
    },
    "MotionBlur": { transform in
      let isShifted = transform.flag("allow_shifted", standard: true)
      return [
        Part(
          "motion-blur",
          [
            transform.range("blur_limit", as: "kernel"),
            transform.range("angle_range", as: "angle"),
            transform.range("direction_range", as: "direction"),
            ("shifted", String(isShifted)),
          ])
      ]
    },
    "GaussNoise": { transform in
      transform.require("noise_scale_factor", "1") { $0.number == 1 }
      let isPerChannel = transform.flag("per_channel", standard: true)
      var std = transform.range("std_range", as: "std")
      if let variance = transform.ends("var_limit") {
        if variance.lowerBound != variance.upperBound {
          transform.fail("var_limit", "is drawn as a variance; gaussian-noise draws a deviation")
        }
        let deviation = variance.upperBound.squareRoot() / 255
        std = ("std", Self.text(deviation...deviation))
      }
      let mean =
        transform.range("mean_range", as: "mean")
        ?? transform.range("mean", as: "mean") { $0 / 255 }
      return [
        Part("gaussian-noise", [std, mean, ("grain", isPerChannel ? "sample" : "pixel")])
      ]
    },
    "SaltAndPepper": { transform in
      [
        Part(
          "salt-pepper",
          [
            transform.range("amount", as: "amount"), transform.range("salt_vs_pepper", as: "salt"),
          ])
      ]
    },
    "CoarseDropout": { transform in
      let sides = ["height", "width"].map { side in
        transform.range("hole_\(side)_range", as: side) ?? transform.limits(side)
      }
      let holes = transform.range("num_holes_range", as: "holes") ?? transform.limits("holes")
      return [Part("coarse-dropout", [holes] + sides + transform.erasure())]
    },
    "Erasing": { transform in
      [
        Part(
          "random-erasing",
          [
            transform.range("scale", as: "area"), transform.range("ratio", as: "aspect"),
            ("aspect-scale", "log"),
          ] + transform.erasure())
      ]
    },
    "GridDropout": { transform in
      transform.requireNull("holes_number_xy", "holes_number_x", "holes_number_y")
      let unit = transform.range("unit_size_range", as: "unit")
      let shift = transform.numbers("shift_xy", count: 2) ?? [0, 0]
      let isRandom = transform.flag("random_offset", standard: false)
      let offset = isRandom ? "random" : shift.map { String(shortest: $0) }.joined(separator: "/")
      return [
        Part(
          "grid-dropout",
          [
            transform.number("ratio").map { ("ratio", String(shortest: $0)) }, unit,
            ("shift", offset),
          ] + transform.erasure())
      ]
    },
    "Downscale": { transform in
      var values = [transform.range("scale_range", as: "scale")]
      if let low = transform.number("scale_min"), let high = transform.number("scale_max") {
        values = [("scale", Self.text(min(low, high)...high))]
      }
      for (name, ours) in [("downscale", "down"), ("upscale", "up")] {
        let code = transform.node("interpolation_pair", "interpolation")?[name]?.number ?? 0
        guard let filter = Self.resizeFilters[Int(exactly: code) ?? -1] else {
          transform.problems.append("interpolation_pair.\(name)=\(code) has no counterpart")
          continue
        }
        values.append((ours, filter))
      }
      return [Part("downscale", values)]
    },
    "ISONoise": { transform in
      [
        Part(
          "iso-noise",
          [
            transform.range("color_shift", as: "color-shift"),
            transform.range("intensity", as: "intensity"),
          ])
      ]
    },
    "RandomShadow": { transform in
      let region = transform.numbers("shadow_roi", count: 4) ?? [0, 0.5, 1, 1]
      return [
        Part(
          "shadow",
          [
            transform.range("shadow_intensity_range", as: "intensity"),
            transform.range("num_shadows_limit", as: "count"),
            transform.whole("shadow_dimension", as: "corners"),
            ("region", region.map { String(shortest: $0) }.joined(separator: "/")),
          ])
      ]
    },
    "ImageCompression": { transform in
      transform.require("compression_type", "jpeg") {
        $0.text == "jpeg" || $0.number == 0
      }
      return [Part("jpeg", [transform.range("quality_range", as: "quality")])]
    },
  ]

  /// Version 1: the greatest and the least of something, as two parameters.
  private mutating func limits(_ name: String) -> (name: String, value: String)? {
    guard let high = number("max_\(name)") else { return nil }
    return (name, Self.text(min(number("min_\(name)") ?? high, high)...high))
  }
}
