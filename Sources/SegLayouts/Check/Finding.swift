import SegBasics

/// One thing that `segls check` has to say.
public struct Finding: Sendable, Hashable {
  /// What kind it is.
  public var code: FindingCode
  /// The file, or the folder.
  public var path: String
  /// The line of a list, from 1.
  public var line: Int?
  /// What many findings of one kind are counted by: a split or a folder.
  public var group: String
  /// What is wrong.
  public var problem: String
  /// What to do, a shell line where there is one; empty when nothing needs to be done.
  public var mend: String

  /// Describes a finding.
  public init(
    _ code: FindingCode, path: String, line: Int? = nil, group: String, problem: String,
    mend: String = ""
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.group = group
    self.problem = problem
    self.mend = mend
  }

  /// A faulty line of a list.
  init(_ fault: Located) {
    let list = fault.failure as? ListFault
    let path = fault.path ?? ""
    self.init(
      list?.code ?? .malformedLine, path: path, line: fault.line, group: path,
      problem: fault.failure.description,
      mend: fault.line.map { "to leave the line out: sed -i '\($0)s/^/#/' \(shellWord(path))" }
        ?? "")
  }
}
