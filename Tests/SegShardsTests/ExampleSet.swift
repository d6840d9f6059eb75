import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport

/// Samples that tests pack: 8-bit colour pictures of different sizes, and label maps of three classes.
func exampleSample(_ number: Int, key: String? = nil, classes: ClassTable? = .petClasses) -> Sample
{
  let width = 5 + number % 4
  let height = 3 + number % 3
  let image = Raster<UInt8>(
    height: height, width: width, channels: 3,
    values: (0..<(height * width * 3)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 7) })
  let labels = Raster<UInt8>(
    height: height, width: width, channels: 1,
    values: (0..<(height * width)).map { $0 % 7 == 0 ? 255 : UInt8(($0 + number) % 3) })
  return Sample(
    key: key ?? "a/sample.\(number)", image: .pixels(.uint8(image)),
    labelMap: .indices(.uint8(labels)),
    metadata: SampleMetadata(
      split: "train", classes: classes, meta: ["number": .integer(number)]))
}

/// The bytes of a stream of samples.
func stream(_ samples: [Sample]) throws -> [UInt8] {
  let sink = MemorySink()
  var writer = SampleStreamWriter(sink)
  for sample in samples { try writer.add(sample.members()) }
  try writer.finish()
  return sink.bytes
}

/// Packs a stream into `folder/name`.
@discardableResult
func pack(
  _ samples: [Sample], into name: String, in folder: TemporaryFolder,
  settings: PackingSettings = PackingSettings(shardSamples: 4), jobs: Int = 2,
  change: (inout ShardPacking) -> Void = { _ in }
) throws -> PackingSummary {
  let input = folder.file("\(name).input.tar")
  try AtomicFile.write(try stream(samples), to: input)
  var packing = ShardPacking(inputs: [input], folder: folder.file(name), settings: settings)
  packing.jobs = jobs
  change(&packing)
  return try packing.run()
}

/// The files of a set whose bytes are promised.
func promisedFiles(_ folder: TemporaryFolder, _ name: String) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for file in try namesInFolder(folder.file(name)) where file != "log.jsonl" {
    files[file] = try readFile(folder.file(name) + "/" + file)
  }
  return files
}

/// The samples of a set, decoded.
func decodedSamples(_ path: String) throws -> [Sample] {
  let source = SampleSource([path])
  var samples: [Sample] = []
  while let pending = try source.next() {
    var sample = try pending.load()
    _ = try sample.decode()
    samples.append(sample)
  }
  return samples
}
