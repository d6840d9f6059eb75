/// What an operation is called, does and takes: the one source of `segaug ops`, help and errors.
public struct OperationSpecification: Sendable, Equatable {
  /// What an operation changes.
  public enum Target: String, Sendable, CaseIterable {
    /// The picture.
    case image
    /// The label map, moved with the picture.
    case labelMap = "label map"
  }

  /// One `key=value`.
  public struct Parameter: Sendable, Equatable {
    /// The key.
    public let name: String
    /// How a value is written, such as `WIDTHxHEIGHT` or `0..1`.
    public let syntax: String
    /// The value when none is given; nil when one must be.
    public let standard: String?
    /// What it means, with unit and range.
    public let summary: String

    /// Describes a parameter.
    public init(_ name: String, _ syntax: String, standard: String?, _ summary: String) {
      self.name = name
      self.syntax = syntax
      self.standard = standard
      self.summary = summary
    }
  }

  /// The word on the command line.
  public let name: String
  /// One line that says what it does.
  public let summary: String
  /// What it changes.
  public let targets: [Target]
  /// The parameter of the short form `name=value`.
  public let mainParameter: String?
  /// The chance with which it is applied when `p` is not given.
  public let standardProbability: Double
  /// What it takes, but for `p`, which every operation takes.
  public let parameters: [Parameter]
  /// Whether it writes over parts of the picture, so that the label map says what is no longer seen.
  public let erases: Bool
  /// Whether it needs other samples.
  public let mixes: Bool
  /// Whether no operation may follow.
  public let comesLast: Bool
  /// Words that show what it can do; help prints them, and every test of all operations runs them.
  public let examples: [String]

  /// Describes an operation.
  public init(
    name: String, summary: String, targets: [Target], mainParameter: String? = nil,
    standardProbability: Double = 1, parameters: [Parameter] = [],
    erases: Bool = false, mixes: Bool = false, comesLast: Bool = false, examples: [String]
  ) {
    self.name = name
    self.summary = summary
    self.targets = targets
    self.mainParameter = mainParameter
    self.standardProbability = standardProbability
    self.parameters = parameters
    self.erases = erases
    self.mixes = mixes
    self.comesLast = comesLast
    self.examples = examples
  }

  /// How the operation is written, such as `resize[=size][:filter=,max=]`.
  public var usage: String {
    if let combinator = Combinator(rawValue: name) { return combinator.usage }
    let main = mainParameter.map { "[=\($0)]" } ?? ""
    let others = parameters.map(\.name).filter { $0 != mainParameter }
    let rest = others.map { $0 + "=" }.joined(separator: ",")
    return name + main + (others.isEmpty ? "" : "[:\(rest)]")
  }

  /// The parameters with `p` at the end.
  public var allParameters: [Parameter] {
    let p = Parameter(
      "p", "0..1", standard: String(shortest: standardProbability),
      "the chance with which a sample is changed")
    return parameters + [p]
  }
}

extension String {
  /// A number without a needless `.0`.
  init(shortest number: Double) {
    self = number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
