import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegImaging
import SegSamples

/// `segbench augment`.
struct AugmentBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "augment",
    abstract: "Times operations on one decoded picture with its mask, on one thread.",
    discussion: """
      Prints name, word, samples a second (median, min, max) for each operation, as samples of the \
      size given, 8-bit RGB with a mask. Names are those of the usual peer benchmarks.
      """)

  @Option(help: ArgumentHelp("A picture.", valueName: "file"))
  var image: String

  @Option(help: ArgumentHelp("Its mask of class indices.", valueName: "file"))
  var mask: String

  @Option(help: ArgumentHelp("Width and height in pixels both are resized to.", valueName: "edge"))
  var size = 512

  @Option(help: ArgumentHelp("Repeats of each measurement.", valueName: "n"))
  var repeats = 11

  @Option(help: ArgumentHelp("Seconds each repeat takes at least.", valueName: "s"))
  var seconds = 0.3

  @Argument(help: "Only operations whose name contains one of these, or words to time.")
  var only: [String] = []

  func validate() throws {
    guard (1...4096).contains(size), (1...1000).contains(repeats), (0...60).contains(seconds) else {
      throw ValidationError("--size takes 1 to 4096, --repeats 1 to 1000, --seconds 0 to 60")
    }
  }

  func run() throws {
    let canvas = try load()
    if only.isEmpty || only.contains(where: Self.copyName.contains) {
      try report(Self.copyName, [], try copySpeed(of: canvas))
    }
    for (name, words) in try chosen() {
      let pipeline = try Pipeline(words)
      var number: UInt64 = 0
      let speeds = try samplesPerSecond(repeats: repeats, seconds: seconds) {
        var copy = canvas
        _ = try pipeline.apply(to: &copy, key: StreamKey(seed: 1, epoch: 0, index: number))
        _ = copy.imageContent
        number += 1
      }
      try report(name, words, speeds)
    }
  }

  private static let copyName = "copy image + mask (floor)"

  /// What the machine does at best: the bytes of picture and mask into new memory.
  private func copySpeed(of canvas: Canvas) throws -> Speeds {
    var canvas = canvas
    guard case .uint8(let image) = canvas.image, case .uint8(let mask)? = canvas.labelMaps.first
    else { throw ValidationError("a picture of 16 bits") }
    var sum = 0
    let speeds = try samplesPerSecond(repeats: repeats, seconds: seconds) {
      for raster in [image, mask] {
        let copy = raster.values.withUnsafeBufferPointer { Array($0) }
        sum &+= Int(copy[copy.count / 2])
      }
    }
    // Uses the copies, so that none is optimised away.
    if sum == .min { warn("") }
    return speeds
  }

  private func report(_ name: String, _ words: [String], _ speeds: Speeds) throws {
    var line = OrderedJSON()
    try line.add("group", "augment")
    try line.add("lib", "segkit")
    try line.add("op", name)
    try line.add("words", words)
    try line.add("unit", "samples/s")
    try line.add("median", speeds.median)
    try line.add("min", speeds.least)
    try line.add("max", speeds.greatest)
    print(line.text)
  }

  private func chosen() throws -> [(name: String, words: [String])] {
    let all = benchmarkedOperations.filter { entry in
      only.isEmpty || only.contains { entry.name.contains($0) }
    }
    if !all.isEmpty { return all }
    return only.map { ($0, [$0]) }
  }

  private func load() throws -> Canvas {
    let image = try decodeImage(at: image)
    let mask = try decodeImage(at: mask)
    let edge = PixelSize(width: size, height: size)
    guard case .uint8(let labels) = mask, labels.channels == 1 else {
      throw ValidationError("\(self.mask) is no mask of one 8-bit channel")
    }
    return Canvas(
      image: image.resized(to: edge, filter: .bilinear),
      labelMaps: [LabelMap.uint8(labels).resized(to: edge, filter: .nearestExact)])
  }

  private func decodeImage(at path: String) throws -> Image {
    try locating(path: path) { try SegImaging.decodeImage(try readFile(path)).image }
  }
}
