import ArgumentParser
import SegAugment
import SegSamples
import SegShards

extension StorageForm: ExpressibleByArgument {
  /// Reads a word.
  public init?(argument: String) { self.init(word: argument) }

  /// As it is written on the command line.
  public var defaultValueDescription: String { word }

  /// The words, without those that are kept for lines written before.
  public static var allValueStrings: [String] { ["source", "jpeg", "jpeg=1..100", "png", "raw"] }
}

/// In which form pictures and label maps are stored.
struct StorageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Images: source (files and arrays as they are), jpeg (JPEG files as they are, others of quality 90), "
        + "jpeg=QUALITY (all encoded anew), png, or raw (.npy, read without decoding).",
      valueName: "form"))
  var store = StorageForm.keep
  @Option(
    help: ArgumentHelp(
      "Label maps: source, png or raw; never with loss. (default: what suits --store)",
      valueName: "form"),
    transform: { word in
      if let form = LabelMapStorage(rawValue: word) { return form }
      if word.hasPrefix("jp") {
        throw ValidationError(
          "JPEG would invent class ids; label maps are stored without loss: source, png or raw")
      }
      throw ValidationError("label maps are stored as source, png or raw")
    })
  var storeMask: LabelMapStorage?
  @Option(
    help: ArgumentHelp(
      "Bring every sample to a size first, as segaug resize= does; --store source then means arrays.",
      valueName: "WxH[:filter=…]"))
  var resize: String?

  func validate() throws { _ = try resizing() }

  /// The one operation of `--resize`; nil without one.
  private func resizing() throws -> Pipeline? {
    guard let resize else { return nil }
    let pipeline: Pipeline
    do {
      pipeline = try Pipeline(["resize=\(resize)"])
    } catch {
      throw ValidationError("--resize: \(error)")
    }
    guard !pipeline.resizes.isEmpty else {
      throw ValidationError("--resize \(resize): every sample gets one size; segaug draws sizes")
    }
    return pipeline
  }

  /// Has the samples stored in these forms.
  func apply(to packing: inout ShardPacking) throws {
    if storeMask != store.forLabelMaps { packing.settings.storeMask = storeMask }
    guard let pipeline = try resizing() else { return }
    packing.settings.resize = resize
    let augmentation = Augmentation(pipeline)
    packing.change = { sample in
      _ = try sample.decode()
      sample = try augmentation.copy(0, of: sample)
    }
  }
}
