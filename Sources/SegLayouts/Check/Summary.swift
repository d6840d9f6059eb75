extension DatasetListing {
  /// The layout and the number of samples, in a few words.
  public var summary: String {
    let counts = splits.map { split in
      "\(split) \(samples.count { $0.split == split })"
    }
    let rest = unlisted.isEmpty ? [] : ["\(Self.unlistedSplit) \(unlisted.count)"]
    return "\(folder): layout \(layout.name): " + (counts + rest).joined(separator: ", ")
  }
}

extension [Finding] {
  /// How many there are of each severity, in words.
  public var summary: String {
    FindingSeverity.allCases.reversed().map { severity in
      let number = count { $0.code.severity == severity }
      return "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }
}
