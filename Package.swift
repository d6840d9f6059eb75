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
    .target(name: "CCodecs", dependencies: ["CPNG", "CJPEG", "CTIFF"]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    // What everything stands on.
    library("SegBasics", uses: [systemPackage]),
    library("SegImaging", uses: ["SegBasics", "CCodecs", "CKernels"]),

    // The data tower.
    library("SegSamples", uses: ["SegBasics", "SegImaging", systemPackage]),
    library("SegMasks", uses: ["SegBasics", "SegImaging", "SegSamples"]),
    library(
      "SegShards",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", "CKernels", systemPackage]),

    library(
      "SegLayouts",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegMasks", systemPackage]),

    // What every command shares.
    library("SegCommandLine", uses: ["SegBasics", "SegSamples", "SegShards", argumentParser]),

    // The commands.
    command("segls", uses: ["SegBasics", "SegSamples", "SegLayouts"]),

    // Tests.
    .target(
      name: "SegTestSupport", path: "Tests/SegTestSupport",
      swiftSettings: strict),
    .target(
      name: "DrawnPets", dependencies: ["SegBasics", "SegImaging"], path: "Tests/DrawnPets",
      swiftSettings: strict),
    .executableTarget(
      name: "drawpets", dependencies: ["DrawnPets", "SegCommandLine", argumentParser],
      path: "Tests/drawpets", swiftSettings: strict),
    tests("SegBasicsTests", uses: ["SegBasics"]),
    tests("SegImagingTests", uses: ["SegBasics", "SegImaging", "CKernels"]),
    tests("SegSamplesTests", uses: ["SegBasics", "SegImaging", "SegSamples"]),
    tests(
      "SegLayoutsTests",
      uses: ["SegBasics", "SegImaging", "SegSamples", "SegLayouts", "DrawnPets"]),
    tests("PipelineTests", uses: ["segls", "DrawnPets"]),
  ],
  swiftLanguageModes: [.v6]
)
