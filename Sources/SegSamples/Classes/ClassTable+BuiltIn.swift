import SegImaging

extension ClassTable {
  /// The table a manifest names, such as `oxford-pet/binary`; nil when there is none of that name.
  public static func builtIn(_ name: String) -> ClassTable? {
    builtInTables.first { $0.name == name }
  }

  /// Every built-in table, by name.
  public static let builtInTables: [ClassTable] = [.petClasses, .petBinary, .petFilled]

  private static let petColor = RGBColor(224, 16, 16)
  private static let backgroundColor = RGBColor(16, 64, 160)
  private static let borderColor = RGBColor(240, 200, 32)

  /// Oxford-IIIT Pet as the article trains it: pet 0, background 1, border 2.
  public static let petClasses = ClassTable(
    name: "oxford-pet/classes",
    [
      Entry("pet", color: petColor, source: 1),
      Entry("background", color: backgroundColor, source: 2),
      Entry("border", color: borderColor, source: 3),
    ])

  /// Oxford-IIIT Pet in two classes, the border ignored.
  public static let petBinary = ClassTable(
    name: "oxford-pet/binary",
    [
      Entry("background", color: backgroundColor, source: 2),
      Entry("pet", color: petColor, source: 1),
    ])

  /// Oxford-IIIT Pet in two classes, the border counted as pet.
  public static let petFilled = ClassTable(
    name: "oxford-pet/pet",
    [
      Entry("background", color: backgroundColor, source: 2),
      Entry("pet", color: petColor),
    ])
}
