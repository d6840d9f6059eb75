extension AlbumentationsTransform {
  /// What cuts, pads and resizes.
  static let cropCounterparts: [String: Counterpart] = [
    "Resize": { transform in
      [Part("resize", [transform.size(as: "size"), transform.resizeFilter()])]
    },
    "SmallestMaxSize": { transform in
      transform.requireNull("max_size_hw")
      return [
        Part(
          "resize",
          [
            transform.edge("max_size", as: "size"), transform.resizeFilter(),
            ("rounding", "nearest"),
          ])
      ]
    },
    "LongestMaxSize": { transform in
      transform.requireNull("max_size_hw")
      return [
        Part(
          "resize",
          [
            transform.edge("max_size", as: "longest"), transform.resizeFilter(),
            ("rounding", "nearest"),
          ])
      ]
    },
    "RandomScale": { transform in
      let factor = transform.range("scale_limit", as: "factor") { 1 + $0 }
      return [Part("resize", [factor, transform.resizeFilter(), ("rounding", "down")])]
    },
    "RandomCrop": { transform in
      [Part("crop", [transform.size(as: "size"), ("at", "random")] + transform.padding())]
    },
    "CenterCrop": { transform in
      [Part("crop", [transform.size(as: "size")] + transform.padding())]
    },
    "Crop": { transform in
      transform.requireFalse("pad_if_needed")
      transform.skip("pad_position", "border_mode", "fill", "fill_mask")
      let edges = ["x_min", "y_min", "x_max", "y_max"].map { transform.number($0) ?? 0 }
      let box = [edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]]
      let text = box.map { String(shortest: $0) }.joined(separator: "/")
      return [Part("crop-box", [("box", text), ("pad-if-needed", "false")])]
    },
    "RandomResizedCrop": { transform in
      [
        Part(
          "random-resized-crop",
          [
            transform.size(as: "size"), transform.range("scale", as: "scale"),
            transform.range("ratio", as: "ratio"), transform.resizeFilter(),
          ])
      ]
    },
    "PadIfNeeded": { transform in
      transform.skip("padding")
      let at = transform.position("position")
      let height = transform.number("min_height")
      let width = transform.number("min_width")
      let rows = transform.number("pad_height_divisor")
      let columns = transform.number("pad_width_divisor")
      if rows != columns {
        transform.fail("pad_height_divisor", "must be pad_width_divisor as well")
      }
      if (height == nil) != (width == nil) {
        transform.fail("min_height", "must be given with min_width")
      }
      var size: (name: String, value: String)?
      if let height, let width {
        size = ("size", "\(String(shortest: width))x\(String(shortest: height))")
      }
      let multiple = rows.map { (name: "multiple", value: String(shortest: $0)) }
      return [Part("pad", [size, multiple, at] + transform.border())]
    },
    "Pad": { transform in
      let node = transform.node("padding")
      let numbers = node?.number.map { [$0] } ?? node?.list?.compactMap(\.number) ?? []
      // One number is all sides, two are those of each axis, four are left, top, right, bottom.
      guard [1, 2, 4].contains(numbers.count) else {
        transform.fail("padding", "is no number of rows and columns")
        return []
      }
      let sides = ["left", "top", "right", "bottom"].enumerated().map { index, side in
        (name: side, value: String(shortest: numbers[index % numbers.count]))
      }
      return [Part("pad", sides + transform.border())]
    },
  ]

  /// Whether pictures that are too small for a crop are padded, and with what.
  private mutating func padding() -> [(name: String, value: String)?] {
    guard flag("pad_if_needed", standard: false) else {
      skip("pad_position", "border_mode", "fill", "fill_mask")
      return [("pad-if-needed", "false")]
    }
    require("pad_position", "center") { $0.text == "center" }
    return border()
  }

  /// One edge; a list of edges to choose from has no counterpart.
  private mutating func edge(_ name: String, as ours: String) -> (name: String, value: String)? {
    guard let node = node(name), !node.isNull else { return nil }
    guard let number = node.number else {
      fail(name, "has no counterpart, only one number; write oneof(resize:…|resize:…)")
      return nil
    }
    return (ours, String(shortest: number))
  }

  private mutating func position(_ name: String) -> (name: String, value: String)? {
    guard let text = node(name)?.text else { return nil }
    return ("at", text.replacing("_", with: "-"))
  }
}
