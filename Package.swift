// swift-tools-version: 6.2
import PackageDescription

// A target imports lower floors only, and floor-2 siblings never import each other: see
// docs/ARCHITECTURE.md. `swift build --explicit-target-dependency-import-check error` makes the
// floors real.
let package = Package(
    name: "touchstone",
    products: [
        .executable(name: "touchstone-bench", targets: ["TouchstoneBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Floor 0: what Swift cannot call, or cannot say.
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
        .target(name: "CPlatform"),
        .target(name: "CKernels"),

        // Floor 1: values in, values out.
        .target(name: "Primitives", dependencies: ["CKernels", "CSodium"]),
        .target(name: "Model"),
        .target(name: "Statistics"),

        // Floor 2: siblings that never import each other.
        .target(name: "Measurement", dependencies: ["CPlatform", "Model"]),
        .target(name: "Judgement", dependencies: ["Model", "Statistics"]),

        // Floor 3: one file a probe.
        .target(name: "Probes", dependencies: ["Measurement", "Model", "Primitives"]),
        .executableTarget(
            name: "TouchstoneBench", dependencies: ["CSodium", "Primitives"],
            exclude: ["Yardstick"]),

        // Tests: one target each.
        .testTarget(
            name: "PrimitivesTests", dependencies: ["CKernels", "CSodium", "Primitives"],
            resources: [.copy("Fixtures")]),
        .target(
            name: "TestSupport", dependencies: ["Measurement", "Model"], path: "Tests/TestSupport"),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(name: "MeasurementTests", dependencies: ["Measurement", "Model", "TestSupport"]),
        .testTarget(name: "JudgementTests", dependencies: ["Judgement", "Model", "TestSupport"]),
        .testTarget(
            name: "ProbesTests", dependencies: ["Measurement", "Model", "Probes", "TestSupport"]),
    ]
)

// One loop gives every Swift target the same rules.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    ]
}
