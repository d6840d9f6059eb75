/// Pipelines saved by `albumentations.save`, of versions 1 and 2, as words.
///
/// Compositions become combinators of the same meaning (reference: augmentation 2.14), transforms their
/// counterparts (``AlbumentationsTransform/counterparts``). What has none is named, with its path; nothing
/// is left out in silence.
struct AlbumentationsFile {
  /// Before version 2, `SomeOf` took weights and forced what it drew.
  private let isOld: Bool
  private var problems: [String] = []

  /// Whether a text holds such a pipeline.
  static func isOne(_ node: YAMLNode) -> Bool {
    node["transform"]?["__class_fullname__"] != nil
  }

  /// The words of a pipeline.
  ///
  /// - Throws: ``PolicyError/unmapped(_:)`` with all that has no counterpart.
  static func words(in node: YAMLNode) throws(PolicyError) -> [String] {
    let version = node["__version__"]?.text ?? ""
    var file = AlbumentationsFile(isOld: version.hasPrefix("0.") || version.hasPrefix("1."))
    guard let root = node["transform"] else { return [] }
    var words: [String] = []
    // What every file begins with is the sequence of a pipeline itself.
    if ["Compose", "Sequential", "ReplayCompose"].contains(className(root)),
      file.probability(root) == 1
    {
      words = file.children(of: root, at: "")
    } else if let word = file.word(of: root, at: "transform", probability: nil) {
      words = [word]
    }
    if file.problems.isEmpty { file.check(words) }
    guard file.problems.isEmpty else { throw .unmapped(file.problems) }
    return words
  }

  private init(isOld: Bool) { self.isOld = isOld }

  /// `albumentations.augmentations.blur.transforms.Blur` as `Blur`.
  private static func className(_ node: YAMLNode) -> String {
    let name = node["__class_fullname__"]?.text ?? ""
    return String(name.split(separator: ".").last ?? "")
  }

  /// The chance of a transform or composition.
  private func probability(_ node: YAMLNode) -> Double {
    let name = Self.className(node)
    if node["always_apply"]?.bool == true { return 1 }
    let standard = ["Compose", "ReplayCompose", "SomeOf", "RandomOrder"].contains(name) ? 1 : 0.5
    return node["p"]?.number ?? standard
  }

  private mutating func children(
    of node: YAMLNode, at path: String, probabilities: [Double]? = nil
  ) -> [String] {
    checkFields(of: node, at: path)
    guard let transforms = node["transforms"]?.list, !transforms.isEmpty else {
      problems.append("\(path) \(Self.className(node)): there are no transforms")
      return []
    }
    var words: [String] = []
    for (index, transform) in transforms.enumerated() {
      let place = (path.isEmpty ? "" : path + ".") + "transforms[\(index)]"
      let probability = probabilities.flatMap { index < $0.count ? $0[index] : nil }
      if let word = word(of: transform, at: place, probability: probability) { words.append(word) }
    }
    return words
  }

  /// A transform or composition as a word; nil for one that has a problem.
  private mutating func word(
    of node: YAMLNode, at path: String, probability override: Double?
  ) -> String? {
    let name = Self.className(node)
    let probability = override ?? self.probability(node)
    let combinator: Combinator
    var count = ""
    var values: [(name: String, value: String)] = [("p", String(shortest: probability))]
    var weights: [Double]?
    switch name {
    case "Compose", "Sequential", "ReplayCompose": combinator = .all
    case "OneOf":
      combinator = .oneof
      weights = (node["transforms"]?.list ?? []).map { $0["p"]?.number ?? 0.5 }
    case "OneOrOther":
      combinator = .oneof
      weights = [probability, 1 - probability]
      values = []
    case "SomeOf", "RandomOrder":
      combinator = .someof
      guard let number = node["n"]?.number, let n = Int(exactly: number), n > 0 else {
        problems.append("\(path) \(name): n=\(node["n"]?.kind ?? "nothing") is no count")
        return nil
      }
      let replaces = node["replace"]?.bool ?? isOld
      let most = node["transforms"]?.list?.count ?? n
      count = "\(replaces ? n : min(n, most)),"
      if replaces { values.append(("replace", "true")) }
      if isOld { values.append(("weighted", "true")) }
      if isOld || name == "RandomOrder" { values.append(("order", "drawn")) }
    default: return leaf(node, name: name, at: path, probability: probability)
    }
    let words = children(of: node, at: path, probabilities: weights)
    guard !words.isEmpty, problems.isEmpty else { return nil }
    do throws(OperationError) {
      let arguments = try OperationArguments(values, specification: combinator.specification)
      return "\(combinator.rawValue)(\(count)\(words.joined(separator: "|")))\(arguments.suffix)"
    } catch {
      problems.append("\(path) \(name): \(error)")
      return nil
    }
  }

  /// Names what a composition says beside its transforms that has no counterpart.
  ///
  /// Boxes, key points, seeds and checks are not of a sample's pixels, or are given on the line here.
  private mutating func checkFields(of node: YAMLNode, at path: String) {
    let known = [
      "__class_fullname__", "transforms", "p", "always_apply", "n", "replace", "bbox_params",
      "keypoint_params", "is_check_shapes", "is_check_args", "seed", "save_applied_params",
      "telemetry",
    ]
    for field in node.fields ?? [] where !known.contains(field.name) {
      let value = field.value
      let isPlain: Bool =
        switch field.name {
        case "additional_targets": value.isNull || value.fields?.isEmpty == true
        // 0 is OpenCV's number of the nearest pixel.
        case "mask_interpolation": value.isNull || value.number == 0
        default: false
        }
      if isPlain { continue }
      problems.append(
        "\(path.isEmpty ? "transform" : path) \(Self.className(node)): \(field.name) has no"
          + " counterpart")
    }
  }

  private mutating func leaf(
    _ node: YAMLNode, name: String, at path: String, probability: Double
  ) -> String? {
    guard let counterpart = AlbumentationsTransform.counterparts[name] else {
      let nearest = OperationCatalog.operation(elsewhere: name)
      problems.append(
        "\(path) \(name): there is no such operation"
          + (nearest.map { "; the nearest is \($0)" } ?? ""))
      return nil
    }
    var transform = AlbumentationsTransform(node)
    let parts = counterpart(&transform).compactMap { part -> String? in
      do throws(OperationError) {
        guard let specification = OperationCatalog.specification(named: part.name) else {
          throw .noOperation(part.name, nearest: nil)
        }
        let isAlone = part.isAlone
        let p = isAlone ? [(name: "p", value: String(shortest: probability))] : [("p", "1")]
        let word = try OperationArguments(part.values + p, specification: specification).word
        _ = try Step(word)
        return word
      } catch {
        transform.problems.append("\(error)")
        return nil
      }
    }
    transform.reportUnread()
    problems += transform.problems.map { "\(path) \(name): \($0)" }
    guard transform.problems.isEmpty, let first = parts.first else { return nil }
    if parts.count == 1 { return first }
    let text = probability == 1 ? "" : ":p=\(String(shortest: probability))"
    return "all(\(parts.joined(separator: "|")))\(text)"
  }

  /// What is wrong with compositions, such as one that has nothing to choose.
  private mutating func check(_ words: [String]) {
    do throws(OperationError) {
      _ = try Pipeline(words)
    } catch {
      problems.append("\(error)")
    }
  }
}
