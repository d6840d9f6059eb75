import ArgumentParser
import SegLayouts
import SegShards

/// In which order samples are packed, into which sets, and by which machine.
struct OrderOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Put all samples in random order, decided by the seed and each key: the same for any order "
        + "of the input. Memory holds the places of the samples, not their bytes."))
  var shuffle = false
  @Option(help: ArgumentHelp("The seed of --shuffle and --split-by. (default: 0)", valueName: "n"))
  var seed: UInt64?
  @Option(
    help: ArgumentHelp(
      "Make a set of each split, DIR/NAME: by shares, drawn as segls split draws them, or split for "
        + "the split each sample carries. Shares are drawn by the sample that each was made from, "
        + "so that copies of one stand in one set; a sample mixed of two sets is an error.",
      valueName: "NAME=SHARE,…|split"))
  var splitBy: String?
  @Option(
    help: ArgumentHelp(
      "Make part i of n, from 0, in DIR/part-I-of-N; auto reads both from mpirun, srun or a Slurm "
        + "array. segpack merge makes the set of them.", valueName: "i/n|auto"),
    transform: { word in
      guard let part = PartChoice(argument: word) else {
        throw ValidationError("parts are counted from 0, as 0/4 to 3/4 of four; or auto")
      }
      return part
    })
  var part: PartChoice?

  func validate() throws {
    if seed != nil, !shuffle, splitBy == nil || splitBy == "split" {
      throw ValidationError("--seed is for --shuffle and for --split-by with shares")
    }
    _ = try division()
  }

  private func division() throws -> SplitDivision? {
    guard let splitBy else { return nil }
    guard splitBy != "split" else { return .field }
    let seed = seed ?? 0
    do {
      let parts = try SplitParts(splitBy)
      for part in parts.parts { try SplitDivision.check(part.name) }
      let assignment = SplitAssignment(parts: parts, seed: seed)
      return .drawn(
        shares: splitBy, names: parts.parts.map(\.name), seed: seed,
        split: { assignment.split(ofOrigin: $0) })
    } catch {
      throw ValidationError("--split-by: \(error)")
    }
  }

  /// Has the samples packed in this order.
  func apply(to packing: inout DividedPacking) throws {
    packing.shuffleSeed = shuffle ? seed ?? 0 : nil
    packing.division = try division()
    packing.part = try part?.resolved()
  }
}
