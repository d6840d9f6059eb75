import SegImaging

extension OperationSpecification.Parameter {
  /// What stands beyond the edges; read by ``OperationArguments/border()``.
  static func border(standard: String = "constant") -> Self {
    .init(
      "border", "constant|replicate|reflect|symmetric", standard: standard,
      "what stands outside: fill and mask-fill, or the sample's own pixels")
  }

  /// The colour of what is filled; read by ``OperationArguments/fill()``.
  static func fill(standard: String = "0") -> Self {
    .init(
      "fill", "N, R/G/B, #rrggbb or mean", standard: standard,
      "the color filled with, 0..255 a channel; mean is the picture's own")
  }

  /// The class index of what is filled; read by ``OperationArguments/labelFill()``.
  static func maskFill(standard: String = "ignore") -> Self {
    .init(
      "mask-fill", "ID or ignore", standard: standard,
      "the class index the label map is filled with")
  }

  /// All three, as ``OperationArguments/border()`` reads them.
  static let border: [Self] = [.border(), .fill(), .maskFill()]
}

extension OperationArguments {
  /// What stands outside, of the parameters `border`, `fill` and `mask-fill`.
  ///
  /// - Throws: ``OperationError``; also for a fill beside a border that fills nothing.
  func border() throws(OperationError) -> Border {
    let text = try requiredText("border")
    let constant = Border.constant(try fill(), label: try labelFill())
    let borders: [String: Border] = [
      "constant": constant, "replicate": .replicate, "reflect": .reflect, "symmetric": .symmetric,
    ]
    guard let border = borders[text] else {
      throw refuse(text, "border", "constant, replicate, reflect or symmetric")
    }
    for name in ["fill", "mask-fill"] where border != constant && isChanged(name) {
      throw refuse(
        try requiredText(name), name, "border=constant beside it, for border=\(text) fills nothing")
    }
    return border
  }

  /// The colour of the parameter `fill`.
  ///
  /// - Throws: ``OperationError``.
  func fill() throws(OperationError) -> Fill {
    let text = try requiredText("fill")
    if text == "mean" { return .mean }
    let color =
      text.first == "#"
      ? Self.hexadecimal(text.dropFirst())
      : text.split(separator: "/", omittingEmptySubsequences: false).map { UInt8($0) }
    let values = color.compactMap { $0 }
    guard (1...4).contains(color.count), values.count == color.count else {
      throw refuse(text, "fill", "0..255, such values by / for the channels, #rrggbb, or mean")
    }
    return .color(values)
  }

  private static func hexadecimal(_ digits: Substring) -> [UInt8?] {
    let digits = Array(digits.utf8)
    guard digits.count == 6 else { return [] }
    return stride(from: 0, to: 6, by: 2).map { index in
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      return pair.first == "+" ? nil : UInt8(pair, radix: 16)
    }
  }

  /// The class index of the parameter `mask-fill`.
  ///
  /// Whether the sample has such a class is seen when it is filled: ``Canvas/index(of:in:)``.
  ///
  /// - Throws: ``OperationError``.
  func labelFill() throws(OperationError) -> LabelFill {
    let text = try requiredText("mask-fill")
    if text == "ignore" { return .ignore }
    guard let index = Int(text), (0...65535).contains(index) else {
      throw refuse(text, "mask-fill", "ignore, or a class index of 0..65535")
    }
    return .index(index)
  }
}
