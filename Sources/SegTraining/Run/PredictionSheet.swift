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
  /// - Throws: What reading a sample throws.
  init(_ set: SampleSet) throws {
    let count = min(Self.count, set.count)
    samples = try (0..<count).map { try set.sample($0 * set.count / count) }
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
  /// - Throws: `AnimationError`, `SystemError`.
  static func animate(_ folder: RunFolder, epochs: Int) throws {
    var files = try (1...max(1, epochs)).map(folder.sheet).filter { try fileStatus($0) != nil }
    guard !files.isEmpty else { return }
    if files.count > maximumFrames {
      files = (0..<maximumFrames).map { files[$0 * (files.count - 1) / (maximumFrames - 1)] }
    }
    let file = try AtomicFile(folder.animation)
    try writeAnimatedPNG(count: files.count, seconds: 0.5, to: file) { try readFile(files[$0]) }
    try file.commit()
  }
}
