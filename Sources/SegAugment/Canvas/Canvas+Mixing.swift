import SegBasics
import SegImaging

extension Canvas {
  /// A canvas of the same kind: one value everywhere, and the ignore index in the label maps.
  ///
  /// - Parameter fill: `0...255`; pictures of 16 bits take 257 times it.
  /// - Throws: ``TransformError/tooLarge(_:limit:)``.
  func blank(_ size: PixelSize, fill: UInt8) throws(TransformError) -> Canvas {
    try Self.require(size)
    let (width, height) = (size.width, size.height)
    var own = self
    var image: Image =
      maximumValue == 255
      ? .uint8(Raster(height: height, width: width, channels: channels, filledWith: 0))
      : .uint16(Raster(height: height, width: width, channels: channels, filledWith: 0))
    image.fill(PixelBox(size), with: try own.samples(of: .color([fill])))
    let labelMaps = own.labelMaps.map { map -> LabelMap in
      map.ignoreIndex == 255
        ? .uint8(Raster(height: height, width: width, channels: 1, filledWith: 255))
        : .uint16(Raster(height: height, width: width, channels: 1, filledWith: 65535))
    }
    return Canvas(image: image, labelMaps: labelMaps, classes: classes)
  }

  /// Puts a rectangle of another sample into this one, picture and label map alike.
  ///
  /// - Throws: ``TransformError`` for a partner of another kind, or a rectangle that is not inside both.
  mutating func paste(
    _ box: PixelBox, of partner: Canvas, x: Int, y: Int
  ) throws(TransformError) {
    if box.width == 0 || box.height == 0 { return }
    try requireLike(partner)
    let target = PixelBox(x: x, y: y, width: box.width, height: box.height)
    guard box.isInside(partner.size) else { throw .outside(box, size: partner.size) }
    guard target.isInside(size) else { throw .outside(target, size: size) }
    var partner = partner
    let (image, labelMap) = (partner.image, partner.labelMaps.first)
    changeSample { own, labelMaps in
      own.paste(box, of: image, x: x, y: y)
      guard let labelMap else { return }
      for index in labelMaps.indices { labelMaps[index].paste(box, of: labelMap, x: x, y: y) }
    }
  }

  /// Puts what is of some classes in another sample into this one, picture and label map alike.
  ///
  /// - Parameters:
  ///   - classes: The class indices.
  ///   - partner: The other sample; its first pixel comes to column `x` and row `y`, which may lie
  ///     outside.
  /// - Throws: ``TransformError`` for a partner of another kind.
  mutating func paste(
    classes: Set<Int>, of partner: Canvas, x: Int, y: Int
  ) throws(TransformError) {
    try requireLike(partner)
    var partner = partner
    guard !labelMaps.isEmpty, let labelMap = partner.labelMaps.first else {
      throw .unlikePartner("and the sample both need a label map")
    }
    let far = 1 << 30
    guard (-far...far).contains(x), (-far...far).contains(y) else {
      throw .badDraw("x or y is out of range")
    }
    let left = max(0, x)
    let top = max(0, y)
    let box = PixelBox(
      x: left - x, y: top - y, width: min(size.width, x + partner.size.width) - left,
      height: min(size.height, y + partner.size.height) - top)
    guard box.width > 0, box.height > 0 else { return }
    let image = partner.image
    let isTaken = labelMap.positions(of: classes)
    changeSample { own, labelMaps in
      own.paste(box, of: image, x: left, y: top, where: isTaken)
      for index in labelMaps.indices {
        labelMaps[index].paste(box, of: labelMap, x: left, y: top, where: isTaken)
      }
    }
  }

  /// Blends another picture in and keeps both label maps.
  ///
  /// - Parameters:
  ///   - partner: A sample of the same size.
  ///   - weight: The weight of this picture, `0...1`.
  /// - Throws: ``TransformError`` for a partner of another kind or size, or a weight out of range.
  mutating func blend(_ partner: Canvas, weight: Double) throws(TransformError) {
    try requireLike(partner)
    guard partner.size == size else {
      throw .unlikePartner("has \(partner.size) pixels, the sample \(size); resize both before")
    }
    guard (0...1).contains(weight) else { throw .badDraw("a weight of \(weight)") }
    var partner = partner
    let (image, labelMap) = (partner.image, partner.labelMaps.first)
    changeSample { own, labelMaps in
      own.blend(with: image, weight: weight)
      if !labelMaps.isEmpty, let labelMap { labelMaps.append(labelMap) }
    }
  }

  /// A partner with the channels of this picture: gray becomes RGB, and RGB gray.
  func matching(_ partner: Canvas) -> Canvas {
    var partner = partner
    let image = partner.image
    switch (image.channels, channels) {
    case (1, 3): partner.replaceImage(by: image.expandedToRGB())
    case (3, 1): partner.replaceImage(by: image.reducedToGray())
    default: break
    }
    return partner
  }

  private func requireLike(_ partner: Canvas) throws(TransformError) {
    guard partner.channels == channels, partner.maximumValue == maximumValue else {
      throw .unlikePartner(
        "has \(partner.channels) channels up to \(partner.maximumValue), the sample \(channels) up"
          + " to \(maximumValue)")
    }
    var (own, other) = (self, partner)
    guard own.labelMaps.count < 2, other.labelMaps.count < 2 else { throw .mixedTwice }
    guard let labelMap = own.labelMaps.first else { return }
    guard let others = other.labelMaps.first else { throw .unlikePartner("has no label map") }
    guard labelMap.ignoreIndex == others.ignoreIndex else {
      throw .unlikePartner("has a label map of other bits")
    }
  }
}

extension Image {
  /// Copies a rectangle of a picture of the same kind.
  fileprivate mutating func paste(
    _ box: PixelBox, of other: Image, x: Int, y: Int, where isTaken: ((Int) -> Bool)? = nil
  ) {
    switch (consume self, other) {
    case (.uint8(var raster), .uint8(let other)):
      raster.paste(box, of: other, x: x, y: y, isTaken)
      self = .uint8(raster)
    case (.uint16(var raster), .uint16(let other)):
      raster.paste(box, of: other, x: x, y: y, isTaken)
      self = .uint16(raster)
    case (let image, _): self = image
    }
  }
}

extension LabelMap {
  /// Copies a rectangle of a label map of the same kind.
  fileprivate mutating func paste(
    _ box: PixelBox, of other: LabelMap, x: Int, y: Int, where isTaken: ((Int) -> Bool)? = nil
  ) {
    switch (consume self, other) {
    case (.uint8(var raster), .uint8(let other)):
      raster.paste(box, of: other, x: x, y: y, isTaken)
      self = .uint8(raster)
    case (.uint16(var raster), .uint16(let other)):
      raster.paste(box, of: other, x: x, y: y, isTaken)
      self = .uint16(raster)
    case (let labelMap, _): self = labelMap
    }
  }

  /// Whether the pixel at a position, `row · width + column`, is of one of the classes.
  fileprivate func positions(of classes: Set<Int>) -> (Int) -> Bool {
    switch self {
    case .uint8(let raster):
      let isTaken = (0..<256).map { classes.contains($0) }
      return { isTaken[Int(raster.values[$0])] }
    case .uint16(let raster): return { classes.contains(Int(raster.values[$0])) }
    }
  }
}

extension Raster {
  fileprivate mutating func paste(
    _ box: PixelBox, of other: Raster, x: Int, y: Int, _ isTaken: ((Int) -> Bool)?
  ) {
    if let isTaken {
      paste(box, of: other, x: x, y: y, where: isTaken)
    } else {
      paste(box, of: other, x: x, y: y)
    }
  }
}
