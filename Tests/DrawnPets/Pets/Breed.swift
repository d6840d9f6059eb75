/// The breeds that are drawn, with their official numbers and what they look like.
public struct Breed: Sendable {
  /// How colours lie on the fur.
  enum Coat: Sendable {
    case plain
    /// Bands around the body.
    case stripes
    /// Small dark dots.
    case spots
    /// Large patches of the second colour.
    case patches
    /// The second colour on face, ears, paws and tail.
    case points
    /// The second colour on muzzle and ears only.
    case mask
    /// The second colour below.
    case belly
  }

  /// How ears are carried.
  enum Ears: Sendable {
    case pointed
    case hanging
    case folded
  }

  /// The name, as in the lists.
  public var name: String
  /// `1...37`.
  public var classID: Int
  /// Whether it is a cat.
  public var isCat: Bool
  /// The number within the species.
  public var breedID: Int
  var coat: Coat
  var ears: Ears
  /// The fur, and the second colour of the coat.
  var colors: [UInt32]
  var eyes: UInt32

  /// Cats and dogs in turn, so that the smallest set holds both.
  public static let all: [Breed] = [
    cat("Abyssinian", 1, 1, .plain, [0xB9743C, 0xD9A673], 0x9FB03C),
    dog("american_pit_bull_terrier", 3, 2, .patches, .folded, [0x8A5A3A, 0xF2EBE0]),
    cat("Bengal", 6, 2, .spots, [0xD7A25E, 0x5A3A20], 0x7FB35A),
    dog("beagle", 5, 4, .patches, .hanging, [0xF1E9DC, 0x8B5A33]),
    cat("Bombay", 8, 4, .plain, [0x34323A, 0x4A4852], 0xE0A62A),
    dog("pug", 26, 18, .mask, .folded, [0xDDBB8A, 0x3B302B]),
    cat("Russian_Blue", 28, 10, .plain, [0x7F8B9C, 0x9AA5B4], 0x74B86A),
    dog("samoyed", 30, 20, .plain, .pointed, [0xF4F1EA, 0xFFFFFF]),
    cat("Siamese", 33, 11, .points, [0xE9DCC4, 0x5B4436], 0x4F9BD0),
    dog("shiba_inu", 32, 22, .belly, .pointed, [0xD98A3D, 0xF7EBD8]),
    cat("Maine_Coon", 21, 7, .stripes, [0x9A7450, 0x4B3524], 0xC9A23A),
    dog("newfoundland", 23, 16, .plain, .hanging, [0x3A322E, 0x54483F]),
    cat("British_Shorthair", 10, 5, .plain, [0x8E949C, 0xB5B9BF], 0xE29A2C),
    dog("boxer", 9, 5, .mask, .hanging, [0xB77B45, 0x33261F]),
  ]

  private static func cat(
    _ name: String, _ classID: Int, _ breedID: Int, _ coat: Coat, _ colors: [UInt32],
    _ eyes: UInt32
  ) -> Breed {
    Breed(
      name: name, classID: classID, isCat: true, breedID: breedID, coat: coat, ears: .pointed,
      colors: colors, eyes: eyes)
  }

  private static func dog(
    _ name: String, _ classID: Int, _ breedID: Int, _ coat: Coat, _ ears: Ears,
    _ colors: [UInt32]
  ) -> Breed {
    Breed(
      name: name, classID: classID, isCat: false, breedID: breedID, coat: coat, ears: ears,
      colors: colors, eyes: 0x2A1B14)
  }
}
