import SegSamples

/// One printed record: a finding, or many of one kind together.
public struct FindingRecord: Sendable, Equatable {
  /// What kind they are.
  public var code: FindingCode
  /// How many there are.
  public var count: Int
  /// The file; of many, the list or the folder of the first.
  public var path: String
  /// The line of a list, from 1.
  public var line: Int?
  /// What is wrong, and what to do.
  public var message: String

  /// Puts findings of one kind and group together where there are more than a few.
  ///
  /// - Parameters:
  ///   - findings: In the order they were found.
  ///   - limit: The most of one kind and group that are printed each for itself; nil for all.
  /// - Returns: Records, the worst first, otherwise in the order of the first finding of each.
  public static func records(_ findings: [Finding], limit: Int?) -> [FindingRecord] {
    struct Group: Hashable {
      var code: FindingCode
      var group: String
    }
    var order: [Group] = []
    var members: [Group: [Finding]] = [:]
    for finding in findings {
      let group = Group(code: finding.code, group: finding.group)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(finding)
    }
    let records = order.flatMap { group -> [FindingRecord] in
      let these = members[group] ?? []
      guard let limit, these.count > limit else { return these.map { FindingRecord($0) } }
      return [FindingRecord(these, group: group.group)]
    }
    return FindingSeverity.allCases.reversed().flatMap { severity in
      records.filter { $0.code.severity == severity }
    }
  }

  private init(_ finding: Finding) {
    code = finding.code
    count = 1
    path = finding.path
    line = finding.line
    message = finding.problem + (finding.mend.isEmpty ? "" : "; " + finding.mend)
  }

  private init(_ findings: [Finding], group: String) {
    code = findings[0].code
    count = findings.count
    let first = findings[0].path
    let isList = findings[0].line != nil
    let parent = first.lastIndex(of: "/").map { String(first[..<$0]) } ?? "."
    path = isList ? first : parent
    let names = findings.prefix(3).map { finding in
      finding.line.map { "line \($0)" } ?? finding.path.split(separator: "/").last.map(String.init)
        ?? finding.path
    }
    let mend = findings[0].mend
    let isShared = findings.allSatisfy { $0.mend == mend }
    message =
      "\(findings.count) \(code.plural)\(group == path || isList ? "" : " (\(group))"): \(names.joined(separator: ", ")), …"
      + (isShared && !mend.isEmpty ? "; \(mend)" : "; --all prints each")
  }

  /// Severity, kind, path with line, message, separated by tabs.
  public var text: String {
    let place = path + (line.map { ":\($0)" } ?? "")
    return [code.severity.rawValue, code.rawValue, place, message].map {
      $0.replacing("\t", with: " ").replacing("\n", with: " ")
    }.joined(separator: "\t")
  }

  /// The record as a line of JSON, without its line break.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    var object = OrderedJSON()
    try object.add("severity", code.severity.rawValue)
    try object.add("code", code.rawValue)
    try object.add("path", path)
    try object.add("line", line)
    try object.add("count", count)
    try object.add("message", message)
    return object.text
  }
}
