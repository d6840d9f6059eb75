import SegBasics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How inputs are named beside plain paths: `train-{000..009}.tar`, `'train-*.tar'`, `pipe:COMMAND`.
///
/// A path that exists is taken as it is, whatever characters it has.
public enum InputNames {
  /// What commands begin with.
  static let pipePrefix = "pipe:"
  /// The most inputs one pattern stands for.
  private static let most = 1_000_000

  /// The command of `pipe:COMMAND`; nil for other inputs.
  public static func command(of name: String) -> String? {
    name.hasPrefix(pipePrefix) ? String(name.dropFirst(pipePrefix.count)) : nil
  }

  /// Whether a word names an input by a pattern or a command.
  public static func isPattern(_ word: String) -> Bool {
    command(of: word) != nil || hasBraces(word) || hasWildcard(word)
  }

  /// The inputs that some words name, in order.
  ///
  /// - Throws: `Located` ``InputError``; `SystemError` for a pattern that no file matches.
  public static func expand(_ words: [String]) throws -> [String] {
    var names: [String] = []
    for word in words { names += try expand(word) }
    return names
  }

  /// The inputs that a word names, in order.
  ///
  /// - Throws: As ``expand(_:)-([String])``.
  public static func expand(_ word: String) throws -> [String] {
    if word == "-" { return [word] }
    if command(of: word) == nil, try exists(word) { return [word] }
    var names: [String] = []
    for name in try braces(word) {
      if command(of: name) == nil, hasWildcard(name), try !exists(name) {
        names += try glob(name)
      } else {
        names.append(name)
      }
      guard names.count <= most else {
        throw Located(InputError.tooManyInputs(most), path: word)
      }
    }
    return names
  }

  /// What stands under a word; nil for standard input, commands and what is not there.
  ///
  /// - Throws: `SystemError`.
  public static func status(_ word: String) throws -> FileStatus? {
    guard word != "-", command(of: word) == nil else { return nil }
    // A long pattern is no path; a file system says so in its own way.
    do { return try fileStatus(word) } catch let failure as SystemError {
      guard failure.reason == .fileNameTooLong else { throw failure }
      return nil
    }
  }

  /// Opens what one name stands for: a file, a command, or standard input.
  ///
  /// - Throws: `SystemError`.
  public static func open(_ name: String) throws -> BufferedInput {
    if name == "-" { return .standardInput() }
    guard let command = command(of: name) else { return try BufferedInput(path: name) }
    return BufferedInput(CommandInput(command: command), name: name)
  }

  private static func exists(_ path: String) throws -> Bool { try status(path) != nil }

  private static func hasWildcard(_ word: String) -> Bool {
    word.utf8.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "[")].contains($0) }
  }

  // MARK: Wildcards

  private static func glob(_ pattern: String) throws -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    switch systemGlob(pattern, &found) {
    case 0: break
    case GLOB_NOMATCH: throw SystemError(.open, pattern, .noSuchFileOrDirectory)
    default: throw SystemError(.examine, pattern, .ioError)
    }
    return (0..<Int(found.gl_pathc)).compactMap { place in
      found.gl_pathv[place].map { String(cString: $0) }
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  // MARK: Braces

  private static func hasBraces(_ word: String) -> Bool {
    guard let (_, choices, _) = firstBraces(word) else { return false }
    return !choices.isEmpty
  }

  /// All words a word with braces stands for, as the shell writes them.
  private static func braces(_ word: String) throws -> [String] {
    guard let (before, choices, after) = firstBraces(word) else { return [word] }
    let rest = try braces(after)
    var words: [String] = []
    for choice in choices {
      for middle in try braces(choice) {
        guard words.count + rest.count <= most else {
          throw Located(InputError.tooManyInputs(most), path: word)
        }
        words += rest.map { before + middle + $0 }
      }
    }
    return words
  }

  /// The first braces that hold a list or a range; nil where there are none.
  private static func firstBraces(
    _ word: String
  ) -> (before: String, choices: [String], after: String)? {
    let bytes = Array(word.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    var search = 0
    while let open = bytes[search...].firstIndex(of: UInt8(ascii: "{")) {
      var depth = 0
      var cuts = [open]
      var close: Int?
      for place in open..<bytes.count where close == nil {
        switch bytes[place] {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"):
          depth -= 1
          if depth == 0 { close = place }
        case UInt8(ascii: ","): if depth == 1 { cuts.append(place) }
        default: break
        }
      }
      if let close {
        let after = text((close + 1)..<bytes.count)
        if cuts.count > 1 {
          let ends = cuts.dropFirst() + [close]
          let choices = zip(cuts, ends).map { text(($0 + 1)..<$1) }
          return (text(0..<open), choices, after)
        }
        if let numbers = range(text((open + 1)..<close)) {
          return (text(0..<open), numbers, after)
        }
      }
      search = open + 1
    }
    return nil
  }

  /// The numbers of `000..009` or `0..20..5`; nil for anything else.
  private static func range(_ text: String) -> [String]? {
    let bytes = Array(text.utf8)
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var place = 0
    while place + 1 < bytes.count {
      if bytes[place] == UInt8(ascii: "."), bytes[place + 1] == UInt8(ascii: ".") {
        parts.append(bytes[start..<place])
        start = place + 2
        place = start
      } else {
        place += 1
      }
    }
    parts.append(bytes[start...])
    let words = parts.map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ (1...9).contains($0.count) }),
      let first = Int(words[0]), let last = Int(words[1]),
      let step = parts.count == 3 ? Int(words[2]) : 1, step != 0,
      abs(last - first) / abs(step) < most
    else { return nil }
    // As the shell does: a zero before either asks for numbers of one width.
    let isPadded = parts[..<2].contains { digits in
      let digits = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
      return digits.count > 1 && digits.first == UInt8(ascii: "0")
    }
    let width = isPadded ? max(parts[0].count, parts[1].count) : 0
    let stride = stride(from: first, through: last, by: first <= last ? abs(step) : -abs(step))
    return stride.map { number in
      let digits = String(number.magnitude)
      let sign = number < 0 ? "-" : ""
      return sign + String(repeating: "0", count: max(0, width - digits.count - sign.count))
        + digits
    }
  }
}

/// `glob(3)`, whose name the enumeration has a function of.
private func systemGlob(_ pattern: String, _ found: inout glob_t) -> Int32 {
  glob(pattern, 0, nil, &found)
}
