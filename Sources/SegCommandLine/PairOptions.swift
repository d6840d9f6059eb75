import ArgumentParser
import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// Inputs of any form, among them one image and its mask given as two files.
public struct PairOptions: ParsableArguments {
  /// How the mask file of a pair is encoded.
  @Option(
    help: ArgumentHelp(
      "How the mask given as a file is encoded: index, palette, trimap or npy.",
      valueName: "encoding"))
  public var maskEncoding: MaskEncoding = .index

  /// The trimap policy of a pair.
  @Option(
    help: ArgumentHelp(
      "How the trimap given as a file becomes classes: classes, binary or pet.",
      valueName: "policy"))
  public var trimap: TrimapPolicy = .classes

  /// An empty group, for the parser.
  public init() {}

  /// The samples of the inputs in order.
  ///
  /// - Returns: A function that gives the next sample, nil at the end.
  /// - Throws: `SystemError`; `ValidationError` for pictures that are no pair.
  public func samples(_ inputs: [String]) throws -> () throws -> PendingSample? {
    if let entry = try pairEntry(inputs) {
      var entries = [PendingSample.listed(entry)]
      return { entries.popLast() }
    }
    let source = SampleSource(inputs)
    return { try source.next() }
  }

  /// The manifest line of an image and its mask; nil when the first input is no picture.
  private func pairEntry(_ inputs: [String]) throws -> ManifestEntry? {
    guard let image = inputs.first, image != "-", try fileStatus(image)?.kind == .file,
      ImageFormat(sniffing: try BufferedInput(path: image).peek(64)) != nil
    else { return nil }
    guard inputs.count <= 2 else {
      throw ValidationError(
        "one image and its mask are two files, not \(inputs.count); list more with segls")
    }
    let name = image.split(separator: "/").last ?? ""
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    return ManifestEntry(
      key: stem.isEmpty ? String(name) : String(stem), image: image,
      mask: inputs.count == 2 ? MaskSource(path: inputs[1], encoding: maskEncoding) : nil,
      classes: maskEncoding == .trimap ? trimap.classTable : nil)
  }
}

extension MaskEncoding: ExpressibleByArgument {}
extension TrimapPolicy: ExpressibleByArgument {}
