import ArgumentParser
import SegShards

/// Which samples of an epoch come, and in which order.
struct EpochOptions: ParsableArguments {
  @Flag(help: "Put the samples of sets and shards in the order of an epoch.")
  var shuffle = false
  @Option(help: ArgumentHelp("The seed of the order. (default: 0)", valueName: "n"))
  var seed: UInt64?
  @Option(help: ArgumentHelp("The epoch, from 0. (default: 0)", valueName: "n"))
  var epoch: Int?
  @Option(
    help: ArgumentHelp("Go on where all readers together stood.", valueName: "epoch:position"))
  var start: EpochCursor?
  @Option(help: ArgumentHelp("The share of reader i of n, from 0.", valueName: "i/n"))
  var part: ReaderPart?
  @Option(
    help: ArgumentHelp(
      "What becomes of samples that do not go round: drop leaves them out of the epoch, wrap takes its "
        + "first once more. (default: drop)"))
  var tail: EpochTail?
  @Option(help: ArgumentHelp("Mix a stream through a buffer of samples.", valueName: "n"))
  var shuffleBuffer: Int?

  /// Whether an order or a share is asked for.
  var isGiven: Bool { shuffle || start != nil || part != nil || shuffleBuffer != nil }

  func validate() throws {
    if let shuffleBuffer {
      guard (1...1 << 30).contains(shuffleBuffer) else {
        throw ValidationError("--shuffle-buffer takes 1 to 1073741824, not \(shuffleBuffer)")
      }
      guard !shuffle, start == nil, part == nil else {
        throw ValidationError(
          "--shuffle-buffer mixes what passes once; --shuffle, --part and --start need a set")
      }
    }
    if let epoch, epoch < 0 { throw ValidationError("--epoch takes 0 or more, not \(epoch)") }
    guard epoch == nil || start == nil else {
      throw ValidationError("--start names the epoch; --epoch is not needed beside it")
    }
    guard shuffle || shuffleBuffer != nil || seed == nil && epoch == nil else {
      throw ValidationError("--seed and --epoch are for --shuffle and --shuffle-buffer")
    }
    guard part != nil || tail == nil else {
      throw ValidationError("--tail says what becomes of the rest of --part")
    }
  }

  /// Where the samples begin.
  var cursor: EpochCursor { start ?? EpochCursor(epoch: epoch ?? 0, position: 0) }

  /// The samples of this reader.
  func share(of samples: Int) -> EpochShare {
    let cursor = cursor
    return EpochShare(
      of: samples,
      order: shuffle ? EpochOrder(count: samples, seed: seed ?? 0, epoch: cursor.epoch) : nil,
      from: cursor, reader: part?.number ?? 0, readers: part?.count ?? 1, tail: tail ?? .drop)
  }
}

extension EpochOptions {
  /// What is said of samples that no reader gets; nil where all are read.
  ///
  /// - Parameter samples: Of the sets, at least 1.
  func notice(of samples: Int) -> String? {
    let epoch = start?.epoch ?? epoch ?? 0
    let left = max(0, samples - (start?.position ?? 0))
    guard left > 0 else {
      return "nothing is left of epoch \(epoch): it has \(samples) "
        + (samples == 1 ? "sample" : "samples")
    }
    let readers = part?.count ?? 1
    let rest = left % readers
    guard rest > 0, tail != .wrap else { return nil }
    let all = left == samples ? "\(samples) samples" : "the \(left) samples left"
    return
      "\(rest) of \(all) \(rest == 1 ? "is" : "are") left out of epoch \(epoch), so that each of "
      + "\(readers) readers has \(left / readers); --tail wrap leaves out none"
  }
}

/// One of several readers, `I/N`.
struct ReaderPart: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      (1...1_000_000).contains(count), (0..<count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }
}

extension EpochCursor: ExpressibleByArgument {
  /// Reads `EPOCH:POSITION`.
  public init?(argument: String) { self.init(argument) }
}
extension EpochTail: ExpressibleByArgument {}
