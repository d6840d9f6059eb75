import SegImaging
import SegSamples

extension Sample {
  /// Adds the `soft.npy` member: float32 `[H, W, K]`, the share of each of the K classes.
  ///
  /// One map gives shares of 0 and 1, the two of a mixture `λ` and `1 − λ`; pixels of the ignore index
  /// add nothing. reference: stream.
  ///
  /// - Throws: ``TransformError/noClasses`` without a label map or class table.
  public mutating func addShares() throws(TransformError) {
    guard case .indices(let first) = labelMap, let classes = metadata.classes else {
      throw .noClasses
    }
    let count = classes.entries.count
    let weight = metadata.mix?.weight ?? 1
    var shares = [Float](repeating: 0, count: first.width * first.height * count)
    first.addShares(of: count, weight: Float(weight), to: &shares)
    if case .indices(let second) = secondLabelMap {
      second.addShares(of: count, weight: Float(1 - weight), to: &shares)
    }
    extras.append(
      Extra(
        fileExtension: "soft.npy",
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
