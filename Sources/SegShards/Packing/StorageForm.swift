/// How pictures are stored.
public enum StorageForm: Sendable, Hashable {
  /// Picture files stay as they are, and arrays stay arrays: `source`.
  case keep
  /// All become NumPy arrays, which are memory-mapped without decoding.
  case raw
  /// All become PNG; PNG files stay as they are.
  case png
  /// All become JPEG of a quality of `1...100`. Without a quality JPEG files stay as they are, and the
  /// others get 90.
  case jpeg(quality: Int?)
  /// Picture files stay as they are, and arrays become PNG.
  case encoded

  /// Reads the word of the command line and of `dataset.json`; nil for any other.
  public init?(word: String) {
    switch word {
    case "source", "keep": self = .keep
    case "raw": self = .raw
    case "png": self = .png
    case "jpeg": self = .jpeg(quality: nil)
    case "encoded": self = .encoded
    default:
      guard word.hasPrefix("jpeg="), let quality = Int(word.dropFirst(5)),
        (1...100).contains(quality)
      else { return nil }
      self = .jpeg(quality: quality)
    }
  }

  /// As it is written on the command line and in `dataset.json`.
  public var word: String {
    switch self {
    case .keep: "source"
    case .raw: "raw"
    case .png: "png"
    case .jpeg(nil): "jpeg"
    case .jpeg(let quality?): "jpeg=\(quality)"
    case .encoded: "encoded"
    }
  }

  /// How label maps are stored where nothing else is said.
  public var forLabelMaps: LabelMapStorage {
    switch self {
    case .keep: .keep
    case .raw: .raw
    case .png, .jpeg, .encoded: .png
    }
  }

  /// Whether a picture is stored as an array.
  ///
  /// - Parameter file: The extension of its file; nil for pixels in memory.
  func makesArray(of file: String?) -> Bool {
    switch self {
    case .raw: true
    case .keep: file == nil || file == "npy"
    case .png, .jpeg, .encoded: false
    }
  }

  /// The forms that give every pixel back.
  public static let lossless: [StorageForm] = [.keep, .raw, .png, .encoded]
}

/// How label maps are stored: without loss, for a class id that is off by one is another class.
public enum LabelMapStorage: String, Sendable, Hashable, Codable, CaseIterable {
  /// PNG files and arrays stay as they are; a decoded mask takes the form of its picture.
  case keep = "source"
  /// All become palette PNG.
  case png
  /// All become NumPy arrays.
  case raw
}

extension StorageForm: CaseIterable {
  /// One of each kind.
  public static let allCases: [StorageForm] = lossless + [.jpeg(quality: nil), .jpeg(quality: 80)]
}

extension StorageForm: Codable {
  /// Reads the word.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    guard let form = StorageForm(word: try value.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: value, debugDescription: "no form of storage has this name")
    }
    self = form
  }

  /// Writes the word.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(word)
  }
}
