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
    let centred = try Self.draws("motion-blur:shifted=no", MotionBlur.self, count: 3)
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
    "gaussian-noise:grain=row", "salt-pepper=2", "speckle=-1",
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
  }
}
