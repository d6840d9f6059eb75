import SegBasics
import SegSamples

extension DatasetListing {
  /// Everything that is wrong or odd: lists, folders, and each picture and mask.
  ///
  /// - Parameters:
  ///   - jobs: Threads that open files; the order of the findings is the same for any number.
  ///   - isQuick: Opens pictures, but decodes only masks.
  ///   - opened: Called after each sample.
  /// - Throws: Nothing about the data; what `orderedParallelMap` throws.
  public func check(
    jobs: Int, isQuick: Bool = false, opened: () -> Void = {}
  ) throws -> [Finding] {
    var result = listFindings() + findings
    let inspection = PairInspection(classes: layout.classTables.first, isQuick: isQuick)
    var remaining = (samples + unlisted)[...]
    try orderedParallelMap(
      jobs: jobs, next: { remaining.popFirst() },
      transform: { inspection.findings($0) },
      consume: {
        result += $0
        opened()
      })
    return result
  }

  /// What the lists alone show.
  private func listFindings() -> [Finding] {
    var result = faults.map { Finding($0) }
    if splits.isEmpty {
      result.append(
        Finding(
          .noList, path: folder, group: folder, problem: "there is no split file",
          mend: "--lists DIR takes split files from elsewhere"))
    }
    for split in splits {
      let count = samples.count { $0.split == split }
      if let official = officialCounts[split], official != count {
        result.append(
          Finding(
            .count, path: folder, group: split,
            problem: "\(split) has \(count) samples, officially \(official)"))
      }
    }
    for sample in samples + unlisted {
      let group = sample.split ?? Self.unlistedSplit
      if !sample.hasImage {
        result.append(
          Finding(
            .missingImage, path: sample.image, group: group,
            problem: "listed in \(group), but not there",
            mend: "\(mends.images); or leave it out: \(listLine("--on-error skip"))"))
      }
      if !sample.hasMask {
        result.append(
          Finding(
            .missingMask, path: sample.mask.path, group: group,
            problem: "the mask of \(sample.key) (\(group)) is not there",
            mend: "\(mends.masks); or leave it out: \(listLine("--on-error skip"))"))
      }
    }
    result += unlisted.map {
      Finding(
        .unlisted, path: $0.image, group: folder, problem: "in no split",
        mend: "to list such pictures: \(listLine("--split " + Self.unlistedSplit))")
    }
    return result
  }
}
