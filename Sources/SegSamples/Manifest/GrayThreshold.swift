/// Which gray values of a mask are class 1; the others are class 0.
///
/// In a manifest `{"from":200}` or `{"below":64}`, in values of the picture: 0 to 255 of 8 bits, 0 to 65535
/// of 16.
public enum GrayThreshold: Sendable, Hashable {
  /// Values from this one on.
  case from(Int)
  /// Values below this one: dark on light.
  case below(Int)
}

extension GrayThreshold: Codable {
  private enum CodingKeys: String, CodingKey { case from, below }

  /// Reads one of the two fields.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let from = try fields.decodeIfPresent(Int.self, forKey: .from)
    let below = try fields.decodeIfPresent(Int.self, forKey: .below)
    switch (from, below) {
    case (let level?, nil): self = .from(level)
    case (nil, let level?): self = .below(level)
    default:
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a threshold has either \"from\" or \"below\""))
    }
  }

  /// Writes one of the two fields.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .from(let level): try fields.encode(level, forKey: .from)
    case .below(let level): try fields.encode(level, forKey: .below)
    }
  }
}
