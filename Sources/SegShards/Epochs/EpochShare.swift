/// A place in training: how many samples of which epoch all readers together have taken.
///
/// Two integers, whatever the number of readers; another number of them can go on from it.
public struct EpochCursor: Sendable, Equatable, CustomStringConvertible {
  /// The pass over the data, from 0.
  public var epoch: Int
  /// Samples of it that have been taken.
  public var position: Int

  /// Names a place.
  public init(epoch: Int, position: Int) {
    self.epoch = epoch
    self.position = position
  }

  /// Reads `EPOCH:POSITION`; nil for anything else.
  public init?(_ text: String) {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let epoch = numbers[0], let position = numbers[1], epoch >= 0,
      position >= 0
    else { return nil }
    self.init(epoch: epoch, position: position)
  }

  /// As it is read.
  public var description: String { "\(epoch):\(position)" }
}

/// What becomes of samples that do not fill one more for every reader.
public enum EpochTail: String, Sendable, CaseIterable {
  /// They are left out of this epoch.
  case drop
  /// The epoch's first samples are taken once more.
  case wrap
}

/// The samples of an epoch that one of several readers takes: as many as every other takes.
///
/// Readers take turns: of the places that are left, reader `r` of `n` has `r`, `r + n`, `r + 2n`, … So
/// after each has taken `k`, together they have taken the next `k · n` places.
public struct EpochShare: Sendable {
  /// Samples of this reader, and of every other.
  public let count: Int
  private let samples: Int
  private let order: EpochOrder?
  private let start: EpochCursor
  private let reader: Int
  private let readers: Int

  /// The share of a reader.
  ///
  /// - Parameters:
  ///   - samples: Of the set.
  ///   - order: The order of the epoch; nil for that of the set.
  ///   - start: The epoch, and what has been taken of it; nothing is left from the end on.
  ///   - reader: From 0.
  ///   - readers: At least 1.
  ///   - tail: What becomes of a rest.
  public init(
    of samples: Int, order: EpochOrder?, from start: EpochCursor, reader: Int = 0,
    readers: Int = 1, tail: EpochTail = .drop
  ) {
    precondition(readers > 0 && (0..<readers).contains(reader), "reader \(reader) of \(readers)")
    precondition(order.map { $0.count == samples } ?? true, "an order of other samples")
    self.samples = samples
    self.order = order
    self.start = start
    self.reader = reader
    self.readers = readers
    let left = max(0, samples - start.position)
    count = left / readers + (tail == .wrap && left % readers > 0 ? 1 : 0)
  }

  /// The number of this reader's sample at a place, both from 0.
  ///
  /// - Precondition: The place is in `0 ..< count`.
  public subscript(place: Int) -> Int {
    precondition((0..<count).contains(place), "place \(place) of \(count)")
    let position = (start.position + place * readers + reader) % samples
    return order.map { $0[position] } ?? position
  }

  /// Where training stands when every reader has taken some of its samples.
  ///
  /// - Parameter taken: By each reader, at most ``count``. Of the last epoch that can be counted the end
  ///   is its beginning.
  public func cursor(after taken: Int) -> EpochCursor {
    precondition((0...count).contains(taken), "\(taken) samples of \(count)")
    let position = start.position + taken * readers
    return position < samples && taken < count
      ? EpochCursor(epoch: start.epoch, position: position)
      : EpochCursor(epoch: start.epoch < .max ? start.epoch + 1 : .max, position: 0)
  }
}
