#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The parameters of one saved transform, which are read one by one; what is not read is a problem.
struct AlbumentationsTransform {
  /// An operation with its parameters, but for `p`.
  struct Part {
    let name: String
    var values: [(name: String, value: String)] = []
    /// Whether it is all the transform does; several parts share one `p`.
    var isAlone = true

    init(_ name: String, _ values: [(name: String, value: String)?] = []) {
      self.name = name
      self.values = values.compactMap { $0 }
    }
  }

  private let fields: [YAMLNode.Field]
  private var unread: [String]
  /// What has no counterpart.
  var problems: [String] = []

  /// What is not a parameter, or says nothing about pixels here: label maps always take the nearest pixel.
  private static let ignored = [
    "__class_fullname__", "p", "always_apply", "keypoint_remapping_method",
    "approximation", "approximate",
  ]

  init(_ node: YAMLNode) {
    fields = node.fields ?? []
    unread = fields.map(\.name).filter { !Self.ignored.contains($0) }
    // OpenCV's numbers of the nearest pixel, from the corner and from the centre.
    require("mask_interpolation", "0 and 6: label maps take the nearest pixel") {
      $0.number == 0 || $0.number == 6
    }
  }

  /// Names the parameters no one read.
  mutating func reportUnread() {
    for name in unread { problems.append("\(name)=\(text(name)) has no counterpart") }
    unread = []
  }

  /// A value as a message shows it.
  private func text(_ name: String) -> String {
    guard let value = fields.first(where: { $0.name == name })?.value else { return "nothing" }
    if let list = value.list { return "[\(list.map(\.kind).joined(separator: ", "))]" }
    return value.kind
  }

  /// A parameter's value, by the first of its names that is there.
  mutating func node(_ names: String...) -> YAMLNode? {
    for name in names {
      guard let field = fields.first(where: { $0.name == name }) else { continue }
      unread.removeAll { $0 == name }
      return field.value
    }
    return nil
  }

  /// Reads parameters that do not matter here.
  mutating func skip(_ names: String...) { skip(names) }

  private mutating func skip(_ names: [String]) { unread.removeAll { names.contains($0) } }

  /// Whether a parameter is given.
  func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

  mutating func fail(_ name: String, _ why: String) {
    problems.append("\(name)=\(text(name)) \(why)")
  }

  /// True or false.
  mutating func flag(_ name: String, standard: Bool) -> Bool {
    guard let node = node(name), !node.isNull else { return standard }
    if let flag = node.bool { return flag }
    fail(name, "is neither true nor false")
    return standard
  }

  /// A list of numbers; nil when it is not given.
  mutating func numbers(_ name: String, count: Int) -> [Double]? {
    guard let node = node(name), !node.isNull else { return nil }
    let numbers = node.list?.compactMap(\.number) ?? []
    guard numbers.count == count, node.list?.count == count else {
      fail(name, "is no list of \(count) numbers")
      return nil
    }
    return numbers
  }

  /// A number.
  mutating func number(_ name: String) -> Double? {
    guard let node = node(name), !node.isNull else { return nil }
    guard let number = node.number else {
      fail(name, "is no number")
      return nil
    }
    return number
  }

  /// A whole number as it is written here, under a name; nil when it is not given.
  mutating func whole(_ name: String, as ours: String) -> (name: String, value: String)? {
    number(name).map { (ours, String(shortest: $0)) }
  }

  /// Both ends of a range; a number is the range of itself alone.
  mutating func ends(_ name: String) -> ClosedRange<Double>? {
    guard let node = node(name), !node.isNull else { return nil }
    guard let ends = Self.ends(of: node) else {
      fail(name, "is no range")
      return nil
    }
    return ends
  }

  static func ends(of node: YAMLNode) -> ClosedRange<Double>? {
    if let number = node.number { return number...number }
    let numbers = node.list?.compactMap(\.number) ?? []
    guard numbers.count == 2, node.list?.count == 2, numbers[0] <= numbers[1] else { return nil }
    return numbers[0]...numbers[1]
  }

  /// A range as it is written here, under a name; nil when it is not given.
  mutating func range(
    _ name: String, as ours: String, _ change: (Double) -> Double = { $0 }
  ) -> (name: String, value: String)? {
    ends(name).map { (ours, Self.text(change($0.lowerBound)...change($0.upperBound))) }
  }

  /// A range as it is written here.
  static func text(_ range: ClosedRange<Double>) -> String {
    "\(String(shortest: range.lowerBound))..\(String(shortest: range.upperBound))"
  }

  /// Requires a value; says what it must be otherwise.
  mutating func require(_ name: String, _ expected: String, _ isRight: (YAMLNode) -> Bool) {
    guard let node = node(name) else { return }
    if !isRight(node) { fail(name, "has no counterpart, only \(expected)") }
  }

  mutating func requireFalse(_ names: String...) {
    for name in names { require(name, "false") { $0.bool != true } }
  }

  mutating func requireNull(_ names: String...) {
    for name in names { require(name, "null") { $0.isNull } }
  }

  /// A number, or one for each channel, as colours are written here: whole numbers of 0 to 255.
  static func color(_ node: YAMLNode) -> String? {
    let numbers = node.number.map { [$0] } ?? node.list?.map { $0.number ?? -1 } ?? []
    let values = numbers.compactMap { UInt8(exactly: $0) }
    guard !values.isEmpty, values.count == numbers.count else { return nil }
    return values.map { "\($0)" }.joined(separator: "/")
  }

  /// The numbers of OpenCV for filters and borders, as they are called here.
  private mutating func code(
    _ name: String, _ known: [Int: String], standard: Int
  ) -> String? {
    guard let node = node(name) else { return known[standard] }
    guard let number = node.number, let code = Int(exactly: number), let ours = known[code] else {
      fail(
        name,
        "has no counterpart, only \(known.keys.sorted().map(String.init).joined(separator: ", "))")
      return nil
    }
    return ours
  }

  /// OpenCV's filters for resizing.
  static let resizeFilters = [0: "nearest", 1: "linear", 2: "cubic", 3: "area"]

  /// How a resized picture is sampled.
  mutating func resizeFilter() -> (name: String, value: String)? {
    requireNull("area_for_downscale")
    return code("interpolation", Self.resizeFilters, standard: 1).map { ("filter", $0) }
  }

  /// How a picture is sampled at real coordinates, and what stands outside.
  mutating func sampling() -> [(name: String, value: String)?] {
    let known = [0: "nearest", 1: "bilinear", 2: "bicubic"]
    return [code("interpolation", known, standard: 1).map { ("filter", $0) }] + border()
  }

  /// What stands outside.
  mutating func border() -> [(name: String, value: String)?] {
    let known = [0: "constant", 1: "replicate", 2: "symmetric", 4: "reflect"]
    guard
      let border = code(
        has("mode") && !has("border_mode") ? "mode" : "border_mode", known, standard: 0)
    else {
      return []
    }
    guard border == "constant" else {
      skip("fill", "fill_mask", "value", "mask_value")
      return [("border", border)]
    }
    return [("border", border)] + fills()
  }

  /// The colour of what is filled, black where none is given.
  mutating func color(_ names: String...) -> (name: String, value: String) {
    let node = names.lazy.compactMap { [self] name in fields.first { $0.name == name }?.value }
      .first
    skip(names)
    guard let node, !node.isNull else { return ("fill", "0") }
    if let color = Self.color(node) { return ("fill", color) }
    problems.append("the fill \(node.kind) is no whole number of 0..255")
    return ("fill", "0")
  }

  /// The colour and the class index of what is filled.
  ///
  /// 0 is the class index every file has that says nothing else, and would make pixels of class 0 of
  /// what no one labelled: it becomes the ignore index.
  mutating func fills() -> [(name: String, value: String)?] {
    let color = color("fill", "value", "cval", "fill_value")
    let label = node("fill_mask", "mask_value", "cval_mask").flatMap { $0.isNull ? nil : $0 }
    let index = label.map { $0.number.flatMap { UInt16(exactly: $0) } } ?? 0
    if index == nil { problems.append("the mask's fill \(label?.kind ?? "") is no class index") }
    return [
      color,
      index.flatMap { $0 == 0 ? nil : (name: "mask-fill", value: "\($0)") },
    ]
  }

  /// What an erasing transform puts into its holes.
  mutating func erasure() -> [(name: String, value: String)?] {
    let color = node("fill", "fill_value").flatMap { $0.isNull ? nil : $0 }
    let label = node("fill_mask", "mask_fill_value").flatMap { $0.isNull ? nil : $0 }
    var fill = color.map { Self.color($0) ?? "" } ?? "0"
    if color?.text == "random" { fill = "random" }
    if fill.isEmpty {
      problems.append("fill=\(color?.kind ?? "") has no counterpart, only a color or random")
    }
    let index = label.map { $0.number.flatMap { UInt16(exactly: $0) }.map(String.init) ?? "" }
    if index == "" { problems.append("fill_mask=\(label?.kind ?? "") is no class index") }
    return [("fill", fill), ("mask", index ?? "keep")]
  }
}
