/// The 37 official breeds of Oxford-IIIT Pet.
///
/// reference: layouts 1.1. A breed's class id is its place in this list, counted from 1.
enum OxfordPetBreeds {
  /// In the order of the class ids.
  static let names = [
    "Abyssinian", "american_bulldog", "american_pit_bull_terrier", "basset_hound", "beagle",
    "Bengal", "Birman", "Bombay", "boxer", "British_Shorthair", "chihuahua", "Egyptian_Mau",
    "english_cocker_spaniel", "english_setter", "german_shorthaired", "great_pyrenees", "havanese",
    "japanese_chin", "keeshond", "leonberger", "Maine_Coon", "miniature_pinscher", "newfoundland",
    "Persian", "pomeranian", "pug", "Ragdoll", "Russian_Blue", "saint_bernard", "samoyed",
    "scottish_terrier", "shiba_inu", "Siamese", "Sphynx", "staffordshire_bull_terrier",
    "wheaten_terrier", "yorkshire_terrier",
  ]

  /// Class ids, from 1, by name.
  static let classIDs = Dictionary(
    uniqueKeysWithValues: names.enumerated().map { ($1, $0 + 1) })

  /// The breed of a picture: what stands before the last underscore of its name.
  static func breed(ofPicture name: String) -> String {
    name.lastIndex(of: "_").map { String(name[..<$0]) } ?? name
  }

  /// 1 for cats, whose names begin with a capital, 2 for dogs; nil for a breed that is not official.
  static func species(of breed: String) -> OxfordPetSpecies? {
    guard classIDs[breed] != nil, let first = breed.first else { return nil }
    return first.isUppercase ? .cat : .dog
  }
}

/// The two species, with the numbers of the lists.
enum OxfordPetSpecies: Int {
  case cat = 1
  case dog = 2

  /// The name in the metadata.
  var name: String { self == .cat ? "cat" : "dog" }
}
