import SegBasics
import SegExchange
import SegImaging
import SegSamples
import SegShards
import SegTestSupport

/// The picture of sample `number` in `fixtures/exchange`, `[3, 4, 3]`.
func drawnPicture(_ number: Int) -> Image {
  .uint8(
    Raster(
      height: 3, width: 4, channels: 3,
      values: (0..<36).map { UInt8(truncatingIfNeeded: 31 * $0 + 7 * number) }))
}

/// Its label map, `[3, 4]`.
func drawnLabels(_ number: Int) -> LabelMap {
  .uint8(
    Raster(
      height: 3, width: 4, channels: 1,
      values: (0..<12).map { $0 % 7 == 6 ? 255 : UInt8(($0 + number) % 3) }))
}

/// Samples as they are exported, with everything a format may lose.
func drawnSamples(_ count: Int, labelled: Bool = true) -> [Sample] {
  (0..<count).map { number in
    Sample(
      key: number % 2 == 0 ? "a/k.\(number)" : "k\(number)", image: .pixels(drawnPicture(number)),
      labelMap: labelled || number % 3 > 0 ? .indices(drawnLabels(number)) : nil,
      metadata: SampleMetadata(
        split: ["train", "val"][number / 2 % 2], classes: .petClasses,
        meta: ["number": .integer(number)]))
  }
}

/// A source of samples in memory.
func source(_ samples: [Sample]) throws -> SampleSource {
  let sink = MemorySink()
  var writer = SampleStreamWriter(sink)
  for sample in samples { try writer.add(sample.members()) }
  try writer.finish()
  return try SampleSource(reading: BufferedInput(bytes: sink.bytes, name: "memory"))
}

/// All samples of a foreign set, decoded.
func imported(_ format: ForeignFormat, _ path: String) throws -> [Sample] {
  let source = try ForeignImport(from: format, path: path).samples()
  var samples: [Sample] = []
  while let pending = try source.next() {
    var sample = try pending.load()
    _ = try sample.decode()
    samples.append(sample)
  }
  return samples
}

/// Exports samples into `folder/name`.
@discardableResult
func export(
  _ samples: [Sample], to format: ForeignFormat, _ name: String, in folder: TemporaryFolder,
  change: (inout ForeignExport) -> Void = { _ in }
) throws -> Int {
  var run = ForeignExport(to: format, folder: folder.file(name))
  run.jobs = 2
  change(&run)
  return try run.run(source(samples))
}

/// The names of all files below a folder, and their bytes; hidden ones are passed over.
func files(_ path: String, below prefix: String = "") throws -> [SampleKey: [UInt8]] {
  var found: [SampleKey: [UInt8]] = [:]
  for name in try namesInFolder(path) where !name.hasPrefix(".") {
    if try fileStatus(path + "/" + name)?.kind == .folder {
      found.merge(try files(path + "/" + name, below: prefix + name + "/")) { $1 }
    } else {
      found[SampleKey(prefix + name)] = try readFile(path + "/" + name)
    }
  }
  return found
}
