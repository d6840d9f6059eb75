import SegBasics
import SegImaging
import SegSamples
import SegShards

extension SampleTiles {
  /// Reads, decodes and draws a sample that has been found.
  ///
  /// - Returns: The tiles, and faults that did not stop the decoder, one clause each.
  /// - Throws: `Located` `ImageError`, `MaskError`, `NPYError`, `JSONError` or `SampleError`;
  ///   `SystemError`.
  public static func load(
    _ pending: PendingSample, style: SheetStyle
  ) throws -> (tiles: SampleTiles, warnings: [String]) {
    var sample = try pending.load()
    return try locating(path: pending.place, sample: sample.key) {
      let warnings = try sample.decode()
      return (try SampleTiles(sample, style: style), warnings)
    }
  }
}
