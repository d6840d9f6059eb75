extension OperationArguments {
  /// A whole number in `allowed`.
  ///
  /// - Throws: ``OperationError``.
  func wholeNumber(_ name: String, in allowed: ClosedRange<Int>) throws(OperationError) -> Int {
    let text = try requiredText(name)
    guard let number = Int(text), allowed.contains(number) else {
      throw refuse(
        text, name, "a whole number of \(allowed.lowerBound)..\(allowed.upperBound)")
    }
    return number
  }

  /// A range `low..high` of whole numbers, or one number.
  ///
  /// - Parameters:
  ///   - name: The parameter.
  ///   - allowed: Where both ends must lie.
  ///   - odd: Whether both must be odd.
  /// - Throws: ``OperationError``.
  func wholeNumbers(
    _ name: String, in allowed: ClosedRange<Int>, odd: Bool = false
  ) throws(OperationError) -> ClosedRange<Int> {
    let text = try requiredText(name)
    let ends = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = (ends.count == 3 && ends[1].isEmpty ? [ends[0], ends[2]] : [text[...]])
      .map { Int($0) ?? .min }
    guard let low = numbers.first, let high = numbers.last, low <= high,
      numbers.allSatisfy({ allowed.contains($0) && (!odd || $0 % 2 == 1) })
    else {
      throw refuse(
        text, name,
        "\(odd ? "an odd" : "a whole") number, or a range low..high of such, within "
          + "\(allowed.lowerBound)..\(allowed.upperBound)")
    }
    return low...high
  }
}
