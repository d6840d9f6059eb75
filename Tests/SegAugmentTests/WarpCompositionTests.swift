import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// Movements one after the other, and composed.
@Suite struct WarpCompositionTests {
  /// Blocks of 8x8 pixels, each an index and a colour of its own.
  static func canvas(width: Int = 96, height: Int = 64) -> Canvas {
    let labels = Raster<UInt8>(height: height, width: width, channels: 1) { values in
      for index in values.indices {
        values[index] = UInt8(index % width / 8 + (width / 8) * (index / width / 8))
      }
    }
    let image = Raster<UInt8>(height: height, width: width, channels: 3) { values in
      for index in values.indices {
        let (y, x, c) = (index / 3 / width, index / 3 % width, index % 3)
        values[index] = UInt8((5 * x + 3 * y + 90 * c) % 256)
      }
    }
    return Canvas(image: .uint8(image), labelMaps: [.uint8(labels)])
  }

  /// Whether each word is done before the next is looked at.
  static func result(
    _ words: [String], seed: UInt64, apart: Bool, of start: Canvas = canvas()
  ) throws -> (image: Raster<UInt8>, labels: Raster<UInt8>) {
    var canvas = start
    for (place, word) in words.enumerated() {
      let key = StreamKey(seed: seed, epoch: 0, sample: "s", copy: 0)
      _ = try Pipeline([word]).apply(to: &canvas, key: key, offset: place)
      if apart { canvas.evaluate() }
    }
    guard case .uint8(let image) = canvas.image, case .uint8(let labels)? = canvas.labelMaps.first
    else { throw NotBytes() }
    return (image, labels)
  }
  struct NotBytes: Error {}

  /// One warp among turns: every label is the same, and values differ by rounding alone.
  ///
  /// Coordinates of halves would round the other way when mirrored; a random angle
  /// has none.
  @Test(
    arguments: [
      ["hflip:p=1", "rotate=40"], ["rotate=40", "hflip:p=1"], ["affine=20:shear=9", "hflip:p=1"],
      ["hflip:p=1", "perspective=0.4:border=reflect", "hflip:p=1"],
      ["hflip:p=1", "scale=0.6..1.5:filter=bicubic"],
    ], 0..<8 as Range<UInt64>)
  func oneWarpAmongTurns(words: [String], seed: UInt64) throws {
    let apart = try Self.result(words, seed: seed, apart: true)
    let fused = try Self.result(words, seed: seed, apart: false)
    #expect(apart.labels == fused.labels)
    let difference = zip(apart.image.values, fused.image.values).map { abs(Int($0) - Int($1)) }
    #expect((difference.max() ?? 0) <= 1)
  }

  /// A frame of the fill of a warp that takes whole pixels: the same bytes in one pass.
  @Test(arguments: ["rotate=40:filter=nearest", "perspective=0.4:filter=nearest"])
  func frames(word: String) throws {
    let box = PixelBox(x: -9, y: 4, width: 110, height: 80)
    for seed in 0..<6 as Range<UInt64> {
      for isFirst in [true, false] {
        var results: [Canvas] = []
        for apart in [true, false] {
          var canvas = Self.canvas()
          if isFirst { try canvas.frame(box, border: .outside) }
          if apart { canvas.evaluate() }
          _ = try Pipeline([word]).apply(
            to: &canvas, key: StreamKey(seed: seed, epoch: 0, sample: "s", copy: 0))
          if apart { canvas.evaluate() }
          if !isFirst { try canvas.frame(box, border: .outside) }
          canvas.evaluate()
          results.append(canvas)
        }
        #expect(results[0].image == results[1].image)
        #expect(results[0].labelMaps == results[1].labelMaps)
      }
    }
  }

  /// What is sampled in one pass, and what is not.
  @Test(arguments: [
    (["hflip:p=1", "rotate=40", "hflip:p=1"], 1), (["rotate=40", "affine=20"], 1),
    (["rotate=40", "affine=20:fill=9"], 2), (["rotate=40", "affine=20:filter=nearest"], 2),
    (["rotate=40:border=reflect", "rotate=40:border=reflect"], 2),
    (["rotate=40", "elastic=9", "rotate=40"], 3), (["hflip:p=1", "resize=20x20", "rotate=9"], 3),
  ])
  func passes(words: [String], count: Int) throws {
    let size = PixelSize(width: 96, height: 64)
    var moves = Moves(from: size)
    let border = SampleBorder.constant([0, 0, 0], labels: [255])
    for word in words {
      let sampling = Sampling(
        size: size, map: .homography(.translation(1, 2)),
        filter: word.contains("nearest") ? .nearest : .bilinear,
        border: word.contains("reflect")
          ? .reflect : word.contains("fill=9") ? .constant([9, 9, 9], labels: [255]) : border)
      switch word.prefix(while: \.isLetter) {
      case "hflip": moves.append(.turn(2))
      case "elastic": moves.append(.displace(sampling))
      case "resize":
        let small = PixelSize(width: 20, height: 20)
        moves.append(
          .resize(
            .init(
              part: PixelBox(size), size: small, kept: PixelBox(small), filter: .bilinear,
              labels: .nearestExact)))
      default:
        moves.append(
          .warp(
            Warp(
              homography: .translation(1, 2), size: moves.size, filter: sampling.filter,
              border: sampling.border)))
      }
    }
    #expect(moves.passes.count == count)
  }

  /// A crop before is a smaller picture, a crop after a part of the result: the same bytes.
  @Test(arguments: ["rotate=40", "affine=20:scale=0.5..0.8,border=reflect", "skew"])
  func crops(word: String) throws {
    let box = PixelBox(x: 7, y: 3, width: 50, height: 41)
    for seed in 0..<6 as Range<UInt64> {
      for isFirst in [true, false] {
        var results: [Canvas] = []
        for apart in [true, false] {
          var canvas = Self.canvas()
          if isFirst { try canvas.crop(to: box) }
          if apart { canvas.evaluate() }
          let key = StreamKey(seed: seed, epoch: 0, sample: "s", copy: 0)
          _ = try Pipeline([word]).apply(to: &canvas, key: key)
          if apart { canvas.evaluate() }
          if !isFirst { try canvas.crop(to: box) }
          canvas.evaluate()
          results.append(canvas)
        }
        #expect(results[0].image == results[1].image)
        #expect(results[0].labelMaps == results[1].labelMaps)
      }
    }
  }

  /// Two warps one after the other round labels twice.
  ///
  /// A label may then come from a neighbour of the pixel it comes from in one pass, never from
  /// further: within two pixels there is the same label, or that of a block beside it, of which a
  /// sliver is left. What is outside stays outside, but for pixels at the rim.
  @Test(
    arguments: [
      ["rotate=45", "rotate=45"], ["scale=0.5..1", "rotate=60", "shift=0.2"],
      ["zoom=1..2", "zoom=0.5..0.5"], ["perspective=0.5", "hflip:p=1", "affine=30:scale=0.7..1.4"],
    ], 0..<8 as Range<UInt64>)
  func severalWarps(words: [String], seed: UInt64) throws {
    let apart = try Self.result(words, seed: seed, apart: true).labels
    let fused = try Self.result(words, seed: seed, apart: false).labels
    var far = 0
    for y in 0..<apart.height {
      for x in 0..<apart.width where fused[y, x] != apart[y, x] {
        let rows = max(0, y - 2)...min(apart.height - 1, y + 2)
        let columns = max(0, x - 2)...min(apart.width - 1, x + 2)
        let isNear = rows.contains { y1 in
          columns.contains { areBeside(apart[y1, $0], fused[y, x]) }
        }
        far += isNear ? 0 : 1
      }
    }
    #expect(far == 0)
  }

  /// Whether two labels are of the same block or of blocks that touch, or of none.
  private func areBeside(_ one: UInt8, _ other: UInt8) -> Bool {
    if one == 255 || other == 255 { return one == other }
    let (a, b) = (Int(one), Int(other))
    return abs(a % 12 - b % 12) <= 1 && abs(a / 12 - b / 12) <= 1
  }

  /// Zooming in and out again leaves the part that was seen in between, and ignore around it.
  @Test func whatWasOutsideStaysOutside() throws {
    let (_, labels) = try Self.result(["zoom=2", "zoom=0.5"], seed: 0, apart: false)
    let source = try Self.result([], seed: 0, apart: false).labels
    for y in 0..<64 {
      for x in 0..<96 {
        let wasSeen = (16..<48).contains(y) && (24..<72).contains(x)
        #expect(labels[y, x] == (wasSeen ? source[y, x] : 255))
      }
    }
  }

  /// A shift away and back is exact: what left the canvas is gone.
  @Test func shiftsCompose() throws {
    var canvas = Self.canvas()
    let source = Self.canvas()
    for word in ["shift=10..10:y=-4..-4,unit=pixels", "shift=-10..-10:y=4..4,unit=pixels"] {
      _ = try Pipeline([word]).apply(
        to: &canvas, key: StreamKey(seed: 0, epoch: 0, sample: "s", copy: 0))
    }
    guard case .uint8(let labels)? = canvas.labelMaps.first,
      case .uint8(let original)? = source.storedForTests
    else { throw NotBytes() }
    for y in 0..<64 {
      for x in 0..<96 {
        #expect(labels[y, x] == (x < 86 && y >= 4 ? original[y, x] : 255))
      }
    }
  }

  /// A picture of one colour stays one, but for torchvision's rim of bilinear on a constant border.
  @Test(arguments: [
    "rotate=180", "affine=90:scale=0.3..3,shear=30", "perspective=0.9", "skew", "zoom=0.3..3",
    "elastic=200:sigma=3", "elastic-grid=20", "grid-distortion=0.9", "random-distortion=20",
    "optical-distortion=2", "thin-plate=0.2",
  ])
  func oneColorStaysOne(word: String) throws {
    let image = Raster<UInt8>(height: 40, width: 60, channels: 3, filledWith: 201)
    let wide = Raster<UInt16>(height: 40, width: 60, channels: 3, filledWith: 201 * 257)
    for filter in SampleFilter.allCases.map(\.rawValue) {
      for border in ["constant,fill=201", "replicate", "reflect", "symmetric"]
      where filter != "bilinear" || !border.hasPrefix("constant") {
        let full = word + (word.contains(":") ? "," : ":") + "filter=\(filter),border=\(border)"
        for image in [Image.uint8(image), .uint16(wide)] {
          var canvas = Canvas(image: image, labelMaps: [])
          _ = try Pipeline([full]).apply(
            to: &canvas, key: StreamKey(seed: 3, epoch: 0, sample: "s", copy: 0))
          #expect(canvas.image == image, "\(full)")
        }
      }
    }
  }

  /// Parameters that change nothing change no byte.
  @Test(arguments: [
    "rotate=0", "rotate=0:crop=true", "rotate=0:expand=true", "affine=0", "scale=1", "shear=0",
    "shift=0", "zoom=1", "zoom-random=1", "perspective=0", "elastic=0", "elastic-grid=0",
    "grid-distortion=0", "random-distortion=0", "optical-distortion=0", "thin-plate=0",
  ])
  func identities(word: String) throws {
    for filter in SampleFilter.allCases.map(\.rawValue) {
      let full = word + (word.contains(":") ? "," : ":") + "filter=\(filter)"
      let result = try Self.result([full], seed: 1, apart: false)
      let source = try Self.result([], seed: 1, apart: false)
      #expect(result.image == source.image && result.labels == source.labels, "\(full)")
    }
  }

  /// The kernels give the source's own bytes where coordinates are whole, for every filter.
  @Test(arguments: SampleFilter.allCases)
  func wholeCoordinatesAreExact(filter: SampleFilter) throws {
    var canvas = Self.canvas()
    let source = canvas.image
    let map = CoordinateMap.rows { row, x, y in
      for column in x.indices {
        x[column] = Float(column)
        y[column] = Float(row)
      }
    }
    try canvas.displace(by: map, filter: filter, border: .outside)
    #expect(canvas.image == source)
  }

  /// Turns by quarters equal the exact ones, on a square.
  @Test(arguments: [(90, 8), (180, 3), (-90, 6)])
  func quarterTurns(degrees: Int, orientation: Int) throws {
    var turned = Self.canvas(width: 48, height: 48)
    var exact = turned
    _ = try Pipeline(["rotate=\(degrees)..\(degrees)"]).apply(
      to: &turned, key: StreamKey(seed: 0, epoch: 0, sample: "s", copy: 0))
    exact.turn(orientation)
    #expect(turned.image == exact.image)
    #expect(turned.labelMaps == exact.labelMaps)
  }

  /// No corner is empty, at any angle, and some are without `crop`.
  @Test(arguments: ["rotate=180:crop=true", "shear=60:axis=both,crop=true"])
  func croppingLeavesNothingEmpty(word: String) throws {
    for seed in 0..<40 as Range<UInt64> {
      let labels = try Self.result([word], seed: seed, apart: false).labels
      #expect(!labels.values.contains(255), "\(word), seed \(seed)")
    }
    let bare = word.replacing(",crop=true", with: "").replacing(":crop=true", with: "")
    #expect(try Self.result([bare], seed: 1, apart: false).labels.values.contains(255))
  }

  @Test(arguments: [
    "rotate=30:crop=true,expand=true", "affine=400", "scale=0", "shear=90", "zoom=-1",
    "perspective=1.1", "elastic=-1", "elastic-grid=1:grid=1", "grid-distortion=2",
    "affine:scale=nan", "rotate=-10...10", "oneof(hflip,vflip)", "resize=128,128",
    "random-distortion=1:rows=0", "skew=0.2:type=sideways", "rotate=10:border=mirror", "shift=1.5",
    "rotate=10:filter=lanczos", "rotate=10:border=reflect,fill=3",
  ])
  func badWordsAreRefused(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  @Test(arguments: [
    ("rotate", ["angle": 400.0]), ("affine", ["angle": 1]),
    ("zoom", ["factor": 0, "x": 0, "y": 0]),
    ("optical-distortion", ["k": 9]), ("elastic", ["alpha": -3, "seed": 3]),
    ("scale", ["x": 0, "y": 1]), ("shift", ["x": 1e300, "y": 0]),
    ("zoom-random", ["part": 1e300, "x": 0, "y": 0]),
  ])
  func badDrawsAreRefused(name: String, numbers: [String: Double]) throws {
    let parameters = numbers.mapValues { JSONValue.number($0) }
    let replay = try Replay([
      SampleMetadata.Draw(name: name, place: "0", word: nil, stage: nil, parameters: parameters)
    ])
    var canvas = Self.canvas()
    #expect(throws: TransformError.self) { try replay.apply(to: &canvas) }
  }
}

extension Canvas {
  /// The first label map as it is.
  fileprivate var storedForTests: LabelMap? {
    var copy = self
    return copy.labelMaps.first
  }
}
