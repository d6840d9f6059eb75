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
      "How a mask given as a file is encoded: index, palette, trimap, npy, gray-threshold or rgb. "
        + "(default: index)",
      valueName: "encoding"))
  public var givenEncoding: MaskEncoding?

  /// The trimap policy, where one is said.
  @Option(
    name: .customLong("trimap"),
    help: ArgumentHelp(
      "Masks are trimaps, decoded by this policy: classes, binary or pet.", valueName: "policy"))
  public var policy: TrimapPolicy?

  /// The least value of class 1, where one is said.
  @Option(
    help: ArgumentHelp(
      "Masks are gray: values from n on are class 1. (default of gray-threshold: the upper half)",
      valueName: "n"))
  public var threshold: Int?

  /// The least value of class 0, where the dark is class 1.
  @Option(
    help: ArgumentHelp("Masks are gray: values below n are class 1.", valueName: "n"))
  public var thresholdBelow: Int?

  /// The class table, where one is said.
  @Option(
    help: ArgumentHelp(
      "The classes of the masks: the name of a built-in table, or a JSON file with one as in "
        + "manifests; rgb needs their colors.", valueName: "table"))
  public var classes: String?

  /// An empty group, for the parser.
  public init() {}

  /// How a mask file is read.
  public struct Reading: Sendable {
    /// How its values stand for classes.
    public let encoding: MaskEncoding
    /// Which gray values are class 1, where that is said.
    public let threshold: GrayThreshold?
    /// Its class table; nil where nothing is known of its classes.
    public let classes: ClassTable?
    /// Whether a person said how values stand for classes, rather than of which classes.
    public let saysEncoding: Bool
    /// Whether a person said anything.
    public let isGiven: Bool
  }

  /// How a mask file is read; `--trimap` and `--threshold` alone say what it is.
  ///
  /// - Throws: `SystemError`, `Located` `JSONError` of the file of a class table.
  public var reading: Reading {
    get throws {
      let level = threshold.map { GrayThreshold.from($0) } ?? thresholdBelow.map { .below($0) }
      let implied: MaskEncoding = policy != nil ? .trimap : level != nil ? .grayThreshold : .index
      let encoding = givenEncoding ?? implied
      let saysEncoding = givenEncoding != nil || policy != nil || level != nil
      return Reading(
        encoding: encoding, threshold: level,
        classes: encoding == .trimap ? (policy ?? .classes).classTable : try givenClasses,
        saysEncoding: saysEncoding, isGiven: saysEncoding || classes != nil)
    }
  }

  private var givenClasses: ClassTable? {
    get throws {
      guard let classes else { return nil }
      if let table = ClassTable.builtIn(classes) { return table }
      return try locating(path: classes) {
        try decodeJSON(ClassTable.self, from: try readFile(classes))
      }
    }
  }

  /// Refuses what is not for one encoding.
  public func validate() throws {
    if policy != nil, let givenEncoding, givenEncoding != .trimap {
      throw ValidationError("--trimap and --mask-encoding \(givenEncoding.rawValue) contradict")
    }
    guard threshold == nil || thresholdBelow == nil else {
      throw ValidationError("--threshold and --threshold-below contradict")
    }
    if threshold != nil || thresholdBelow != nil {
      guard policy == nil, givenEncoding ?? .grayThreshold == .grayThreshold else {
        throw ValidationError("--threshold is for masks of encoding gray-threshold")
      }
    }
    guard classes == nil || (policy == nil && givenEncoding != .trimap) else {
      throw ValidationError("a trimap has the classes of its --trimap policy; leave out --classes")
    }
    if givenEncoding == .rgb, classes == nil {
      throw ValidationError("--mask-encoding rgb needs --classes, which has the colors")
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
    guard try !mask.reading.isGiven else {
      throw ValidationError(
        "--mask-encoding, --trimap, --threshold and --classes are for a mask given as a file; the "
          + "samples say it themselves"
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
    let reading = try mask.reading
    let entry = { (key: String, page: Int?) in
      ManifestEntry(
        key: key, image: image, page: page,
        mask: inputs.count == 2
          ? MaskSource(
            path: inputs[1], encoding: reading.encoding, page: page, threshold: reading.threshold)
          : nil,
        classes: inputs.count == 2 ? reading.classes : nil)
    }
    let pages = try locating(path: image) { try readImageHeader(readFile(image)).pages }
    guard pages > 1 else { return [entry(key, nil)] }
    return (0..<pages).map { entry("\(key)-\($0)", $0) }
  }
}

extension MaskEncoding: ExpressibleByArgument {
  /// The encodings a single file can have.
  public static var allValueStrings: [String] {
    [MaskEncoding.index, .palette, .trimap, .npy, .grayThreshold, .rgb].map(\.rawValue)
  }

  /// Reads one of them.
  public init?(argument: String) {
    guard Self.allValueStrings.contains(argument) else { return nil }
    self.init(rawValue: argument)
  }
}
extension TrimapPolicy: ExpressibleByArgument {}
