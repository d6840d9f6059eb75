/// A number of shards for an input whose samples have been counted.
public struct ShardCount: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Shards.
  public var shards: Int
  /// Samples of the input.
  public var samples: Int

  /// Divides samples over shards.
  public init(shards: Int, samples: Int) {
    self.shards = shards
    self.samples = samples
  }

  /// As it stands in a message.
  public var description: String { "\(shards) of \(samples) samples" }

  /// Reads numbers that can be counted with.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    shards = try fields.decode(Int.self, forKey: .shards)
    samples = try fields.decode(Int.self, forKey: .samples)
    guard (1...1_000_000).contains(shards), (shards...(1 << 40)).contains(samples) else {
      throw DecodingError.dataCorruptedError(
        forKey: .shards, in: fields, debugDescription: "nothing can be divided like this")
    }
  }
}

/// The split of a set whose samples were drawn by their keys.
public struct DrawnSplit: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The word in the metadata of each sample.
  public var name: String
  /// All splits and their shares: `train=0.9,val=0.1`.
  public var shares: String
  /// The seed that decided with the keys.
  public var seed: UInt64

  /// Describes a split.
  public init(name: String, shares: String, seed: UInt64) {
    self.name = name
    self.shares = shares
    self.seed = seed
  }

  /// As it stands in a message.
  public var description: String { "\(shares), --seed \(seed), split \(name)" }
}

/// One of the parts that several machines make of a set.
public struct SetPart: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Which part, from 0.
  public var number: Int
  /// How many parts there are.
  public var count: Int
  /// Samples of the whole input, those that could not be packed among them.
  public var samples: Int
  /// XXH64 of what lists the whole input, in hexadecimal: parts of one set have the same.
  public var input: String

  private enum CodingKeys: String, CodingKey {
    case number
    case count = "of"
    case samples
    case input
  }

  /// The most parts of a set.
  public static let mostParts = 99_999

  /// Reads a part that there can be.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    number = try fields.decode(Int.self, forKey: .number)
    count = try fields.decode(Int.self, forKey: .count)
    samples = try fields.decode(Int.self, forKey: .samples)
    input = try fields.decode(String.self, forKey: .input)
    guard (1...Self.mostParts).contains(count), (0..<count).contains(number), samples >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .number, in: fields, debugDescription: "there is no such part")
    }
  }

  /// Describes a part.
  public init(number: Int, count: Int, samples: Int, input: String) {
    self.number = number
    self.count = count
    self.samples = samples
    self.input = input
  }

  /// As it stands in a message.
  public var description: String {
    "\(number)/\(count) of an input of \(samples) samples with checksum \(input)"
  }
}

extension PackingSettings {
  /// Whether a shard ends before a sample, whatever is in it.
  ///
  /// Decided by the sample's place in the whole input, so that every part of a set knows its shards
  /// without knowing what the others could pack.
  ///
  /// - Parameter place: From 0, samples counted that could not be packed.
  func endsShard(before place: Int) -> Bool {
    guard place > 0 else { return false }
    if let shardCount {
      let number = shardCount.number(at: place)
      return shardCount.start(number) == place
    }
    return shardSamples.map { place % $0 == 0 } ?? false
  }

  /// The places of the whole input that a part has: whole runs of samples between two ends of shards.
  ///
  /// - Returns: nil where the size of the samples decides the ends.
  func places(ofPart number: Int, of count: Int, samples: Int) -> Range<Int>? {
    func bounds(_ runs: Int, _ start: (Int) -> Int) -> Range<Int> {
      start(number * runs / count)..<start((number + 1) * runs / count)
    }
    if let shardCount { return bounds(shardCount.shards) { shardCount.start($0) } }
    return shardSamples.map { most in
      // One more than the last whole multiple, without overflow for any limit.
      bounds(samples / most + (samples % most == 0 ? 0 : 1)) {
        let (start, overflow) = $0.multipliedReportingOverflow(by: most)
        return overflow ? samples : min(samples, start)
      }
    }
  }
}

extension ShardCount {
  /// The place of the first sample of a shard.
  fileprivate func start(_ number: Int) -> Int {
    let (product, overflow) = number.multipliedReportingOverflow(by: samples)
    precondition(!overflow, "\(number) times \(samples) samples cannot be counted")
    return product / shards
  }

  /// The first shard that begins at a place or after it.
  fileprivate func number(at place: Int) -> Int {
    let (product, overflow) = place.multipliedReportingOverflow(by: shards)
    precondition(!overflow, "\(place) times \(shards) shards cannot be counted")
    return product / samples + (product % samples == 0 ? 0 : 1)
  }
}
