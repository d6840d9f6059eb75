extension Pipeline {
  /// The pipeline as a policy file in YAML: every parameter with its value.
  ///
  /// ``PolicyFile/words(in:)`` reads it back to a pipeline that does the same.
  public var yaml: String { description.yaml }

  /// As ``yaml``, in JSON.
  public var json: String { description.json }

  private var description: YAMLNode {
    YAMLNode(
      .fields([
        .init(name: "version", value: YAMLNode(.plain(PolicyFile.version))),
        .init(name: "operations", value: YAMLNode(.list(steps.map(\.description)))),
      ]))
  }
}

extension Step {
  /// `name: {parameters}`.
  fileprivate var description: YAMLNode {
    var fields: [YAMLNode.Field] = []
    if case .combination(let combination) = action, let count = combination.count {
      fields.append(.init(name: "count", value: .scalar(count)))
    }
    fields += arguments.resolved.map { .init(name: $0.name, value: .scalar($0.value)) }
    if case .combination(let combination) = action {
      fields.append(
        .init(name: "children", value: YAMLNode(.list(combination.children.map(\.description)))))
    }
    return YAMLNode(.fields([.init(name: name, value: YAMLNode(.fields(fields)))]))
  }
}

extension Combination {
  /// How often children are drawn, as it is written; nil where nothing is written.
  fileprivate var count: String? {
    switch kind {
    case .one, .all: nil
    case .some(let count, _), .again(let count):
      count.count == 1
        ? "\(count.lowerBound)" : "\(count.lowerBound)..\(count.upperBound)"
    }
  }
}
