import SegBasics
import SegCommandLine
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// One mask given as a file.
struct MaskFile {
  let path: String
  /// How it is read.
  let reading: MaskOptions.Reading

  /// Whether a path leads to a picture or an array rather than to samples.
  static func isMask(_ path: String) throws -> Bool {
    guard try InputNames.status(path)?.kind == .file else { return false }
    let head = Array(try BufferedInput(path: path).peek(64))
    return ImageFormat(sniffing: head) != nil || head.starts(with: NPYHeader.magic)
  }

  /// Writes the label map as a PNG, or as a NumPy array where the name ends in `.npy`.
  func decode(to output: String?) throws {
    let target = try FileOutput(output, endings: [".png", ".npy"])
    let bytes = try readFile(path)
    let labelMap = try locating(path: path) {
      try decodeMask(
        bytes, encoding: reading.encoding, classes: reading.classes, threshold: reading.threshold)
    }
    let isArray = output?.lowercased().hasSuffix(".npy") == true
    try target.write(
      isArray ? labelMap.encodedNPY() : try labelMap.encodedPNG(classes: reading.classes))
  }
}
