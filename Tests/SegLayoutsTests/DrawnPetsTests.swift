import DrawnPets
import Foundation
import SegBasics
import SegImaging
import SegTestSupport
import Testing

@Suite struct DrawnPetsTests {
  @Test(arguments: Breed.all)
  func everyPetHasABodyABorderAndABackground(breed: Breed) throws {
    let pet = DrawnPet("\(breed.name)_10", breed: breed, seed: 1)
    #expect(pet.image.size == pet.trimap.size)
    let counts = pet.trimap.histogram()
    #expect(counts[0] == 0 && counts[4...].allSatisfy { $0 == 0 })
    let pixels = Double(pet.image.width * pet.image.height)
    #expect((0.05...0.6).contains(Double(counts[1]) / pixels))
    #expect((0.02...0.2).contains(Double(counts[3]) / pixels))
  }

  @Test func theSameSeedDrawsTheSame() throws {
    let breed = Breed.all[0]
    let first = DrawnPet("a_1", breed: breed, seed: 1)
    #expect(first.image == DrawnPet("a_1", breed: breed, seed: 1).image)
    #expect(first.image != DrawnPet("a_1", breed: breed, seed: 2).image)
    #expect(first.image != DrawnPet("a_2", breed: breed, seed: 1).image)
  }

  @Test func picturesAreStoredAsInTheRealSet() throws {
    let pets = try PetFolder(oddities: true)
    func decoded(_ name: String) throws -> DecodedImage {
      try decodeImage(try readFile(pets.path("images/\(name)_10.jpg")))
    }
    #expect(try decoded("Abyssinian").format == .gif)
    #expect(try decoded("Bengal").format == .png)
    #expect(try decoded("beagle").image.channels == 1)
    #expect(try decoded("american_pit_bull_terrier").format == .jpeg)
    let header = try readImageHeader(try readFile(pets.path("images/Bombay_10.jpg")))
    #expect(header.orientation == 0)
  }

  @Test func theGIFHoldsThePicture() throws {
    let pets = try PetFolder(oddities: true)
    let drawn = DrawnPet("Abyssinian_10", breed: Breed.all[0], seed: 1)
    let gif = try decodeImage(try readFile(pets.path("images/Abyssinian_10.jpg")))
    guard case .uint8(let a) = gif.image, case .uint8(let b) = drawn.image else {
      Issue.record("not 8 bits")
      return
    }
    #expect(a.values.count == b.values.count)
    // Six or seven levels a channel: no sample is further off than the distance of two levels.
    #expect(zip(a.values, b.values).allSatisfy { abs(Int($0) - Int($1)) <= 51 })
  }
}
