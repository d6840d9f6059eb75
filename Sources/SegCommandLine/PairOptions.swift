import ArgumentParser
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// How a mask given as a file is read.
public struct MaskOptions: ParsableArguments {
  /// How its values stand for classes, where that is said.
  @Option(
    name: .customLong("mask-encoding"),
    help: ArgumentHelp(
      "How a mask given as a file is encoded: index, palette, trimap or npy. (default: index)",
      valueName: "encoding"))
  public var givenEncoding: MaskEncoding?

  /// The trimap policy, where one is said.
  @Option(
    name: .customLong("trimap"),
    help: ArgumentHelp(
      "Masks are trimaps, decoded by this policy: classes, binary or pet.", valueName: "policy"))
  public var policy: TrimapPolicy?

  /// An empty group, for the parser.
  public init() {}

  /// How a mask file is read.
  public struct Reading: Sendable {
    /// How its values stand for classes.
    public let encoding: MaskEncoding
    /// Its class table; nil where nothing is known of its classes.
    public let classes: ClassTable?
    /// Whether a person said so, rather than nothing.
    public let isGiven: Bool
  }

  /// How a mask file is read; `--trimap` alone says that it is a trimap.
  public var reading: Reading {
    let encoding = givenEncoding ?? (policy == nil ? .index : .trimap)
    return Reading(
      encoding: encoding, classes: encoding == .trimap ? (policy ?? .classes).classTable : nil,
      isGiven: givenEncoding != nil || policy != nil)
  }

  /// Refuses a policy for masks that are no trimaps.
  public func validate() throws {
    if policy != nil, let givenEncoding, givenEncoding != .trimap {
      throw ValidationError("--trimap and --mask-encoding \(givenEncoding.rawValue) contradict")
    }
  }
}

/// Inputs of any form, among them one image and its mask given as two files.
public struct PairOptions: ParsableArguments {
  /// How the mask of a pair is read.
  @OptionGroup public var mask: MaskOptions

  /// An empty group, for the parser.
  public init() {}

  /// The samples of the inputs in order.
  ///
  /// - Returns: A function that gives the next sample, nil at the end.
  /// - Throws: `SystemError`; `ValidationError` for pictures that are no pair.
  public func samples(_ inputs: [String]) throws -> () throws -> PendingSample? {
    if let entries = try pairEntries(inputs) {
      var pending = entries.map { PendingSample.listed($0) }[...]
      return { pending.popFirst() }
    }
    guard !mask.reading.isGiven else {
      throw ValidationError(
        "--mask-encoding and --trimap are for a mask given as a file; the samples say it themselves"
      )
    }
    let source = SampleSource(inputs)
    return { try source.next() }
  }

  /// The manifest lines of an image and its mask, one for each page; nil when the first input is no
  /// picture.
  private func pairEntries(_ inputs: [String]) throws -> [ManifestEntry]? {
    guard let image = inputs.first, try InputNames.status(image)?.kind == .file,
      ImageFormat(sniffing: try BufferedInput(path: image).peek(64)) != nil
    else { return nil }
    guard inputs.count <= 2 else {
      throw ValidationError(
        "one image and its mask are two files, not \(inputs.count); list more with segls")
    }
    let name = image.split(separator: "/").last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    let key = stem.isEmpty ? String(name) : String(stem)
    let entry = { (key: String, page: Int?) in
      ManifestEntry(
        key: key, image: image, page: page,
        mask: inputs.count == 2
          ? MaskSource(path: inputs[1], encoding: mask.reading.encoding, page: page) : nil,
        classes: inputs.count == 2 ? mask.reading.classes : nil)
    }
    let pages = try locating(path: image) { try readImageHeader(readFile(image)).pages }
    guard pages > 1 else { return [entry(key, nil)] }
    return (0..<pages).map { entry("\(key)-\($0)", $0) }
  }
}

extension MaskEncoding: ExpressibleByArgument {
  /// The encodings a single file can have.
  public static var allValueStrings: [String] {
    [MaskEncoding.index, .palette, .trimap, .npy].map(\.rawValue)
  }

  /// Reads one of them.
  public init?(argument: String) {
    guard Self.allValueStrings.contains(argument) else { return nil }
    self.init(rawValue: argument)
  }
}
extension TrimapPolicy: ExpressibleByArgument {}
