import SegBasics
import SegImaging

extension Sample {
  /// The members of the sample as they are stored, in the order of the format's definition.
  ///
  /// Pixels in memory are written as NumPy arrays; files go as they are.
  ///
  /// - Throws: ``SampleKeyError``, or ``SampleError`` for members that would not be read as those of
  ///   this sample.
  public func members() throws -> [(name: String, data: [UInt8])] {
    try SampleKey(key).check()
    let written = MemberName.escape(key)
    var unique = SampleMembers(writtenKey: written)
    func add(_ fileExtension: String, _ data: [UInt8]) throws(SampleError) {
      let name = written + "." + fileExtension
      guard let split = MemberName.split(name), SampleKey(split.key) == SampleKey(written),
        split.extension.utf8.elementsEqual(fileExtension.utf8), !name.utf8.contains(0)
      else { throw .unusableMember(name) }
      try unique.add(fileExtension, data)
    }
    switch image {
    case .pixels(let image): try add("image.npy", image.encodedNPY())
    case .file(let bytes, "npy"): try add("image.npy", bytes)
    case .file(let bytes, let fileExtension): try add(fileExtension, bytes)
    }
    try add("json", metadata.encoded(key: key))
    for (name, content) in [("mask", labelMap), ("mask2", secondLabelMap)] {
      switch content {
      case nil: break
      case .indices(let labelMap): try add(name + ".npy", labelMap.encodedNPY())
      case .file(let bytes, let fileExtension): try add(name + "." + fileExtension, bytes)
      }
    }
    for extra in extras { try add(extra.fileExtension, extra.data) }
    return unique.named()
  }
}
