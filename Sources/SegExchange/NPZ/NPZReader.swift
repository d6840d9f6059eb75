import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Reads a folder of `.npz` files, one a sample, in the order of their names.
struct NPZReader {
  /// The member with what is no array.
  static let metadataName = "sample.json"

  /// Names under which people keep the picture and the label map; the first that occurs is taken.
  private static let images = ["image", "img", "x", "arr_0"]
  private static let labelMaps = ["mask", "label", "labels", "seg", "segmentation", "y", "arr_1"]

  private let folder: String
  private var files: ArraySlice<String>
  private var number = 0

  /// Lists the files, those in folders below too.
  ///
  /// - Throws: `Located` ``ExchangeError/nothingFound(_:_:)``; `SystemError`.
  init(_ path: String) throws {
    if try fileStatus(path)?.kind != .folder {
      folder = String(path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)])
      files = [String(path.dropFirst(folder.count))]
      return
    }
    folder = path.hasSuffix("/") ? path : path + "/"
    files = try filesBelow(path) { $0.hasSuffix(".npz") }[...]
    guard !files.isEmpty else {
      throw Located(ExchangeError.nothingFound(.npz, ".npz file"), path: path)
    }
  }

  /// The next sample, nil at the end.
  ///
  /// - Throws: `Located` ``ExchangeError``, `NPYError`, `JSONError`; `SystemError`.
  mutating func next() throws -> FoundSample? {
    guard let file = files.popFirst() else { return nil }
    number += 1
    let path = folder + file
    let bytes = try readFile(path)
    return try locating(path: path) {
      FoundSample(
        sample: try Self.sample(bytes, name: file), place: SamplePlace(input: path, number: number))
    }
  }

  private static func sample(_ bytes: [UInt8], name: String) throws -> Sample {
    let zip = try ZIPArchive(bytes)
    func array(_ names: [String]) throws -> [UInt8]? {
      for name in names {
        if let data = try zip.data(of: name + ".npy") { return data }
      }
      return nil
    }
    guard let image = try array(images) else {
      throw ExchangeError.noPicture(.npz, found: zip.names)
    }
    let described = try zip.data(of: metadataName).map { try SampleMetadata.decode($0) }
    var sample = Sample(
      key: described?.key ?? String(name.dropLast(name.hasSuffix(".npz") ? 4 : 0)),
      image: .pixels(try Image(npy: image)),
      labelMap: try array(labelMaps).map { .indices(try LabelMap(npy: $0)) },
      metadata: described?.metadata ?? SampleMetadata())
    sample.secondLabelMap = try array(["mask2"]).map { .indices(try LabelMap(npy: $0)) }
    return sample
  }
}
