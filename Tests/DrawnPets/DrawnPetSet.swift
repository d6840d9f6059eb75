import SegBasics
import SegImaging

/// A data set of drawn pets in the layout of Oxford-IIIT Pet, with the oddities of the real one.
public struct DrawnPetSet: Sendable {
  /// A picture of the set.
  public struct Member: Sendable {
    /// The name without ending.
    public let name: String
    /// What is drawn.
    public let breed: Breed
    /// `trainval`, `test`, or nil for the one in no list.
    public let split: String?
    /// How the picture is stored.
    public let storage: Storage
  }

  /// How a picture is stored under its `.jpg` name.
  public enum Storage: Sendable {
    /// RGB.
    case jpeg
    /// One channel.
    case grayJPEG
    /// RGB, with the Exif orientation 0.
    case jpegWithInvalidOrientation
    /// A GIF of 252 colours.
    case gif
    /// An RGBA PNG.
    case pngWithAlpha
  }

  /// The pictures, in the order of the lists.
  public let members: [Member]
  private let seed: UInt64
  private let hasOddities: Bool

  /// Plans a set.
  ///
  /// - Parameters:
  ///   - trainval: Pictures in `trainval.txt`.
  ///   - test: Pictures in `test.txt`.
  ///   - seed: Decides what is drawn, and nothing else does.
  ///   - hasOddities: Whether some of the first pictures are stored in unusual ways, one is in no
  ///     list, and stray files lie about.
  public init(trainval: Int, test: Int, seed: UInt64 = 1, hasOddities: Bool = true) {
    self.seed = seed
    self.hasOddities = hasOddities
    let total = trainval + test + (hasOddities ? 1 : 0)
    let odd: [Int: Storage] = [
      0: .gif, 2: .pngWithAlpha, 3: .grayJPEG, 4: .jpegWithInvalidOrientation,
    ]
    let members = (0..<total).map { index in
      let breed = Breed.all[index % Breed.all.count]
      return Member(
        name: "\(breed.name)_\(10 + 7 * (index / Breed.all.count))", breed: breed,
        split: index < trainval ? "trainval" : index < trainval + test ? "test" : nil,
        storage: hasOddities ? odd[index] ?? .jpeg : .jpeg)
    }
    self.members = members.enumerated().sorted {
      ($0.element.breed.classID, $0.offset) < ($1.element.breed.classID, $1.offset)
    }.map(\.element)
  }

  /// Draws the set into a folder.
  ///
  /// - Parameters:
  ///   - folder: Gets `images/` and `annotations/`.
  ///   - jobs: Threads; the bytes are the same for any number.
  /// - Throws: `SystemError`.
  public func write(to folder: String, jobs: Int = 2) throws {
    try createFolder(folder + "/images")
    try createFolder(folder + "/annotations/trimaps")
    var remaining = members[...]
    try orderedParallelMap(
      jobs: jobs, next: { remaining.popFirst() },
      transform: { member in
        let pet = DrawnPet(member.name, breed: member.breed, seed: seed)
        return (member.name, try encode(pet.image, member.storage), try encodePNG(pet.trimap))
      },
      consume: { name, image, mask in
        try AtomicFile.write(image, to: "\(folder)/images/\(name).jpg")
        try AtomicFile.write(mask, to: "\(folder)/annotations/trimaps/\(name).png")
      })
    let header = """
      #Image CLASS-ID SPECIES BREED ID
      #ID: 1:37 Class ids
      #SPECIES: 1:Cat 2:Dog
      #BREED ID: 1-12:Cat 1-25:Dog
      #All images with 1st letter as captial are cat images
      #images with small first letter are dog images

      """
    try write(header + rows { $0.split != nil }, to: folder + "/annotations/list.txt")
    for split in ["trainval", "test"] {
      try write(rows { $0.split == split }, to: folder + "/annotations/\(split).txt")
    }
    try write(readMe, to: folder + "/annotations/README")
    if hasOddities { try writeStrayFiles(to: folder) }
  }

  private func encode(_ image: Image, _ storage: Storage) throws(ImageError) -> [UInt8] {
    switch storage {
    case .jpeg: try encodeJPEG(image, quality: 88)
    case .grayJPEG: try encodeJPEG(image.gray, quality: 88)
    case .jpegWithInvalidOrientation:
      jpeg(try encodeJPEG(image, quality: 88), withOrientation: 0)
    case .gif: encodeGIF(image)
    case .pngWithAlpha: try encodePNG(image.withAlpha)
    }
  }

  private func rows(_ isIncluded: (Member) -> Bool) -> String {
    members.filter(isIncluded).map {
      "\($0.name) \($0.breed.classID) \($0.breed.isCat ? 1 : 2) \($0.breed.breedID)\n"
    }.joined()
  }

  private func writeStrayFiles(to folder: String) throws {
    try AtomicFile.write(appleDouble, to: folder + "/annotations/._trimaps")
    guard let first = members.first else { return }
    try AtomicFile.write(
      appleDouble, to: folder + "/annotations/trimaps/._\(first.name).png")
    try AtomicFile.write(matFile, to: folder + "/images/\(first.name).mat")
  }

  private func write(_ text: String, to path: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  private let readMe = """
    Drawn pets, in the layout of the Oxford-IIIT Pet data set. Nothing here was photographed.
    trimaps/ pixel annotations: 1 pet, 2 background, 3 border

    """
}
