import CKernels

/// Random numbers by position: number `n` of a seed is the same whatever else is asked for.
///
/// The words are those of Philox4x32-7 (Salmon and others 2011), key = seed; number
/// `64·b + 16·w + l` (`w < 4`, `l < 16`) is word `w` of counter `16·b + l`. Equal on every machine.
public struct RandomNumbers: Sendable {
  /// Numbers are made in blocks of this many.
  static let block = Int(SEG_NOISE_BLOCK)

  private let seed: UInt64

  /// The numbers of a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// Words of 32 random bits.
  ///
  /// - Precondition: The range begins at 0 or above.
  public func words(_ range: Range<Int>) -> [UInt32] {
    cut(range) { seg_random_words(seed, $0, $1, $2) }
  }

  /// Standard normal numbers: Box and Muller's transform in float32, with polynomials.
  ///
  /// Each is within 1e-6 of the exact transform of its words; none is further than 5.77 from 0.
  ///
  /// - Precondition: The range begins at 0 or above.
  public func normals(_ range: Range<Int>) -> [Float] {
    cut(range) { seg_random_normals(seed, $0, $1, $2) }
  }

  private func cut<Number>(
    _ range: Range<Int>, _ make: (UInt64, Int, UnsafeMutablePointer<Number>?) -> Void
  ) -> [Number] {
    let first = range.lowerBound / Self.block
    let blocks = (range.upperBound + Self.block - 1) / Self.block - first
    let numbers = [Number](unsafeUninitializedCapacity: blocks * Self.block) { buffer, count in
      make(UInt64(first), blocks, buffer.baseAddress)
      count = blocks * Self.block
    }
    return Array(numbers[(range.lowerBound - first * Self.block)...].prefix(range.count))
  }

  /// Writes normal numbers from the start of a block on; whole blocks.
  func write(fromBlock block: Int, to numbers: UnsafeMutableBufferPointer<Float>) {
    seg_random_normals(seed, UInt64(block), numbers.count / Self.block, numbers.baseAddress)
  }

  /// Writes words from the start of a block on; whole blocks.
  func write(fromBlock block: Int, to words: UnsafeMutableBufferPointer<UInt32>) {
    seg_random_words(seed, UInt64(block), words.count / Self.block, words.baseAddress)
  }
}
