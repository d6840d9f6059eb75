#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What logits are worth against the true labels: confusion matrix, cross-entropy and soft IoU.
///
/// Sums over any number of images; adding images in the same order gives the same bits.
public struct PixelScores: Sendable, Equatable {
  /// Predictions are the class with the largest logit, the first of equal ones.
  public private(set) var confusion: ConfusionMatrix
  /// Sum of the cross-entropy over the pixels that are not ignored, in nats.
  private var lossSum = 0.0
  /// Sum of the images' soft IoU.
  private var softIoUSum = 0.0
  /// Images added.
  public private(set) var images = 0

  /// No images yet.
  public init(classes: Int) { confusion = ConfusionMatrix(classes: classes) }

  /// Mean cross-entropy of the pixels that are not ignored; nil without any.
  public var loss: Double? {
    let pixels = confusion.total
    return pixels > 0 ? lossSum / Double(pixels) : nil
  }

  /// The article's soft IoU: the mean over images of `(Σyp + ε)/(Σ(y + p − yp) + ε)`, ε = 0.001, the
  /// sums over all classes and pixels of one image together; nil without images.
  ///
  /// reference: training 3.1.3.
  public var softIoU: Double? { images > 0 ? softIoUSum / Double(images) : nil }

  /// Adds one image.
  ///
  /// - Parameters:
  ///   - logits: `[H, W, classes]`.
  ///   - labels: `[H, W]`; what is no class is ignored.
  public mutating func add(
    logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt16>
  ) {
    let classes = confusion.classes
    precondition(
      logits.count == labels.count * classes,
      "\(logits.count) logits for \(labels.count) pixels of \(classes) classes")
    var intersection = 0.0
    var pixels = 0
    for (pixel, label) in labels.enumerated() {
      let truth = Int(label)
      let start = pixel * classes
      var best = 0
      for index in 1..<max(classes, 1) where logits[start + index] > logits[start + best] {
        best = index
      }
      confusion.add(truth: truth, prediction: best)
      guard truth < classes else { continue }
      let highest = logits[start + best]
      var sum = 0.0
      for index in 0..<classes { sum += exp(Double(logits[start + index] - highest)) }
      let surprise = log(sum) - Double(logits[start + truth] - highest)
      lossSum += surprise
      intersection += exp(-surprise)
      pixels += 1
    }
    // Σy = Σp = pixels, for the probabilities of a pixel add up to 1.
    let union = 2 * Double(pixels) - intersection
    softIoUSum += (intersection + 0.001) / (union + 0.001)
    images += 1
  }

  /// Adds what was summed elsewhere.
  public mutating func add(_ other: PixelScores) {
    confusion.add(other.confusion)
    lossSum += other.lossSum
    softIoUSum += other.softIoUSum
    images += other.images
  }
}
