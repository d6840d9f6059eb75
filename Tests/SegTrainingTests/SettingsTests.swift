import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegTraining

@Suite struct SettingsTests {
  private var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.train = ["train shards/", "more.tar"]
    settings.validate = ["-"]
    settings.augment = ["resize=32x32", "hflip"]
    settings.learningRate = 3e-4
    settings.schedule = .step(every: 2, factor: 0.9)
    settings.seed = .max
    return settings
  }

  @Test func runDescriptionIsReadAsWritten() throws {
    for classes in [ClassTable.petBinary, .numbered(4)] {
      let description = RunDescription(
        settings: settings, classes: classes, input: PixelSize(width: 32, height: 24),
        training: .init(count: 100, digest: .max - 5), validation: .init(count: 1, digest: 0))
      #expect(try RunDescription(description.encoded()) == description)
      #expect(description.differences(from: description).isEmpty)
    }
  }

  @Test func differencesAreNamed() {
    var other = settings
    #expect(other.differences(from: settings).isEmpty)
    other.epochs = 99
    #expect(other.differences(from: settings).isEmpty)
    other.batch = 8
    other.augment = []
    #expect(
      other.differences(from: settings)
        == ["--augment was resize=32x32 hflip, not nothing", "--batch was 16, not 8"])
  }

  @Test func wordsWithSpacesAreNotTwoWords() {
    var other = settings
    other.train = ["train", "shards/", "more.tar"]
    #expect(
      other.differences(from: settings) == [
        "the training input was 'train shards/' more.tar, not train shards/ more.tar"
      ])
  }

  @Test func differentSamplesAreNamed() {
    let begun = RunDescription(
      settings: settings, classes: .petBinary, input: PixelSize(width: 32, height: 24),
      training: .init(count: 9, digest: 1), validation: .init(count: 3, digest: 5))
    var now = begun
    now.validation = .init(count: 4, digest: 5)
    #expect(now.differences(from: begun) == ["the validation samples were 3, not 4"])
    now.validation = .init(count: 3, digest: 6)
    now.training.digest = 2
    #expect(
      now.differences(from: begun)
        == ["the training samples were others", "the validation samples were others"])
  }

  @Test func modelDescriptionIsReadAsWritten() throws {
    let description = ModelDescription(
      model: "segnet", classes: .petClasses, input: PixelSize(width: 160, height: 96),
      resizes: ["resize=160x96:filter=nearest-exact"], epoch: 20)
    #expect(try ModelDescription(metadata: description.metadata()) == description)
  }

  @Test(arguments: [
    ("segkit.width", "0"), ("segkit.height", "70000"), ("segkit.epoch", "-1"),
    ("segkit.version", "2"), ("segkit.classes", "[]"), ("segkit.model", nil),
    ("segkit.model", "segnot"), ("segkit.resize", "hflop"), ("segkit.resize", "hflip"),
    ("segkit.resize", "resize=16x16 hflip"), ("segkit.resize", "resize=16x16:p=0.5"),
    ("segkit.resize", "resize=0x4"), ("segkit.epoch", "99999999999999999999"),
  ])
  func foreignMetadataAreRefused(name: String, value: String?) throws {
    var metadata = try ModelDescription(
      model: "segnet", classes: .petClasses, input: PixelSize(width: 16, height: 16), resizes: [],
      epoch: 1
    ).metadata()
    metadata[name] = value
    #expect { try ModelDescription(metadata: metadata) } throws: { error in
      (error as? any SegError)?.exitStatus == .badData
    }
  }

  @Test func unknownModel() {
    #expect(throws: TrainingError.unknownModel("segnot", known: ["segnet"])) {
      try ModelCatalog.model(named: "segnot")
    }
  }
}
