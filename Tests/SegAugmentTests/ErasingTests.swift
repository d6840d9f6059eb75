import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// Where and how much is erased, and what stands there then.
@Suite struct ErasingTests {
  static let size = PixelSize(width: 60, height: 40)

  private static func canvas(classes: ClassTable? = nil) -> Canvas {
    Canvas(
      image: .uint8(Raster(height: 40, width: 60, channels: 3, filledWith: 100)),
      labelMaps: [.uint8(Raster(height: 40, width: 60, channels: 1, filledWith: 1))],
      classes: classes)
  }

  private static func draws<Kind: Operation>(
    _ word: String, _ type: Kind.Type, count: Int
  ) throws -> [Kind.Drawn] {
    let operation = try Kind(OperationArguments(word, specification: Kind.specification))
    var canvas = canvas()
    return try (0..<count).map { seed in
      var random = RandomStream(seed: UInt64(seed))
      return try operation.draw(from: &random, for: &canvas)
    }
  }

  private static func mean(_ numbers: [Int]) -> Double {
    Double(numbers.reduce(0, +)) / Double(numbers.count)
  }

  /// The centre is anywhere, edges included: 1 in H centres is on the first row.
  @Test func cutoutCentresAreUniform() throws {
    let boxes = try Self.draws("cutout=9:holes=2", Cutout.self, count: 6000).flatMap(\.boxes)
    #expect(boxes.count == 12000)
    #expect(boxes.allSatisfy { $0.isInside(Self.size) && $0.width <= 8 && $0.height <= 8 })
    // A box ends 4 below its centre, which is uniform in 0...39; cut at the edges.
    let ends = boxes.map { $0.y + $0.height }
    #expect(ends.min() == 4 && ends.max() == 40)
    let first = Double(ends.count { $0 == 4 }) / 12000
    #expect(abs(first - 1.0 / 40) < 0.006)
    let cut = Double(ends.count { $0 == 40 }) / 12000
    #expect(abs(cut - 4.0 / 40) < 0.012)
    let columns = boxes.map { $0.x }
    #expect(columns.min() == 0 && columns.max() == 55)
    #expect(abs(Double(columns.count { $0 == 0 }) / 12000 - 5.0 / 60) < 0.011)
  }

  @Test func randomErasingDrawsAreaAndAspect() throws {
    let word = "random-erasing:area=0.05..0.15,aspect=0.5..2"
    let boxes = try Self.draws(word, RandomErasing.self, count: 8000).compactMap(\.box)
    #expect(boxes.count == 8000)
    #expect(boxes.allSatisfy { $0.isInside(Self.size) && $0.width < 60 && $0.height < 40 })
    let areas = boxes.map { Double($0.width * $0.height) / 2400 }
    #expect(abs(areas.reduce(0, +) / 8000 - 0.1) < 0.002)
    #expect((areas.min() ?? 0) > 0.044 && (areas.max() ?? 1) < 0.158)
    let aspects = boxes.map { Double($0.height) / Double($0.width) }
    #expect(abs(aspects.reduce(0, +) / 8000 - 1.25) < 0.02)
    // The place is uniform over what the box leaves.
    let places = boxes.map { Double($0.x) / Double(60 - $0.width) }
    #expect(abs(places.reduce(0, +) / 8000 - 0.5) < 0.015)
    #expect(places.min() == 0 && places.max() == 1)
  }

  @Test func logarithmicAspect() throws {
    let word = "random-erasing:area=0.1,aspect=0.25..4,aspect-scale=log"
    let boxes = try Self.draws(word, RandomErasing.self, count: 4000).compactMap(\.box)
    let flat = Double(boxes.count { $0.height < $0.width }) / 4000
    let upright = Double(boxes.count { $0.height > $0.width }) / 4000
    // 4 · 0.1 · 2400 pixels are 31 x 8: all fit, so neither is preferred.
    #expect(abs(flat - upright) < 0.05)
  }

  /// What does not fit is drawn again, and given up after a hundred times.
  @Test func nothingFits() throws {
    let drawn = try Self.draws("random-erasing:area=1", RandomErasing.self, count: 5)
    #expect(drawn.allSatisfy { $0.box == nil })
    var canvas = Self.canvas()
    try RandomErasing(
      OperationArguments("random-erasing:area=1", specification: RandomErasing.specification)
    ).apply(.init(box: nil, seed: 1), to: &canvas)
    var untouched = Self.canvas()
    #expect(canvas.image == untouched.image)
  }

  @Test func coarseDropoutRanges() throws {
    let word = "coarse-dropout:holes=2..4,height=3..5,width=0.1..0.25"
    let drawn = try Self.draws(word, CoarseDropout.self, count: 4000)
    let boxes = drawn.flatMap(\.boxes)
    #expect(boxes.allSatisfy { $0.isInside(Self.size) })
    #expect(Set(drawn.map(\.boxes.count)) == [2, 3, 4])
    #expect(abs(Self.mean(drawn.map(\.boxes.count)) - 3) < 0.05)
    #expect(Set(boxes.map(\.height)) == [3, 4, 5])
    #expect(abs(Self.mean(boxes.map(\.height)) - 4) < 0.03)
    #expect(boxes.map(\.width).min() == 6 && boxes.map(\.width).max() == 14)
    #expect(abs(Self.mean(boxes.map(\.width)) - 10) < 0.1)
    #expect(boxes.map { $0.y + $0.height }.max() == 40 && boxes.map(\.y).min() == 0)
  }

  /// The share erased is that of the holes, and with a shift they lie in a lattice.
  @Test func gridDropout() throws {
    func erased(_ word: String) throws -> Raster<UInt8> {
      var canvas = Self.canvas()
      _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 3, epoch: 0, index: 0))
      guard case .uint8(let raster) = canvas.image else { throw OperationContractTests.NotPixels() }
      return raster
    }
    let lattice = try erased("grid-dropout:unit=10,ratio=0.5,shift=2/3")
    for y in 0..<40 {
      for x in 0..<60 {
        let isHole = (3..<8).contains(y % 10) && (2..<7).contains(x % 10)
        #expect(lattice[y, x, 0] == (isHole ? 0 : 100))
      }
    }
    let random = try erased("grid-dropout:unit=10,ratio=0.5")
    #expect(random.values.count { $0 == 0 } == lattice.values.count { $0 == 0 })
    #expect(random != lattice)
    // Beyond the unit a shift is cut: the holes stay inside.
    #expect(try erased("grid-dropout:unit=10,ratio=0.5,shift=99/99")[9, 9] == 0)
    let units = try Self.draws("grid-dropout:unit=6..12", GridDropout.self, count: 3000)
    #expect(Set(units.map { $0.unit[0] }) == Set(6...12))
    #expect(units.allSatisfy { $0.unit[0] == $0.unit[1] })
    #expect(abs(Self.mean(units.map { $0.unit[0] }) - 9) < 0.2)
    #expect(try Self.draws("grid-dropout", GridDropout.self, count: 1)[0].unit == [4, 6])
  }

  // MARK: Picture and label map

  private static func result(
    _ word: String, classes: ClassTable? = nil
  ) throws -> (image: Raster<UInt8>, labels: Raster<UInt8>) {
    var canvas = canvas(classes: classes)
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 1, epoch: 0, index: 2))
    guard case .uint8(let image) = canvas.image, case .uint8(let labels) = canvas.labelMaps[0]
    else { throw OperationContractTests.NotPixels() }
    return (image, labels)
  }

  @Test(arguments: [("keep", 1), ("ignore", 255), ("7", 7)])
  func maskSaysWhatTheLabelMapGets(mask: String, index: UInt8) throws {
    for name in ["cutout=20", "random-erasing:p=1", "coarse-dropout", "grid-dropout"] {
      let word = name + (name.contains(":") ? "," : ":") + "fill=0/0/0,mask=\(mask)"
      let (image, labels) = try Self.result(word)
      var erased = 0
      for pixel in labels.values.indices {
        let isErased = image.values[3 * pixel] == 0
        erased += isErased ? 1 : 0
        #expect(labels.values[pixel] == (isErased ? index : 1), "\(word)")
      }
      #expect(erased > 0 && erased < labels.values.count, "\(word)")
    }
  }

  @Test func fillings() throws {
    #expect(Set(try Self.result("cutout=20:fill=9").image.values) == [9, 100])
    #expect(Set(try Self.result("cutout=20:fill=mean").image.values) == [100])
    let color = try Self.result("cutout=20:fill=#010203").image
    #expect(color.values.contains([1, 2, 3, 1, 2, 3]))
    #expect(Set(try Self.result("cutout=20:fill=random").image.values).count > 150)
  }

  /// An id that the class table does not have is refused, also where nothing is erased.
  @Test func unknownClassesAreRefused() throws {
    let table = ClassTable([
      .init("background", color: RGBColor(0, 0, 0)), .init("pet", color: RGBColor(255, 0, 0)),
    ])
    for word in ["cutout=8:mask=2", "random-erasing:area=1,mask=2,p=1"] {
      #expect(throws: TransformError.self) { try Self.result(word, classes: table) }
    }
    #expect(throws: Never.self) { try Self.result("cutout=8:mask=0", classes: table) }
    #expect(throws: Never.self) { try Self.result("cutout=8:mask=255", classes: table) }
    #expect(throws: TransformError.self) { try Self.result("cutout=8:mask=256") }
  }

  @Test func boxesOfAFileAreChecked() throws {
    let cutout = try Cutout(OperationArguments("cutout", specification: Cutout.specification))
    for box in [
      PixelBox(x: 55, y: 0, width: 6, height: 1), PixelBox(x: 0, y: 0, width: 0, height: 1),
      PixelBox(x: -1, y: 0, width: 2, height: 1), PixelBox(x: 0, y: .max, width: 2, height: .max),
    ] {
      var canvas = Self.canvas()
      #expect(throws: TransformError.outside(box, size: Self.size)) {
        try cutout.apply(.init(boxes: [box]), to: &canvas)
      }
    }
    let grid = try GridDropout(
      OperationArguments("grid-dropout", specification: GridDropout.specification))
    for unit in [[], [0, 5], [3], [-4, 4]] {
      var canvas = Self.canvas()
      #expect(throws: TransformError.self) {
        try grid.apply(.init(unit: unit, places: 1), to: &canvas)
      }
    }
    let erasing = try RandomErasing(
      OperationArguments("random-erasing", specification: RandomErasing.specification))
    var canvas = Self.canvas()
    #expect(throws: TransformError.badDraw("there is no seed for the filling")) {
      try erasing.apply(
        .init(box: PixelBox(x: 0, y: 0, width: 1, height: 1), seed: nil), to: &canvas)
    }
  }

  @Test(arguments: [
    "cutout=1", "cutout=x", "cutout:holes=0", "cutout:mask=drop", "cutout:mask=-1",
    "cutout:fill=noise", "random-erasing:area=0..0.1", "random-erasing:aspect=0..1",
    "random-erasing:aspect-scale=square", "coarse-dropout:holes=3..2",
    "coarse-dropout:height=0..0.5", "coarse-dropout:height=0.5..3", "coarse-dropout:width=1.5..3",
    "grid-dropout:ratio=1.5", "grid-dropout:unit=1", "grid-dropout:shift=3",
    "grid-dropout:shift=1/2/3",
  ])
  func badWordsAreRefused(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }
}
