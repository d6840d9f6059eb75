import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes `KEY.npz`, with `%2E` for a dot that would hide the file or its folder, for each sample: the arrays `image`, `mask` and `mask2`, and `sample.json`.
struct NPZWriter: ForeignWriter {
  struct Archive: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  let prepare: @Sendable (Sample) throws -> Archive = { sample in
    var sample = sample
    // Turned as it is with its label map: an array has no Exif orientation.
    _ = try sample.decode()
    var zip = ZIPWriter()
    guard case .pixels(let image) = sample.image else {
      preconditionFailure("a decoded picture has pixels")
    }
    try zip.add("image.npy", image.encodedNPY())
    for (name, content) in [("mask", sample.labelMap), ("mask2", sample.secondLabelMap)] {
      if let content { try zip.add(name + ".npy", content.decoded().encodedNPY()) }
    }
    try zip.add(NPZReader.metadataName, sample.metadata.encoded(key: sample.key))
    return Archive(name: visibleName(sample.key) + ".npz", bytes: zip.finished())
  }

  mutating func add(_ sample: Archive, to folder: ExportFolder) throws {
    try folder.write(sample.bytes, to: sample.name)
  }

  mutating func finish(in folder: ExportFolder) throws {}
}

/// A key as the path of a file that is not hidden: what looks for `*.npz` passes over `.a.npz`.
///
/// A dot before a part of the path is written `%2E`, and a percent sign there `%25`, as in member names.
private func visibleName(_ key: String) -> String {
  var written: [UInt8] = []
  var isStart = true
  for byte in key.utf8 {
    switch byte {
    case UInt8(ascii: ".") where isStart: written += "%2E".utf8
    case UInt8(ascii: "%") where isStart: written += "%25".utf8
    default: written.append(byte)
    }
    isStart = byte == UInt8(ascii: "/")
  }
  return String(decoding: written, as: UTF8.self)
}
