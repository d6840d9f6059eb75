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
        samples: 100, digest: .max - 5)
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
        == ["augment was resize=32x32 hflip, not nothing", "batch was 16, not 8"])
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
