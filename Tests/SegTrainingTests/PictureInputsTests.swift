import SegBasics
import SegImaging
import SegSamples
import SegShards
import SegTestSupport
import SegTraining
import Testing

@Suite struct PictureInputsTests {
  /// A folder as `segaug -o DIR` writes it holds samples: their label maps are no pictures.
  @Test func membersOfSamplesAreSamples() throws {
    let folder = try TemporaryFolder()
    let image = Image.uint8(Raster(height: 2, width: 3, channels: 3, filledWith: 7))
    let labels = LabelMap.uint8(Raster(height: 2, width: 3, channels: 1, filledWith: 1))
    var unpacking = Unpacking(folder: folder.file("dir"))
    for key in ["a.b", "c/d"] {
      try unpacking.add(
        Sample(key: key, image: .pixels(image), labelMap: .indices(labels)))
    }
    func keys(_ path: String) throws -> [String] {
      let next = try PictureInputs([path]).samples()
      var keys: [String] = []
      while let sample = try next() { keys.append(sample.key) }
      return keys
    }
    #expect(try keys(folder.file("dir")) == ["a.b", "c/d"])
    // Of pictures alone each is one.
    try removeFile(folder.file("dir/a.b.json"))
    try removeFile(folder.file("dir/a.b.mask.png"))
    try removeFile(folder.file("dir/c/d.json"))
    try removeFile(folder.file("dir/c/d.mask.png"))
    #expect(try keys(folder.file("dir")) == ["a.b", "c/d"])
  }
}
