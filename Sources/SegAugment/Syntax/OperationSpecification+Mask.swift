extension OperationSpecification {
  /// What happens to the mask, in one line.
  public var maskEffect: String {
    guard targets.contains(.labelMap) else {
      return targets.isEmpty ? "as the operations inside" : "unchanged"
    }
    if mixes {
      return name == "mixup" ? "stays; the other mask is kept beside it" : "mixed as the image is"
    }
    let names = parameters.map(\.name)
    if erases {
      let deciding = names.filter { $0.hasPrefix("mask") || $0 == "class" }
      return deciding.isEmpty
        ? "unchanged under what is erased"
        : "under what is erased as \(deciding.joined(separator: ", ")) says"
    }
    return names.contains("mask-fill")
      ? "moves with the image, by nearest pixel; outside it is mask-fill"
      : "moves with the image, by nearest pixel"
  }
}

extension OperationCatalog {
  /// Operations of one kind.
  public struct Chapter: Sendable {
    /// What they have in common.
    public let title: String
    /// The operations, sorted by name.
    public let specifications: [OperationSpecification]
  }

  /// Everything a word can begin with, by kind.
  public static let chapters: [Chapter] = [
    Chapter("geometry", geometricOperations), Chapter("color", colorOperations),
    Chapter("effects", effectOperations), Chapter("erasing", erasingOperations),
    Chapter("mixing", mixingOperations), Chapter("other", [Identity.self]),
    Chapter(title: "policies", specifications: policySpecifications),
    Chapter(title: "combinators", specifications: combinatorSpecifications),
  ]
}

extension OperationCatalog.Chapter {
  fileprivate init(_ title: String, _ operations: [any Operation.Type]) {
    self.init(
      title: title,
      specifications: operations.map { $0.specification }.sorted { $0.name < $1.name })
  }
}
