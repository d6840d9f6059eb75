import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegSheets

/// Pictures that show how a run comes along: some samples as picture, truth and prediction.
struct PredictionSheet {
  /// The article shows 21.
  static let count = 21
  /// The most frames of the animation.
  static let maximumFrames = 60

  private let samples: [LabelledImage]
  private let classes: ClassTable
  private let style: SheetStyle

  /// Chooses samples spread evenly over a set.
  ///
  /// - Parameters:
  ///   - set: Which samples.
  ///   - resizes: Those that the samples of the set did not go through yet.
  ///   - size: What the model takes; samples that a crop would bring to it are resized.
  /// - Throws: What reading a sample throws; `Located` `TransformError`.
  init(_ set: SampleSet, resizes: Pipeline, size: PixelSize) throws {
    let count = min(Self.count, set.count)
    let fit = try Pipeline(["resize=\(size)"])
    samples = try (0..<count).map {
      // Resizes draw nothing.
      let sample = try set.sample($0 * set.count / count)
        .augmented(by: resizes, seed: 0, epoch: 0)
      return sample.size == size ? sample : try sample.augmented(by: fit, seed: 0, epoch: 0)
    }
    classes = set.classes
    var style = SheetStyle()
    style.tile = min(128, max(64, samples.map { max($0.size.width, $0.size.height) }.max() ?? 64))
    self.style = style
  }

  /// Draws what the network predicts now.
  ///
  /// - Returns: A PNG.
  /// - Throws: `ImageError`, `SheetError`, ``TrainingError``.
  func draw(_ network: Network, size: PixelSize) throws -> [UInt8] {
    var sheet = ContactSheet(style: style)
    for start in stride(from: 0, to: samples.count, by: network.batchSize) {
      let part = Array(samples[start..<min(start + network.batchSize, samples.count)])
      try Batch(part, size: size, classes: classes).copy(to: network)
      network.predict(count: part.count)
      for (place, sample) in part.enumerated() {
        guard let truth = sample.labelMap else { continue }
        try sheet.add(
          SampleTiles(
            key: sample.key, image: sample.image, truth: truth,
            prediction: network.prediction(of: place, size: size), classes: classes, style: style))
      }
    }
    return try encodePNG(try sheet.draw())
  }

  /// Joins the sheets of a run to an animation; of many, the last and others spread evenly.
  ///
  /// - Parameters:
  ///   - folder: Of the run.
  ///   - epochs: How many were done.
  ///   - warned: Told of a sheet that is damaged, or unlike the last one, and left out.
  /// - Throws: `SystemError`.
  static func animate(_ folder: RunFolder, epochs: Int, warned: (String) -> Void) throws {
    var files = try (1...max(1, epochs)).map(folder.sheet).filter { try fileStatus($0) != nil }
    if files.count > maximumFrames {
      files = (0..<maximumFrames).map { files[$0 * (files.count - 1) / (maximumFrames - 1)] }
    }
    var kind: (PixelSize, channels: Int)?
    var frames: [[UInt8]] = []
    for path in files.reversed() {
      let bytes = try readFile(path)
      guard ImageFormat(sniffing: bytes) == .png, let image = try? decodeImage(bytes).image,
        kind ?? (image.size, image.channels) == (image.size, image.channels)
      else {
        warned("\(path) is no sheet of this run; \(folder.animation) is made without it")
        continue
      }
      kind = (image.size, image.channels)
      frames.append(bytes)
    }
    guard !frames.isEmpty else { return }
    let file = try AtomicFile(folder.animation)
    try writeAnimatedPNG(count: frames.count, seconds: 0.5, to: file) {
      frames[frames.count - 1 - $0]
    }
    try file.commit()
  }
}
