/// What every sample value becomes, channel by channel: changes that look at nothing else.
///
/// Such changes compose exactly, so that several cost one pass over the picture. Each is made to the
/// entries of the tables as it would be made to the samples.
public struct SampleTables: Sendable, Equatable {
  /// For pictures of 8 bits.
  private(set) var bytes: TableStack<UInt8>?
  /// For pictures of 16 bits.
  private(set) var words: TableStack<UInt16>?

  /// Tables that change nothing yet.
  ///
  /// - Parameter image: The picture the tables are for; only its kind counts.
  public init(for image: Image) {
    switch image {
    case .uint8(let raster): bytes = TableStack(channels: raster.channels)
    case .uint16(let raster): words = TableStack(channels: raster.channels)
    }
  }

  /// Adds a change that is the same for each of the first channels.
  ///
  /// - Parameters:
  ///   - channels: How many channels are changed.
  ///   - change: From a value to a value, both of `0...255` or `0...65535`; what lies outside is
  ///     clamped.
  public mutating func change(first channels: Int, _ change: (Int) -> Int) {
    bytes?.change(first: channels, change)
    words?.change(first: channels, change)
  }

  /// Adds a change that differs between channels.
  ///
  /// - Parameters:
  ///   - channels: How many channels are changed.
  ///   - change: From a value and a channel to a value; clamped.
  public mutating func changeEach(
    first channels: Int, _ change: (_ value: Int, _ channel: Int) -> Int
  ) {
    bytes?.changeEach(first: channels, change)
    words?.changeEach(first: channels, change)
  }

  /// Adds `v·factor + addend` in float32, clamped and cut to an integer, for the first channels.
  public mutating func scale(first channels: Int, by factor: Float, adding addend: Float) {
    bytes?.scale(first: channels, by: factor, adding: addend)
    words?.scale(first: channels, by: factor, adding: addend)
  }
}

/// One table for all channels, or one for each, in a row.
struct TableStack<Sample: ColorSample>: Sendable, Equatable {
  static var levels: Int { 1 << Sample.bitWidth }

  let channels: Int
  private var entries: [Sample]
  private var count: Int { entries.count / Self.levels }

  init(channels: Int) {
    self.channels = channels
    entries = (0..<Self.levels).map { Sample(truncatingIfNeeded: $0) }
  }

  /// The entries for one channel.
  func table(of channel: Int) -> ArraySlice<Sample> {
    let start = count == 1 ? 0 : channel * Self.levels
    return entries[start..<(start + Self.levels)]
  }

  mutating func change(first changed: Int, _ change: (Int) -> Int) {
    let end = spread(for: changed)
    entries.withUnsafeMutableBufferPointer { entries in
      for index in 0..<end { entries[index] = Sample(clamping: change(Int(entries[index]))) }
    }
  }

  mutating func changeEach(first changed: Int, _ change: (Int, Int) -> Int) {
    let end = spread(for: changed, sharing: channels == 1)
    entries.withUnsafeMutableBufferPointer { entries in
      for index in 0..<end {
        let channel = index / Self.levels
        entries[index] = Sample(clamping: change(Int(entries[index]), channel))
      }
    }
  }

  mutating func scale(first changed: Int, by factor: Float, adding addend: Float) {
    let end = spread(for: changed)
    Sample.kernels.scale(&entries, end, factor, addend)
  }

  /// Gives each channel its table unless all are changed alike; returns where the changed ones end.
  private mutating func spread(for changed: Int, sharing: Bool? = nil) -> Int {
    precondition((1...channels).contains(changed), "\(changed) of \(channels) channels")
    if count == 1, !(sharing ?? (changed == channels)) {
      entries = Array((0..<channels).map { _ in entries }.joined())
    }
    return count == 1 ? Self.levels : changed * Self.levels
  }

  /// Looks up whole pixels; `output` may be where they came from.
  func lookUp(
    _ input: UnsafeBufferPointer<Sample>, _ output: UnsafeMutableBufferPointer<Sample>, pixels: Int
  ) {
    let isShared = count == 1
    Sample.kernels.lookUp(
      input.baseAddress, output.baseAddress, isShared ? pixels * channels : pixels, entries,
      isShared ? 1 : channels)
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
  /// - Parameters:
  ///   - tables: Tables for a picture of this kind.
  ///   - isShared: Whether the samples are in use elsewhere too, so that new ones cost less than
  ///     copying them first; the result is the same.
  /// - Precondition: The tables are for a picture of this kind.
  public mutating func look(up tables: SampleTables, isShared: Bool = false) {
    modify(
      { $0.look(up: tables.bytes, isShared: isShared) },
      { $0.look(up: tables.words, isShared: isShared) })
  }
}

extension Raster where Scalar: ColorSample {
  fileprivate mutating func look(up stack: TableStack<Scalar>?, isShared: Bool) {
    guard let stack, channels == stack.channels else {
      preconditionFailure("tables of another picture")
    }
    let pixels = width * height
    if isShared {
      self = Raster(height: height, width: width, channels: channels) { output in
        values.withUnsafeBufferPointer { stack.lookUp($0, output, pixels: pixels) }
      }
    } else {
      values.withUnsafeMutableBufferPointer {
        stack.lookUp(UnsafeBufferPointer($0), $0, pixels: pixels)
      }
    }
  }
}
