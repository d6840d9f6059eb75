import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes `KEY.npz` for each sample: the arrays `image`, `mask` and `mask2`, and `sample.json`.
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
    return Archive(name: sample.key + ".npz", bytes: zip.finished())
  }

  mutating func add(_ sample: Archive, to folder: ExportFolder) throws {
    try folder.write(sample.bytes, to: sample.name)
  }

  mutating func finish(in folder: ExportFolder) throws {}
}
