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
  /// Predictions are the class with the largest logit, of equal ones that of the lowest index.
  public private(set) var confusion: ConfusionMatrix
  /// Sum of the cross-entropy over the pixels that are not ignored, in nats.
  private var lossSum = 0.0
  /// Sum of the soft IoU of the images that have a labelled pixel.
  private var softIoUSum = 0.0
  /// Images added.
  public private(set) var images = 0
  /// Those of them without a labelled pixel, which no score but ``images`` counts.
  public private(set) var unlabeledImages = 0

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
  /// reference: training 3.1.3. An image without a labelled pixel would be worth ε/ε = 1 whatever is
  /// predicted; it is left out of the mean.
  public var softIoU: Double? {
    let count = images - unlabeledImages
    return count > 0 ? softIoUSum / Double(count) : nil
  }

  /// Adds one image.
  ///
  /// - Parameters:
  ///   - logits: `[H, W, classes]`.
  ///   - labels: `[H, W]`; what is no class is ignored.
  public mutating func add(
    logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt16>
  ) {
    var image = OneImage()
    add(logits: logits, labels: labels, of: &image)
    end(image)
  }

  /// The sums of an image that is added piece by piece.
  struct OneImage {
    fileprivate var intersection = 0.0
    fileprivate var pixels = 0
  }

  /// Adds some pixels of an image; in the same order, pieces give the bits of the whole.
  ///
  /// - Parameters:
  ///   - logits: `[pixels, classes]`.
  ///   - labels: `[pixels]`; what is no class is ignored.
  ///   - image: Of these pixels; ``end(_:)`` comes after the last.
  mutating func add(
    logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<UInt16>,
    of image: inout OneImage
  ) {
    let classes = confusion.classes
    precondition(
      logits.count == labels.count * classes,
      "\(logits.count) logits for \(labels.count) pixels of \(classes) classes")
    for (pixel, label) in labels.enumerated() {
      let truth = Int(label)
      let start = pixel * classes
      let best = largestLogit(logits[start..<(start + classes)])
      confusion.add(truth: truth, prediction: best)
      guard truth < classes else { continue }
      let highest = logits[start + best]
      var sum = 0.0
      for index in 0..<classes { sum += exp(Double(logits[start + index] - highest)) }
      let surprise = log(sum) - Double(logits[start + truth] - highest)
      lossSum += surprise
      image.intersection += exp(-surprise)
      image.pixels += 1
    }
  }

  /// Ends an image that was added piece by piece.
  mutating func end(_ image: OneImage) {
    images += 1
    guard image.pixels > 0 else {
      unlabeledImages += 1
      return
    }
    // Σy = Σp = pixels, for the probabilities of a pixel add up to 1.
    let union = 2 * Double(image.pixels) - image.intersection
    softIoUSum += (image.intersection + 0.001) / (union + 0.001)
  }

  /// Adds what was summed elsewhere.
  public mutating func add(_ other: PixelScores) {
    confusion.add(other.confusion)
    lossSum += other.lossSum
    softIoUSum += other.softIoUSum
    images += other.images
    unlabeledImages += other.unlabeledImages
  }
}
