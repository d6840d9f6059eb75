/// Reads one word of a pipeline: an operation, a policy, or a combinator with all that is inside it.
///
///     step       = combinator | operation
///     combinator = NAME "(" [count ","] step {"|" step} ")" [":" key=value {"," key=value}]
///     count      = NUMBER | NUMBER ".." NUMBER
///     operation  = NAME ["=" value] [":" key=value {"," key=value}]
///
/// Spaces around a step are skipped. Depth and counts are bounded, so that no word costs more than it
/// is long.
struct StepReader {
  /// The deepest nesting of combinators.
  static let deepest = 16
  /// The most times a child is applied by one combinator.
  static let highestCount = 1000

  private let word: [Character]
  private var next = 0

  /// Reads a whole word.
  ///
  /// - Throws: ``OperationError``.
  static func read(_ word: String) throws(OperationError) -> Step {
    guard Combinator(rawValue: String(word.prefix { $0 != "(" })) != nil, word.contains("(") else {
      return try Step(leaf: word)
    }
    var reader = StepReader(word: Array(word))
    let step = try reader.combination(depth: 1)
    reader.skipSpaces()
    guard reader.next == reader.word.count else { throw reader.expected("the end of the word") }
    return step
  }

  private init(word: [Character]) { self.word = word }

  private mutating func step(depth: Int) throws(OperationError) -> Step {
    skipSpaces()
    let start = next
    if let name = nameBeforeBracket() {
      guard Combinator(rawValue: name) != nil else {
        throw inside(
          start, .unknownCombinator(name, known: Combinator.allCases.map(\.rawValue)))
      }
      guard depth < Self.deepest else {
        throw expected("at most \(Self.deepest) combinators inside each other", at: start)
      }
      return try combination(depth: depth + 1)
    }
    while next < word.count, word[next] != "|", word[next] != ")", word[next] != "(" { next += 1 }
    var end = next
    while end > start, word[end - 1] == " " { end -= 1 }
    guard end > start else { throw expected("an operation", at: start) }
    do throws(OperationError) {
      return try Step(leaf: String(word[start..<end]))
    } catch {
      throw inside(start, error)
    }
  }

  private mutating func combination(depth: Int) throws(OperationError) -> Step {
    let start = next
    guard let name = nameBeforeBracket(), let combinator = Combinator(rawValue: name) else {
      throw expected("a combinator")
    }
    next += name.count + 1
    let count = combinator.takesCount ? try self.count() : 1...1
    var children = [try step(depth: depth)]
    while next < word.count, word[next] == "|" {
      guard combinator != .repeat else { throw expected(") after the only child of repeat") }
      next += 1
      children.append(try step(depth: depth))
    }
    guard next < word.count, word[next] == ")" else {
      throw expected(combinator == .repeat ? ")" : "| or )")
    }
    next += 1
    let parameters = next
    while next < word.count, word[next] != "|", word[next] != ")", word[next] != " " { next += 1 }
    guard parameters == next || word[parameters] == ":" else {
      throw expected("|, ) or :key=value", at: parameters)
    }
    do throws(OperationError) {
      let arguments = try OperationArguments(
        combinator.rawValue + String(word[parameters..<next]),
        specification: combinator.specification)
      let kind = try combinator.kind(count: count, arguments: arguments)
      let combination = Combination(kind: kind, children: children)
      if let problem = combination.problem {
        throw OperationError.combination(combinator.rawValue, problem)
      }
      if let name = combination.followedLastOperation { throw OperationError.notLast(name) }
      let text = String(word[start..<next])
      skipSpaces()
      return Step(
        action: .combination(combination), probability: try arguments.probability(), word: text,
        arguments: arguments)
    } catch {
      throw inside(start, error)
    }
  }

  /// `2,` or `1..3,`.
  private mutating func count() throws(OperationError) -> ClosedRange<Int> {
    skipSpaces()
    let start = next
    while next < word.count, word[next].isWholeNumber || word[next] == "." { next += 1 }
    let text = String(word[start..<next])
    let ends =
      text.firstRange(of: "..").map { dots in
        [text[..<dots.lowerBound], text[dots.upperBound...]]
      } ?? [text[...]]
    let numbers = ends.compactMap { Int($0) }
    guard numbers.count == ends.count, let low = numbers.first, let high = numbers.last,
      0 <= low, low <= high, 0 < high, high <= Self.highestCount
    else {
      throw expected(
        "how many, a number of 1 to \(Self.highestCount) or a range low..high", at: start)
    }
    skipSpaces()
    guard next < word.count, word[next] == "," else { throw expected("a comma after how many") }
    next += 1
    return low...high
  }

  /// The name that stands here, if a bracket follows it.
  private func nameBeforeBracket() -> String? {
    var end = next
    while end < word.count, word[end].isLetter || word[end].isNumber || word[end] == "-" {
      end += 1
    }
    guard end > next, end < word.count, word[end] == "(" else { return nil }
    return String(word[next..<end])
  }

  private mutating func skipSpaces() {
    while next < word.count, word[next] == " " { next += 1 }
  }

  private func expected(_ what: String, at position: Int? = nil) -> OperationError {
    .syntax(String(word), position: (position ?? next) + 1, expected: what)
  }

  /// An error of a part of the word, with the place of the part; that of the innermost part stays.
  private func inside(_ position: Int, _ error: OperationError) -> OperationError {
    switch error {
    case .syntax, .inside: error
    case .unknownOperation(let name, let nearest):
      .inside(String(word), position: position + 1, .noOperation(name, nearest: nearest))
    default: .inside(String(word), position: position + 1, error)
    }
  }
}

extension Step {
  /// Reads a word.
  ///
  /// - Throws: ``OperationError``.
  init(_ word: String) throws(OperationError) { self = try StepReader.read(word) }

  /// Reads a word that is no combinator.
  ///
  /// - Throws: ``OperationError``.
  init(leaf word: String) throws(OperationError) {
    let name = OperationCatalog.name(of: word)
    if let type = OperationCatalog.operation(named: name) {
      let arguments = try OperationArguments(word, specification: type.specification)
      self.init(
        action: .operation(try type.init(arguments)), probability: try arguments.probability(),
        word: word, arguments: arguments)
    } else if let type = OperationCatalog.policy(named: name) {
      let arguments = try OperationArguments(word, specification: type.specification)
      self.init(
        action: .policy(try type.init(arguments)), probability: try arguments.probability(),
        word: word, arguments: arguments)
    } else {
      throw OperationCatalog.unknown(word)
    }
  }
}

extension Combination {
  /// An operation that must come last, and need not here.
  fileprivate var followedLastOperation: String? {
    switch kind {
    case .one: nil
    case .all: children.dropLast().lazy.compactMap(\.lastOperation).first
    case .some(let count, _), .again(let count):
      count.upperBound > 1 ? children.lazy.compactMap(\.lastOperation).first : nil
    }
  }

  /// Why no draw could be made, or nil.
  fileprivate var problem: String? {
    let weighty = children.count { $0.probability > 0 }
    switch kind {
    case .one: return weighty == 0 ? "needs a child with p above 0, for p is its weight" : nil
    case .some(let count, let options):
      if options.isWeighted, weighty == 0 {
        return "needs a child with p above 0, for p is its weight"
      }
      let available = options.isWeighted ? weighty : children.count
      return options.replaces || count.upperBound <= available
        ? nil : "cannot draw \(count.upperBound) of \(available) without replace=true"
    case .again, .all: return nil
    }
  }
}
