import ArgumentParser
import SegBasics
import SegSamples

/// `--output` and `--force`.
public struct SampleOutputOptions: ParsableArguments {
  /// The path as given.
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder for PNG files, a .tar file, or - for standard output (the default).",
      valueName: "path"))
  public var output: String?

  /// Whether files that stand in the folder are replaced.
  @Flag(help: "Replace files of the folder that stand already with other content.")
  public var force = false

  /// An empty group, for the parser.
  public init() {}

  /// Where the samples go.
  ///
  /// - Throws: `ValidationError` when that is a terminal.
  public func target() throws -> SampleOutput { try SampleOutput(output, overwrites: force) }
}

/// Where a command writes samples: standard output, a `.tar` file, or files in a folder.
public enum SampleOutput: Sendable {
  /// A tar stream on standard output.
  case standardOutput
  /// A tar stream in a file that appears when it is complete.
  case archive(path: String)
  /// Files in a folder; arrays become PNG.
  case folder(path: String, overwrites: Bool)
  /// The metadata alone on standard output, a JSON line for each sample.
  case metadata

  /// Reads the value of `--output`; nil and `-` are standard output.
  ///
  /// - Throws: `ValidationError` when that is a terminal, which a tar would fill with noise, or when
  ///   the name is that of another kind of file; `SystemError`.
  public init(_ path: String?, overwrites: Bool) throws {
    guard let path, path != "-" else {
      try refuseTerminal("name a folder or a .tar with -o")
      self = .standardOutput
      return
    }
    if path.hasSuffix(".tar") {
      self = .archive(path: path)
      return
    }
    let endings = [".png", ".jpg", ".jpeg", ".tif", ".npy", ".gz", ".tgz", ".zip", ".json"]
    let status = try fileStatus(path)
    if let status, status.kind != .folder {
      throw ValidationError(
        "\(path) stands already and is no folder; samples go to a folder or .tar")
    }
    guard status != nil || !endings.contains(where: path.lowercased().hasSuffix) else {
      throw ValidationError("\(path) does not look like a folder; samples go to a folder or a .tar")
    }
    self = .folder(path: path, overwrites: overwrites)
  }
}

/// `--store`.
public struct StoreOption: ParsableArguments {
  /// How pixels are stored, where that is said.
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp(
      "How pixels are stored: raw (.npy), png, jpeg or jpeg=QUALITY (label maps stay lossless). "
        + "(default: raw in streams, png in folders)", valueName: "form"))
  public var storage: PictureStorage?

  /// An empty group, for the parser.
  public init() {}
}

extension PictureStorage: ExpressibleByArgument {
  /// Reads `raw`, `png`, `jpeg` or `jpeg=QUALITY` with a quality of 1 to 100.
  public init?(argument: String) {
    switch argument {
    case "raw": self = .raw
    case "png": self = .png
    case "jpeg": self = .jpeg(quality: 90)
    default:
      guard argument.hasPrefix("jpeg="), let quality = Int(argument.dropFirst(5)),
        (1...100).contains(quality)
      else { return nil }
      self = .jpeg(quality: quality)
    }
  }
}
