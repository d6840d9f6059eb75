import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// Some samples side by side, as a network takes them.
struct Batch: Sendable {
  /// `[N, H, W, 3]`, samples of 0...1.
  let images: [Float]
  /// `[N, H, W]`; 65535 is ignored.
  let labels: [UInt16]
  /// How many samples there are.
  let count: Int

  /// Puts samples together.
  ///
  /// - Parameters:
  ///   - samples: All of the size given.
  ///   - size: What the model takes.
  ///   - classes: The classes of the label maps.
  /// - Throws: `Located` ``TrainingError/sizeDiffers(_:expected:)``, `SampleError.unknownClass`.
  init(_ samples: [LabelledImage], size: PixelSize, classes: ClassTable) throws {
    for sample in samples where sample.size != size {
      throw Located(
        TrainingError.sizeDiffers(sample.size, expected: size), sample: sample.key)
    }
    let pixels = size.width * size.height
    count = samples.count
    images = [Float](unsafeUninitializedCapacity: samples.count * pixels * 3) { buffer, filled in
      for (place, sample) in samples.enumerated() {
        let start = place * pixels * 3
        sample.writePixels(to: .init(rebasing: buffer[start..<(start + pixels * 3)]))
      }
      filled = samples.count * pixels * 3
    }
    labels = try [UInt16](unsafeUninitializedCapacity: samples.count * pixels) { buffer, filled in
      for (place, sample) in samples.enumerated() {
        let start = place * pixels
        try sample.writeLabels(
          to: .init(rebasing: buffer[start..<(start + pixels)]), classes: classes)
      }
      filled = samples.count * pixels
    }
  }

  /// Copies the samples to where the network reads them; one laid out for inference has no labels.
  func copy(to network: Network) {
    _ = network.input.update(fromContentsOf: images)
    if !network.labels.isEmpty { _ = network.labels.update(fromContentsOf: labels) }
  }
}
