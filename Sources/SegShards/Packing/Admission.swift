import SegBasics
import SegSamples

/// Decides whether a packed sample may join those that are in a set already.
///
/// Packing and resuming ask the same question, so that a resumed run leaves out what the first did.
struct Admission {
  /// Where each key of the set stands in the input.
  private(set) var places: [SampleKey: SamplePlace] = [:]
  /// The class table, once a sample had one.
  private(set) var classes: ClassTable?
  /// The highest label value of samples without a class table.
  private(set) var highestUntabled: Int?

  /// Refuses a key that stands twice or that no reader takes, and label values that the table does not
  /// define.
  ///
  /// - Throws: ``ShardError`` or `Located` `SampleKeyError`; the sample can be left out.
  func check(_ sample: PackedSample, at place: SamplePlace) throws {
    // The error does not repeat a key that fills screens.
    do {
      try SampleKey(sample.key).checkLength()
    } catch {
      throw Located(error, path: "\(place)")
    }
    if let first = places[SampleKey(sample.key)] {
      throw ShardError.duplicateKey(sample.key, first: "\(first)", second: "\(place)")
    }
    if let classes, let highest = sample.highestUntabled, highest >= classes.entries.count {
      throw ShardError.valueOutsideTable(highest, table: "\(classes)")
    }
  }

  /// Takes the table of a sample that passed the check.
  ///
  /// - Throws: `ClassTableConflict`; ``ShardError`` where label values before are not in the table. The
  ///   set cannot be made then.
  mutating func takeTable(of sample: PackedSample) throws {
    if let highest = sample.highestUntabled {
      highestUntabled = max(highestUntabled ?? 0, highest)
    }
    guard let table = sample.classes else { return }
    if let classes {
      guard classes == table else { throw ClassTableConflict(classes, table) }
      return
    }
    if let highest = highestUntabled, highest >= table.entries.count {
      throw ShardError.valueOutsideTable(highest, table: "\(table)")
    }
    classes = table
  }

  /// Notes the key of a sample that is in the set.
  mutating func take(key: String, at place: SamplePlace) { places[SampleKey(key)] = place }

  /// Forgets keys.
  mutating func forget(_ keys: [String]) {
    for key in keys { places[SampleKey(key)] = nil }
  }

  /// Takes what is known of the labels at the end of a finished shard; nil stands before the first.
  ///
  /// A sample left out of that shard for a value outside the table is refused by the table as it was at
  /// the shard's end: had it come before the table, it would be in the set or have ended the run.
  mutating func takeLabels(of record: JournalRecord?) {
    classes = record?.classes
    highestUntabled = record?.highestUntabled
  }
}

extension PackedSample {
  /// The highest label value; nil with a class table, which it has been held to, and without labels.
  fileprivate var highestUntabled: Int? {
    guard classes == nil, let counts = classCounts, !counts.pixels.isEmpty else { return nil }
    return counts.pixels.count - 1
  }
}
