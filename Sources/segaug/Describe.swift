import ArgumentParser
import SegAugment

/// `segaug describe`.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints operations as a policy file, every parameter with its value.",
    discussion: """
      What is printed is read back by --policy, and draws the same for the same pixels. A policy file is YAML or JSON:

        version: 1
        operations:
        - hflip
        - resize: 128x128
        - jitter: {brightness: 0.3, contrast: [0.8, 1.2], p: 0.5}
        - oneof:
            p: 0.4
            children:
            - hflip=0.2
            - resize: {size: 64, filter: area}
        - someof:
            count: 1..2
            children: [hflip, jitter]

      An entry is a word as on the line; a name with its main parameter; or a name with its \
      parameters, where a list of two is a range. Combinators have children, and a count where they \
      take one. Files saved by albumentations.save are read as well; what has no counterpart here is \
      named. Their fill_mask of 0, which stands in every file that gave none, becomes the ignore \
      index; mask-fill=0 makes it class 0. Label maps are sampled at the centers of pixels, which \
      mask_interpolation=0, the corner's, is not. Of --policy and words on the line, the file comes first.

      EXAMPLES
        segaug describe hflip 'oneof(jitter:hue=0.1|resize=64)' > policy.yaml
        segaug --policy policy.yaml resize=128x128 shards/ > augmented.tar
        segaug describe --policy albumentations.json
      """)

  @Argument(help: ArgumentHelp("Operations.", valueName: "operation"))
  var words: [String] = []

  @OptionGroup var policy: PolicyOption

  @Flag(help: "JSON instead of YAML.")
  var json = false

  func run() throws {
    let pipeline = try Pipeline(try policy.words(then: words))
    print(json ? pipeline.json : pipeline.yaml, terminator: "")
  }
}
