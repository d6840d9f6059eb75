extension AlbumentationsTransform {
  /// What moves pixels.
  static let movingCounterparts: [String: Counterpart] = [
    "HorizontalFlip": { _ in [Part("hflip")] },
    "VerticalFlip": { _ in [Part("vflip")] },
    "Transpose": { _ in [Part("transpose")] },
    "RandomRotate90": { _ in [Part("rot90")] },
    "D4": { _ in [Part("d4")] },
    "SquareSymmetry": { _ in [Part("d4")] },
    "Rotate": { transform in
      transform.requireFalse("crop_border")
      transform.require("rotate_method", "largest_box") { $0.text == "largest_box" }
      return [Part("rotate", [transform.range("limit", as: "degrees")] + transform.sampling())]
    },
    "ShiftScaleRotate": { transform in
      transform.require("rotate_method", "largest_box") { $0.text == "largest_box" }
      let x = transform.ends("shift_limit_x")
      let y = transform.ends("shift_limit_y")
      let scale = transform.range("scale_limit", as: "scale") { 1 + $0 }
      let degrees = transform.range("rotate_limit", as: "degrees") { $0 }
      let shift = transform.share("shift_limit_x", x, y)
      transform.requireSymmetric("rotate_limit")
      return [Part("affine", [degrees, shift, scale] + transform.sampling())]
    },
    "Affine": affine,
    "GridDistortion": { transform in
      let values = [
        transform.range("distort_limit", as: "limit"), transform.whole("num_steps", as: "steps"),
      ]
      let fits = transform.flag("normalized", standard: true)
      return [
        Part("grid-distortion", values + [("normalized", "\(fits)")] + transform.sampling())
      ]
    },
    "OpticalDistortion": { transform in
      transform.require("mode", "camera") { $0.text == "camera" }
      transform.require("shift_limit", "0") { ends(of: $0) == 0...0 }
      return [
        Part(
          "optical-distortion", [transform.range("distort_limit", as: "k")] + transform.sampling())
      ]
    },
    "ThinPlateSpline": { transform in
      let values = [
        transform.range("scale_range", as: "scale"),
        transform.whole("num_control_points", as: "points"),
      ]
      return [Part("thin-plate", values + transform.sampling())]
    },
    "ElasticTransform": { transform in
      transform.requireFalse("same_dxdy")
      transform.require("noise_distribution", "uniform") { $0.text == "uniform" }
      if !transform.has("noise_distribution") {
        transform.problems.append("without noise_distribution=uniform it has no counterpart")
      }
      transform.require("alpha_affine", "0") { $0.number == 0 || $0.isNull }
      let alpha = transform.range("alpha", as: "alpha")
      let sigma = transform.number("sigma").map { (name: "sigma", value: String(shortest: $0)) }
      return [Part("elastic", [alpha, sigma] + transform.sampling())]
    },
  ]

  /// The order is that of scikit-image: scale, shear, turn, shift.
  private static let affine: Counterpart = { transform in
    transform.requireFalse("fit_output", "balanced_scale")
    transform.require("rotate_method", "largest_box") { $0.text == "largest_box" }
    transform.require("translate_px", "null or 0") { node in
      node.isNull || node.fields?.allSatisfy { ends(of: $0.value) == 0...0 } ?? (node.number == 0)
    }
    let shift = transform.axes("translate_percent") ?? (0...0, 0...0)
    let scale = transform.axes("scale") ?? (1...1, 1...1)
    let shear = transform.axes("shear") ?? (0...0, 0...0)
    let isOneScale =
      transform.node("keep_ratio")?.bool ?? false
      || scale.x == scale.y && scale.x.lowerBound == scale.x.upperBound
    let degrees = transform.range("rotate", as: "degrees")
    transform.requireSymmetric("rotate", "shear")
    var affine = Part(
      "affine",
      [
        degrees, transform.share("translate_percent", shift.x, shift.y),
        ("shear", text(shear.x)), ("shear-y", text(shear.y)),
      ] + transform.sampling())
    if isOneScale {
      affine.values.append(("scale", text(scale.x)))
      return [affine]
    }
    var scaling = Part("scale", [("factor", text(scale.x)), ("y", text(scale.y))])
    scaling.values += affine.values.filter {
      ["filter", "border", "fill", "mask-fill"].contains($0.name)
    }
    scaling.isAlone = false
    affine.isAlone = false
    return [scaling, affine]
  }

  /// Ranges for both axes: a range, or one each for x and y.
  private mutating func axes(
    _ name: String
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    guard let node = node(name), !node.isNull else { return nil }
    if let both = Self.ends(of: node) { return (both, both) }
    if let x = node["x"].flatMap(Self.ends), let y = node["y"].flatMap(Self.ends) { return (x, y) }
    fail(name, "is no range, and none for x and y")
    return nil
  }

  /// A shift of at most a share of width and height, either way and the same for both.
  private mutating func share(
    _ name: String, _ x: ClosedRange<Double>?, _ y: ClosedRange<Double>?
  ) -> (name: String, value: String)? {
    guard let x, let y else { return nil }
    guard x == y, x.lowerBound == -x.upperBound else {
      fail(name, "must be the same either way and for both axes")
      return nil
    }
    return ("translate", String(shortest: x.upperBound))
  }

  /// Angles count the other way round here: only what is the same either way has a counterpart.
  private mutating func requireSymmetric(_ names: String...) {
    for name in names {
      guard let node = node(name), !node.isNull else { continue }
      let ranges =
        Self.ends(of: node).map { [$0] } ?? node.fields?.compactMap { Self.ends(of: $0.value) }
      if ranges?.allSatisfy({ $0.lowerBound == -$0.upperBound }) == true { continue }
      fail(name, "must be the same either way")
    }
  }

  /// Height and width, or in version 2 a list of both, as `WIDTHxHEIGHT`.
  mutating func size(as ours: String) -> (name: String, value: String)? {
    if let size = node("size")?.list?.compactMap(\.number), size.count == 2 {
      return (ours, "\(String(shortest: size[1]))x\(String(shortest: size[0]))")
    }
    guard let height = number("height"), let width = number("width") else { return nil }
    return (ours, "\(String(shortest: width))x\(String(shortest: height))")
  }
}
