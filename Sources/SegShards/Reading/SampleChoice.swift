import SegBasics
import SegImaging
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which samples are chosen: all that pass every test.
public struct SampleChoice: Sendable {
  /// A class by its index or by its name in the sample's class table.
  public enum ClassChoice: Sendable, Hashable {
    /// A class index.
    case index(Int)
    /// A class name.
    case name(String)
  }

  /// Keys, one of which it must have; nil for any.
  public var keys: Set<SampleKey>?
  /// Shell patterns, one of which its key must match, where `*` matches slashes too; none for any.
  public var patterns: [String] = []
  /// Splits, one of which it must be of; none for any.
  public var splits: Set<SampleKey> = []
  /// Classes that must occur in its label map, every one of them.
  public var present: [ClassChoice] = []
  /// Classes of which none may occur in its label map.
  public var absent: [ClassChoice] = []

  /// A choice that takes everything.
  public init() {}

  /// Whether a sample of this key may be chosen.
  func accepts(key: String) -> Bool {
    if let keys, !keys.contains(SampleKey(key)) { return false }
    return patterns.isEmpty || patterns.contains { fnmatch($0, key, 0) == 0 }
  }

  /// Whether a sample is chosen.
  ///
  /// The tests that cost nothing come first: the label map is decoded for those alone that pass them.
  ///
  /// - Throws: `Located` `SampleError`, `JSONError`, `ImageError` or `NPYError` of a damaged sample;
  ///   `Located` ``SampleChoiceError``.
  public func accepts(_ pending: PendingSample) throws -> Bool {
    // What cannot be read must not pass for something that was not asked for.
    if case .unreadable(let line) = pending { throw line.failure }
    let key = pending.key
    guard accepts(key: key) else { return false }
    if splits.isEmpty, present.isEmpty, absent.isEmpty { return true }
    let sample = try pending.load()
    if !splits.isEmpty {
      guard let split = sample.metadata.split, splits.contains(SampleKey(split)) else {
        return false
      }
    }
    if present.isEmpty, absent.isEmpty { return true }
    return try locating(path: pending.place, sample: key) {
      let classes = sample.metadata.classes
      let required = try present.map { try $0.index(in: classes) }
      let excluded = try absent.map { try $0.index(in: classes) }
      guard let content = sample.labelMap else { return required.isEmpty }
      let labelMap =
        switch content {
        case .indices(let labelMap): labelMap
        case .file(let bytes, _): try LabelMap(file: bytes)
        }
      let counts = try ClassCounts(labelMap, classes: classes).pixels
      func occurs(_ index: Int) -> Bool { index < counts.count && counts[index] > 0 }
      return required.allSatisfy(occurs) && !excluded.contains(where: occurs)
    }
  }
}

extension SampleChoice.ClassChoice {
  /// The class index.
  ///
  /// - Throws: ``SampleChoiceError``.
  fileprivate func index(in classes: ClassTable?) throws(SampleChoiceError) -> Int {
    switch self {
    case .index(let index):
      if let classes, index >= classes.entries.count {
        throw .noSuchClass("\(index)", classes: classes)
      }
      return index
    case .name(let name):
      guard let classes else { throw .namesWithoutTable(name) }
      guard let index = classes.entries.firstIndex(where: { $0.name == name }) else {
        throw .noSuchClass(name, classes: classes)
      }
      return index
    }
  }
}

/// Why a sample cannot be asked whether it is chosen.
public enum SampleChoiceError: SegError {
  /// The class table has no such class.
  case noSuchClass(String, classes: ClassTable)
  /// A class was named, and the sample has no class table.
  case namesWithoutTable(String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noSuchClass(let name, let classes):
      "class table \(classes) has no class \(name)"
    case .namesWithoutTable(let name):
      "the sample has no class table to look up \"\(name)\" in; give the class index"
    }
  }
}
