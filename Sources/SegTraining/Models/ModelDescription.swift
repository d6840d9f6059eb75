import FoundationEssentials
import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// What a model file says of its model beside the weights, in the safetensors metadata.
public struct ModelDescription: Sendable, Equatable {
  /// The model by name.
  public var model: String
  /// The classes of the output.
  public var classes: ClassTable
  /// The size the model was trained at.
  public var input: PixelSize
  /// The operations that brought the pictures to that size, as they are written; may be none.
  public var resizes: [String]
  /// Epochs of training.
  public var epoch: Int

  /// The metadata of the file: text by name.
  ///
  /// - Throws: What the JSON encoder throws; values of these types do not.
  func metadata() throws -> [String: String] {
    [
      "format": "pt",
      "segkit.version": "1",
      "segkit.model": model,
      "segkit.classes": try Self.text(classes),
      "segkit.class_names": try Self.text(classes.entries.map(\.name)),
      "segkit.width": "\(input.width)",
      "segkit.height": "\(input.height)",
      "segkit.resize": resizes.joined(separator: " "),
      "segkit.epoch": "\(epoch)",
    ]
  }

  private static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Describes a model.
  public init(
    model: String, classes: ClassTable, input: PixelSize, resizes: [String], epoch: Int
  ) {
    self.model = model
    self.classes = classes
    self.input = input
    self.resizes = resizes
    self.epoch = epoch
  }

  /// Reads the metadata of a file.
  ///
  /// - Throws: ``TrainingError/notAModel(_:)``, `JSONError`.
  init(metadata: [String: String]) throws {
    func value(_ name: String) throws(TrainingError) -> String {
      guard let text = metadata["segkit." + name] else {
        throw .notAModel("its metadata have no segkit.\(name)")
      }
      return text
    }
    func number(_ name: String, _ range: ClosedRange<Int>) throws(TrainingError) -> Int {
      let text = try value(name)
      guard let number = Int(text), range.contains(number) else {
        throw .notAModel("segkit.\(name) is \(text)")
      }
      return number
    }
    _ = try number("version", 1...1)
    let name = try value("model")
    let known = ModelCatalog.all.map(\.name)
    guard known.contains(name) else {
      throw TrainingError.notAModel(
        "segkit.model is \(name); there are \(known.joined(separator: ", "))")
    }
    model = name
    classes = try decodeJSON(ClassTable.self, from: Array(try value("classes").utf8))
    input = PixelSize(
      width: try number("width", 1...65535), height: try number("height", 1...65535))
    resizes = try value("resize").split(separator: " ").map(String.init)
    epoch = try number("epoch", 0...1_000_000)
    _ = try pipeline()
  }

  /// What brings pictures to the size of the model: the operations, or where there are none, an
  /// antialiased bilinear resize.
  ///
  /// - Throws: ``TrainingError/notAModel(_:)`` where they are anything but resizes of every picture.
  func pipeline() throws(TrainingError) -> Pipeline {
    let words = resizes.isEmpty ? ["resize=\(input)"] : resizes
    do {
      if try Pipeline.resizes(of: words) == words { return try Pipeline(words) }
    } catch {
      throw .notAModel("segkit.resize: \(error)")
    }
    throw .notAModel("segkit.resize is \(words.joined(separator: " ")), which not only resizes")
  }
}
