/// What every sample value becomes, channel by channel: changes that look at nothing else.
///
/// Such changes compose exactly, so that several cost one pass over the picture.
public struct SampleTables: Sendable, Equatable {
  /// Samples a pixel.
  public let channels: Int
  /// The greatest value: 255 or 65535.
  public let maximum: Int
  /// `channels` tables of `maximum + 1` values, or one that holds for every channel.
  private(set) var tables: [[UInt16]]

  /// Tabulates a change that is the same for every channel.
  ///
  /// - Parameters:
  ///   - image: The picture the tables are for; only its kind counts.
  ///   - change: From a value to a value, both of `0...maximum`; what lies outside is clamped.
  public init(for image: Image, _ change: (Int) -> Int) {
    channels = image.channels
    maximum = image.maximumValue
    tables = [Self.table(maximum, change)]
  }

  /// Tabulates a change that differs between channels.
  ///
  /// - Parameters:
  ///   - image: The picture the tables are for; only its kind counts.
  ///   - change: From a value and a channel to a value; what lies outside `0...maximum` is clamped.
  public init(eachChannelOf image: Image, _ change: (_ value: Int, _ channel: Int) -> Int) {
    channels = image.channels
    let maximum = image.maximumValue
    self.maximum = maximum
    tables = (0..<channels).map { channel in Self.table(maximum) { change($0, channel) } }
  }

  private static func table(_ maximum: Int, _ change: (Int) -> Int) -> [UInt16] {
    (0...maximum).map { UInt16(min(max(change($0), 0), maximum)) }
  }

  /// These tables, and then others.
  ///
  /// - Precondition: Both are for pictures of the same kind.
  public func followed(by next: SampleTables) -> SampleTables {
    precondition(channels == next.channels && maximum == next.maximum, "tables of another picture")
    var result = self
    if tables.count < next.tables.count {
      result.tables = next.tables.map { later in tables[0].map { later[Int($0)] } }
    } else {
      for index in tables.indices {
        let later = next.tables[next.tables.count == 1 ? 0 : index]
        result.tables[index] = tables[index].map { later[Int($0)] }
      }
    }
    return result
  }

  /// Whether nothing changes.
  public var isIdentity: Bool {
    tables.allSatisfy { table in table.indices.allSatisfy { Int(table[$0]) == $0 } }
  }
}

extension Image {
  /// The greatest sample value: 255 or 65535.
  public var maximumValue: Int {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    }
  }

  /// Replaces every sample by its entry.
  ///
  /// - Precondition: The tables are for a picture of this kind.
  public mutating func look(up tables: SampleTables) {
    precondition(
      channels == tables.channels && maximumValue == tables.maximum, "tables of another picture")
    switch consume self {
    case .uint8(var raster):
      raster.look(up: tables.tables)
      self = .uint8(raster)
    case .uint16(var raster):
      raster.look(up: tables.tables)
      self = .uint16(raster)
    }
  }
}

extension Raster {
  fileprivate mutating func look(up tables: [[UInt16]]) {
    let channels = tables.count == 1 ? 1 : channels
    values.withUnsafeMutableBufferPointer { values in
      for channel in 0..<channels {
        tables[channel].withUnsafeBufferPointer { table in
          var index = channel
          while index < values.count {
            values[index] = Scalar(truncatingIfNeeded: table[Int(values[index])])
            index += channels
          }
        }
      }
    }
  }
}
