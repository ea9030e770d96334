// swift-tools-version: 6.2
import PackageDescription

// A target imports lower floors only, and floor-2 siblings never import each other: see docs/ARCHITECTURE.md.
// `swift build --explicit-target-dependency-import-check error` makes the floors real.
let package = Package(
    name: "touchstone",
    products: [
        .executable(name: "touchstone-bench", targets: ["TouchstoneBench"])
    ],
    targets: [
        // Floor 0: what Swift cannot call, or cannot say.
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "CKernels"),

        // Floor 1: values in, values out.
        .target(name: "Primitives", dependencies: ["CKernels", "CSodium"]),

        // Floor 4: the project's own benchmark of its kernels.
        .executableTarget(
            name: "TouchstoneBench", dependencies: ["CSodium", "Primitives"],
            exclude: ["Yardstick"]),

        .testTarget(
            name: "PrimitivesTests", dependencies: ["CKernels", "CSodium", "Primitives"],
            exclude: ["Oracle"], resources: [.copy("Fixtures")]),
    ]
)

// The libFuzzer target has no main function of its own, so it is built only where it is asked for.
if Context.environment["TOUCHSTONE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "touchstone-fuzz", dependencies: ["Primitives"], path: "Sources/TouchstoneFuzz"))
}

// One loop gives every Swift target the same rules.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    ]
}
