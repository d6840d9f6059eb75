// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, uses: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: strict)
}

func command(_ name: String, uses: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: uses + ["SegCommandLine", argumentParser], swiftSettings: strict)
}

func tests(_ name: String, uses: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: uses + ["SegTestSupport"], swiftSettings: strict)
}

let package = Package(
  name: "SegKit",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: [
    // C, kept small.
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CCodecs", dependencies: ["CPNG", "CJPEG", "CTIFF"]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    // What everything stands on.
    library("SegBasics", uses: [systemPackage]),
    library("SegImaging", uses: ["SegBasics", "CCodecs", "CDeflate", "CKernels"]),

    // The data tower.
    library("SegSamples", uses: ["SegBasics", "SegImaging", systemPackage]),
    library("SegMasks", uses: ["SegBasics", "SegImaging", "SegSamples"]),
    library("SegAugment", uses: ["SegBasics", "SegImaging", "SegSamples"]),
    library(
      "SegShards",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "CKernels", systemPackage]),
    library(
      "SegLayouts",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", systemPackage]),

    // The compute tower.
    library("SegGraph", uses: ["SegBasics", "CKernels", "COpenBLAS"]),
    library("SegModels", uses: ["SegBasics", "SegGraph"]),

    // The roof.
    library(
      "SegSheets", uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegShards"]),

    library(
      "SegExchange",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegShards", "CZlib", systemPackage,
      ]),

    library(
      "SegTraining",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegAugment", "SegShards", "SegSheets",
        "SegGraph", "SegModels", "CKernels", systemPackage,
      ]),

    // What every command shares.
    library(
      "SegCommandLine",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegShards", argumentParser]),

    // The commands.
    command("segls", uses: ["SegBasics", "SegSamples", "SegShards", "SegLayouts"]),
    command("segmask", uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegShards"]),
    command("segaug", uses: ["SegBasics", "SegImaging", "SegSamples", "SegAugment", "SegShards"]),
    command(
      "segbench", uses: ["SegBasics", "SegImaging", "SegSamples", "SegAugment", "SegShards"]),
    command(
      "segpack",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "SegAugment", "SegShards", "SegLayouts",
        "SegExchange",
      ]),
    command(
      "segview", uses: ["SegBasics", "SegImaging", "SegSamples", "SegShards", "SegSheets"]),
    command(
      "segfit",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegAugment", "SegShards", "SegGraph",
        "SegModels",
        "SegTraining",
      ]),

    // Tests.
    .target(
      name: "SegTestSupport", path: "Tests/SegTestSupport",
      swiftSettings: strict),
    .target(name: "CKernelTiers", dependencies: ["CKernels"], path: "Tests/CKernelTiers"),
    .target(
      name: "DrawnPets", dependencies: ["SegBasics", "SegImaging"], path: "Tests/DrawnPets",
      swiftSettings: strict),
    .executableTarget(
      name: "drawpets", dependencies: ["DrawnPets", "SegCommandLine", argumentParser],
      path: "Tests/drawpets", swiftSettings: strict),
    tests("SegBasicsTests", uses: ["SegBasics", systemPackage]),
    tests(
      "SegImagingTests",
      uses: ["SegBasics", "SegImaging", "CDeflate", "CKernels", "CKernelTiers"]),
    tests(
      "SegGraphTests", uses: ["SegBasics", "SegGraph", "SegModels", "CKernels", "CKernelTiers"]),
    tests("SegSamplesTests", uses: ["SegBasics", "SegImaging", "SegSamples", systemPackage]),
    tests("SegMasksTests", uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks"]),
    tests(
      "SegAugmentTests", uses: ["SegBasics", "SegImaging", "SegSamples", "SegAugment"]),
    tests(
      "SegSheetsTests",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegShards", "SegSheets"]),
    tests(
      "SegLayoutsTests",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "SegLayouts", "DrawnPets"]),
    tests(
      "SegShardsTests", uses: ["SegBasics", "SegImaging", "SegSamples", "SegShards", "CKernels"]),
    tests(
      "SegExchangeTests",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegShards", "SegExchange"]),
    tests(
      "SegTrainingTests",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "SegAugment", "SegShards", "SegGraph",
        "SegTraining",
      ]),
    tests(
      "PipelineTests",
      uses: [
        "SegBasics", "SegImaging", "SegSamples", "DrawnPets", "segls", "segmask", "segaug",
        "segpack", "segview", "segfit", "segbench",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
