import SegBasics
import SegSamples

/// Rewrites the split of every line of a manifest.
///
/// Without groups, lines are handed on as they come; with groups, at the end of the input. The order
/// stays as it was. Copies of one sample, `KEY~0`, `KEY~1` and `KEY~orig`, go to one split; where they are
/// of several groups, all are counted with the first.
///
/// - Parameters:
///   - reader: The manifest.
///   - field: `meta.NAME` or `split`: what the samples are grouped by; nil for no groups.
/// - Throws: ``SplitError``, and what the reader throws.
public func splitManifest(
  _ reader: ManifestReader, name: String, by assignment: SplitAssignment,
  stratifiedBy field: String?,
  write: (ManifestEntry) throws -> Void
) throws {
  guard let field else {
    while var entry = try reader.next() {
      entry.split = assignment.split(ofKey: entry.key)
      try write(entry)
    }
    return
  }
  let path = try GroupField(field)
  var entries: [ManifestEntry] = []
  var groups: [SampleKey: [SampleKey]] = [:]
  var splits: [SampleKey: String] = [:]
  while let entry = try reader.next() {
    guard let group = path.value(of: entry) else {
      throw Located(
        SplitError.missingField(field), path: name, line: reader.line, sample: entry.key)
    }
    let origin = SampleDescent.origin(of: entry.key)
    if splits.updateValue("", forKey: origin) == nil {
      groups[SampleKey(group), default: []].append(origin)
    }
    entries.append(entry)
  }
  for (group, origins) in groups {
    let drawn = assignment.splits(ofOrigins: origins, group: group.text)
    for (origin, split) in zip(origins, drawn) { splits[origin] = split }
  }
  for var entry in entries {
    entry.split = splits[SampleDescent.origin(of: entry.key)]
    try write(entry)
  }
}

/// The field of a manifest line that samples are grouped by.
struct GroupField {
  private let names: [String]

  /// Reads `split` or `meta.NAME`, with further names where the field is an object.
  ///
  /// - Throws: ``SplitError/unknownField(_:)``.
  init(_ text: String) throws(SplitError) {
    let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isKnown = names == ["split"] || names.first == "meta" && names.count > 1
    guard isKnown, !names.contains("") else { throw .unknownField(text) }
    self.names = names
  }

  /// The value as text; nil when the line has none.
  func value(of entry: ManifestEntry) -> String? {
    guard names != ["split"] else { return entry.split }
    var value: JSONValue? = .object(entry.meta)
    for name in names.dropFirst() {
      guard case .object(let fields) = value else { return nil }
      value = fields[name]
    }
    return value?.groupName
  }
}

extension JSONValue {
  /// Text, numbers and truth values as a name; nil for what is no single value.
  var groupName: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let isTrue): String(isTrue)
    case .null, .array, .object: nil
    }
  }
}
