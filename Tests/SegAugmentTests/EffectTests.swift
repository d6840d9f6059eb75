import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

/// What the effects draw, and what they make of it.
@Suite struct EffectTests {
  static func draws<Kind: Operation>(
    _ word: String, _ type: Kind.Type, count: Int = 4000
  ) throws -> [Kind.Drawn] {
    let operation = try Kind(OperationArguments(word, specification: Kind.specification))
    var canvas = canvas()
    return try (0..<count).map { seed in
      var random = RandomStream(seed: UInt64(seed))
      return try operation.draw(from: &random, for: &canvas)
    }
  }

  static func canvas(
    width: Int = 64, height: Int = 48, channels: Int = 3, gray: UInt8 = 120
  ) -> Canvas {
    Canvas(
      image: .uint8(
        Raster(height: height, width: width, channels: channels, filledWith: gray)),
      labelMaps: [])
  }

  /// Numbers drawn evenly: their mean, and their ends within a hundredth of the range.
  static func expectUniform(
    _ numbers: [Double], _ low: Double, _ high: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let error = (high - low) / (12 * Double(numbers.count)).squareRoot()
    #expect(abs(mean - (low + high) / 2) <= 5 * error, sourceLocation: sourceLocation)
    let least = numbers.min() ?? .nan
    let greatest = numbers.max() ?? .nan
    let margin = (high - low) / 100
    #expect(least >= low && least <= low + margin, sourceLocation: sourceLocation)
    #expect(greatest <= high && greatest >= high - margin, sourceLocation: sourceLocation)
  }

  private static func expectEven(_ counts: [Int], _ values: [Int]) {
    #expect(Set(counts) == Set(values))
    for value in values {
      let share = Double(counts.count { $0 == value }) / Double(counts.count)
      let expected = 1 / Double(values.count)
      #expect(abs(share - expected) < 5 * (expected / Double(counts.count)).squareRoot())
    }
  }

  @Test func blursDrawTheirKernels() throws {
    let gaussian = try Self.draws("blur=3..9:sigma=0.5..2.5", GaussianBlur.self)
    Self.expectEven(gaussian.map(\.kernel), [3, 5, 7, 9])
    Self.expectUniform(gaussian.map(\.sigma), 0.5, 2.5)
    Self.expectEven(try Self.draws("box-blur=1..5", BoxBlur.self).map(\.kernel), [1, 3, 5])
    Self.expectEven(try Self.draws("median-blur", MedianBlur.self).map(\.kernel), [3, 5, 7])
    let motion = try Self.draws("motion-blur", MotionBlur.self)
    Self.expectEven(motion.map(\.kernel), [3, 5, 7])
    Self.expectUniform(motion.map(\.angle), 0, 360)
    Self.expectUniform(motion.map(\.direction), -1, 1)
    Self.expectUniform(motion.map { $0.shift[0] }, -1, 1)
    Self.expectUniform(motion.map { $0.shift[1] }, -1, 1)
    let centred = try Self.draws("motion-blur:shifted=false", MotionBlur.self, count: 3)
    #expect(centred.allSatisfy { $0.shift == [0, 0] })
  }

  @Test func noisesDrawTheirParameters() throws {
    let gaussian = try Self.draws("gaussian-noise:mean=-0.2..0.1", GaussianNoise.self)
    Self.expectUniform(gaussian.map(\.std), 0.05, 0.2)
    Self.expectUniform(gaussian.map(\.mean), -0.2, 0.1)
    #expect(Set(gaussian.map(\.seed)).count == gaussian.count)
    Self.expectUniform(try Self.draws("speckle", Speckle.self).map(\.std), 0.05, 0.2)
    let salt = try Self.draws("salt-pepper", SaltAndPepper.self)
    Self.expectUniform(salt.map(\.amount), 0.01, 0.06)
    Self.expectUniform(salt.map(\.salt), 0.4, 0.6)
  }

  @Test func artefactsDrawTheirParameters() throws {
    Self.expectEven(
      try Self.draws("jpeg=20..29", JPEGArtefacts.self).map(\.quality), Array(20...29))
    Self.expectUniform(try Self.draws("downscale", Downscale.self).map(\.scale), 0.25, 0.5)
    let iso = try Self.draws("iso-noise", ISONoise.self)
    Self.expectUniform(iso.map(\.colorShift), 0.01, 0.05)
    Self.expectUniform(iso.map(\.intensity), 0.1, 0.5)
    let shadows = try Self.draws("shadow=0.2..0.8:region=0.25/0.5/1/0.75", Shadow.self)
    Self.expectEven(shadows.map(\.shadows.count), [1, 2])
    let corners = shadows.flatMap(\.shadows).flatMap(\.corners)
    Self.expectUniform(corners.map { $0[0] }, 16, 64)
    Self.expectUniform(corners.map { $0[1] }, 24, 36)
    Self.expectUniform(shadows.flatMap(\.shadows).map(\.intensity), 0.2, 0.8)
    Self.expectUniform(try Self.draws("fog=0.1..0.9", Fog.self).map(\.strength), 0.1, 0.9)
    // 2·⌊3.5σ⌋ + 1, as albumentations has it.
    let automatic = try Self.draws("blur=auto:sigma=0.5..20", GaussianBlur.self)
    #expect(automatic.allSatisfy { $0.kernel == min(99, 2 * Int(3.5 * $0.sigma) + 1) })
  }

  /// Haze is smooth, between half the strength and all of it.
  @Test func fogIsSmooth() throws {
    for (width, height) in [(200, 120), (1, 1), (1, 50), (3, 2)] {
      var canvas = Self.canvas(width: width, height: height, channels: 1, gray: 0)
      _ = try Pipeline(["fog=0.8"]).apply(to: &canvas, key: StreamKey(seed: 7, epoch: 0, index: 1))
      guard case .uint8(let raster) = canvas.image else { return }
      #expect((raster.values.min() ?? 0) >= 101 && (raster.values.max() ?? 255) <= 204)
      var steepest = 0
      for y in 0..<height {
        for x in 1..<max(1, width) {
          steepest = max(steepest, abs(Int(raster[y, x]) - Int(raster[y, x - 1])))
        }
      }
      if width == 200 {
        #expect(steepest <= 8)
        #expect(Set(raster.values).count > 30)
      }
    }
  }

  @Test func downscalingLosesDetail() throws {
    let sample = OperationContractTests.coded(width: 64, height: 48)
    let (image, _) = try OperationContractTests.pixels(sample)
    var canvas = Canvas(image: .uint8(image), labelMaps: [])
    let word = "downscale=0.25:down=nearest,up=nearest"
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 7, epoch: 0, index: 1))
    guard case .uint8(let coarse) = canvas.image else { return }
    for y in 0..<48 {
      for x in 0..<64 { #expect(coarse[y, x] == image[y / 4 * 4, x / 4 * 4]) }
    }
  }

  /// The lines albumentations 2.0.8 draws:
  /// `np.argwhere(create_motion_kernel(side, angle, direction, False, None)) - side // 2`.
  @Test(arguments: [
    (3, 0.0, 0.0, [[0, -1], [0, 0], [0, 1]]),
    (7, 30, 0, [[-1, -3], [-1, -2], [-1, -1], [0, 0], [1, 1], [1, 2], [1, 3]]),
    (9, 100, -0.5, [[-4, 1], [-3, 1], [-2, 0], [-1, 0], [0, 0], [1, 0], [2, 0]]),
    (5, 315, 1, [[-1, 1], [0, 0]]),
  ])
  func motionIsAlbumentations(
    kernel: Int, angle: Double, direction: Double, places: [[Int]]
  ) {
    let drawn = MotionBlur.Drawn(
      kernel: kernel, angle: angle, direction: direction, shift: [0, 0])
    #expect(MotionBlur.places(drawn).map { [$0.row, $0.column] } == places)
  }

  /// Of noise, mean and standard deviation are those asked for, in gray levels.
  @Test func noiseHasItsMoments() throws {
    var canvas = Self.canvas(width: 400, height: 300)
    let word = "gaussian-noise=0.1:mean=0.02"
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 1, epoch: 0, index: 0))
    guard case .uint8(let raster) = canvas.image else { return }
    let values = raster.values.map { Double($0) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(mean - (120 + 5.1)) < 0.25)
    // Rounding adds a twelfth.
    #expect(abs(variance - (25.5 * 25.5 + 1.0 / 12)) < 10)
  }

  @Test(arguments: [
    "blur=4", "blur=101", "blur=3..4", "blur:sigma=0", "box-blur=0", "median-blur=2..5",
    "motion-blur:shifted=maybe", "motion-blur:direction=2", "gaussian-noise=1.5",
    "gaussian-noise:grain=row", "salt-pepper=2", "speckle=-1", "jpeg=0", "jpeg=101", "jpeg=50.5",
    "downscale=0", "downscale:up=sharp", "iso-noise:intensity=2", "shadow=1.5", "shadow:corners=2",
    "shadow:count=0", "shadow:region=0/0/1", "shadow:region=0.5/0/0.5/1", "fog=2", "fog:size=0",
  ])
  func badWordsAreRefused(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }

  /// What comes out of a file is checked before it is used.
  @Test func badDrawsAreRefused() throws {
    func refuses<Kind: Operation>(_ type: Kind.Type, _ drawn: Kind.Drawn) throws {
      let operation = try Kind(
        OperationArguments(Kind.specification.name, specification: Kind.specification))
      var canvas = Self.canvas()
      #expect(throws: TransformError.self) { try operation.apply(drawn, to: &canvas) }
    }
    for kernel in [0, 2, -3, 101, .max] {
      try refuses(GaussianBlur.self, .init(kernel: kernel, sigma: 1))
      try refuses(BoxBlur.self, .init(kernel: kernel))
      try refuses(MedianBlur.self, .init(kernel: kernel))
      try refuses(
        MotionBlur.self, .init(kernel: kernel, angle: 0, direction: 0, shift: [0, 0]))
    }
    try refuses(GaussianBlur.self, .init(kernel: 3, sigma: .nan))
    try refuses(GaussianBlur.self, .init(kernel: 3, sigma: 0))
    try refuses(MotionBlur.self, .init(kernel: 3, angle: .infinity, direction: 0, shift: [0, 0]))
    try refuses(MotionBlur.self, .init(kernel: 3, angle: 0, direction: 2, shift: [0, 0]))
    try refuses(MotionBlur.self, .init(kernel: 3, angle: 0, direction: 0, shift: [0]))
    try refuses(MotionBlur.self, .init(kernel: 3, angle: 0, direction: 0, shift: [0, .nan]))
    try refuses(GaussianNoise.self, .init(std: 2, mean: 0, seed: 1))
    try refuses(GaussianNoise.self, .init(std: 0.1, mean: .nan, seed: 1))
    try refuses(Speckle.self, .init(std: -1, seed: 1))
    try refuses(SaltAndPepper.self, .init(amount: 1.1, salt: 0, seed: 1))
    try refuses(SaltAndPepper.self, .init(amount: 1, salt: -0.1, seed: 1))
    try refuses(JPEGArtefacts.self, .init(quality: 0))
    try refuses(Downscale.self, .init(scale: 0))
    try refuses(ISONoise.self, .init(colorShift: 0.1, intensity: 7, seed: 1))
    try refuses(Fog.self, .init(strength: .nan, seed: 1))
    for shadow in [
      Shadow.Polygon(corners: [[0, 0], [1, 1]], intensity: 0.5),
      .init(corners: [[0, 0], [1, 1], [2]], intensity: 0.5),
      .init(corners: [[0, 0], [1, 1], [2, .nan]], intensity: 0.5),
      .init(corners: [[0, 0], [1, 1], [2, 3]], intensity: 1.5),
    ] {
      try refuses(Shadow.self, .init(shadows: [shadow]))
    }
  }
}
