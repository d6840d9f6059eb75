/// What puts several steps into one word.
enum Combinator: String, CaseIterable {
  case oneof
  case someof
  case `repeat`
  case all

  /// Whether a count stands before the children, as in `someof(2,a|b|c)`.
  var takesCount: Bool { self == .someof || self == .repeat }

  /// How it is written, such as `oneof(a|b|…)`.
  var usage: String {
    switch self {
    case .oneof, .all: "\(rawValue)(a|b|…)"
    case .someof: "someof(n,a|b|…)[:replace=,weighted=,order=]"
    case .repeat: "repeat(n,a)"
    }
  }

  /// Name, parameters and help.
  var specification: OperationSpecification {
    switch self {
    case .oneof:
      OperationSpecification(
        name: rawValue,
        summary: "one child, chosen with the children's p as weights and then always applied",
        targets: [], examples: ["oneof(hflip|resize=20x20:filter=nearest)"])
    case .someof:
      OperationSpecification(
        name: rawValue,
        summary: "n of its children, or low..high, each with its own p",
        targets: [],
        parameters: [
          .init(
            "replace", "true|false", standard: "false", "a child can be drawn more than once"),
          .init(
            "weighted", "true|false", standard: "false",
            "children are drawn with their p as weights and then always applied, as by oneof"),
          .init(
            "order", "written|drawn", standard: "written", "the order in which they are applied"),
        ],
        examples: [
          "someof(2,hflip|jitter:contrast=0.3|resize=20x20:filter=nearest)",
          "someof(0..3,hflip=1|jitter:hue=0.1):replace=true,order=drawn",
        ])
    case .repeat:
      OperationSpecification(
        name: rawValue, summary: "its child n times, or low..high, drawn anew each time",
        targets: [],
        examples: ["repeat(3,jitter:brightness=0.1)", "repeat(1..2,hflip)"])
    case .all:
      OperationSpecification(
        name: rawValue,
        summary: "its children one after the other, as one child of another",
        targets: [], examples: ["oneof(all(hflip=1|jitter:hue=0.1)|resize=20x20:p=0.3)"])
    }
  }

  /// How the one of a name is written.
  static func example(of name: String) -> String {
    Combinator(rawValue: name)?.specification.examples.first ?? name
  }

  /// How children are chosen, from what is written.
  ///
  /// - Throws: ``OperationError``.
  func kind(
    count: ClosedRange<Int>, arguments: OperationArguments
  ) throws(OperationError) -> Combination.Kind {
    switch self {
    case .oneof: return .one
    case .repeat: return .again(count)
    case .all: return .all
    case .someof:
      return .some(
        count,
        Combination.SomeOptions(
          replaces: try arguments.flag("replace"), isWeighted: try arguments.flag("weighted"),
          keepsDrawnOrder: try arguments.choice("order", as: Order.self) == .drawn))
    }
  }

  private enum Order: String, CaseIterable {
    case written
    case drawn
  }
}
