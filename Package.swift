// swift-tools-version: 6.2
import PackageDescription

// A target imports lower floors only, and floor-2 siblings never import each other: see docs/ARCHITECTURE.md.
// `swift build --explicit-target-dependency-import-check error` makes the floors real.
let package = Package(
    name: "touchstone",
    targets: [
        // Floor 0: what Swift cannot call, or cannot say.
        .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
        .target(name: "CPlatform"),

        // Floor 1: values in, values out.
        .target(name: "Model"),

        // Floor 2: siblings that never import each other.
        .target(name: "Host", dependencies: ["CNuma", "CPlatform", "Model"]),

        .testTarget(
            name: "HostTests", dependencies: ["Host", "Model"], resources: [.copy("Fixtures")]),
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
