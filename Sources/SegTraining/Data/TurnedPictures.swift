import SegBasics
import SegImaging
import SegSamples
import SegShards

extension PendingSample {
  /// The sample without the mask that a manifest line names, unless that decides how the picture is
  /// turned: a mask may have been drawn on the stored pixels, against their Exif orientation.
  func withMaskIfTurned() throws -> PendingSample {
    guard case .listed(var entry) = self, entry.mask != nil else { return self }
    let bytes = try locating(sample: entry.key) { try readFile(entry.image) }
    guard !bytes.isTurnedPicture else { return self }
    entry.mask = nil
    return .listed(entry)
  }
}

extension Sample {
  /// Whether the picture is a file with an Exif orientation.
  var isTurned: Bool {
    if case .file(let bytes, _) = image { bytes.isTurnedPicture } else { false }
  }
}

extension [UInt8] {
  fileprivate var isTurnedPicture: Bool {
    guard !starts(with: NPYHeader.magic), let header = try? readImageHeader(self) else {
      return false
    }
    return (header.orientation ?? 1) != 1
  }
}
