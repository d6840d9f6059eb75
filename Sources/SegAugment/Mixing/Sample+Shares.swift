import SegImaging
import SegSamples

extension Sample {
  private static let sharesExtension = "soft.npy"

  /// Whether the sample has shares, which follow from its label maps.
  var hasShares: Bool { extras.contains { $0.fileExtension == Self.sharesExtension } }

  /// The members beside the shares.
  var extrasBesideShares: [Extra] { extras.filter { $0.fileExtension != Self.sharesExtension } }

  /// Adds the `soft.npy` member: float32 `[H, W, K]`, the share of each of the K classes.
  ///
  /// One map gives shares of 0 and 1, the two of a mixture `λ` and `1 − λ`; pixels of the ignore index
  /// add nothing. Shares that are there already are made anew. reference: stream.
  ///
  /// - Throws: ``TransformError/noClasses`` without a label map or class table;
  ///   ``TransformError/tooLarge(_:limit:)`` for more than 2²⁸ shares.
  public mutating func addShares() throws(TransformError) {
    guard case .indices(let first) = labelMap, let classes = metadata.classes else {
      throw .noClasses
    }
    let count = classes.entries.count
    let limit = (1 << 28) / max(1, count)
    guard first.width * first.height <= limit else {
      throw .tooLarge(first.size, limit: limit)
    }
    let weight = metadata.mix?.weight ?? 1
    var shares = [Float](repeating: 0, count: first.width * first.height * count)
    first.addShares(of: count, weight: Float(weight), to: &shares)
    if case .indices(let second) = secondLabelMap {
      second.addShares(of: count, weight: Float(1 - weight), to: &shares)
    }
    extras.removeAll { $0.fileExtension == Self.sharesExtension }
    extras.append(
      Extra(
        fileExtension: Self.sharesExtension,
        data: encodedNPY(shares, shape: [first.height, first.width, count])))
  }
}

extension LabelMap {
  fileprivate func addShares(of classes: Int, weight: Float, to shares: inout [Float]) {
    switch self {
    case .uint8(let raster): raster.addShares(of: classes, weight: weight, to: &shares)
    case .uint16(let raster): raster.addShares(of: classes, weight: weight, to: &shares)
    }
  }
}

extension Raster {
  fileprivate func addShares(of classes: Int, weight: Float, to shares: inout [Float]) {
    for (position, value) in values.enumerated() where Int(value) < classes {
      shares[position * classes + Int(value)] += weight
    }
  }
}
