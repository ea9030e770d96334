// swift-tools-version: 6.2
import PackageDescription

let profileFiles = [
    "astar-collator", "bifrost-collator", "hydration-collator", "kilt-collator",
    "moonbeam-collator", "nodle-collator", "parity-2022-04", "parity-2023-06",
    "parity-2024-09-collator", "parity-2024-09-validator", "phala-collator",
    "system-chain-collator",
]

let package = Package(
    name: "touchstone",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
    ],
    targets: [
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "Model"),

        // Modules of data.
        .target(
            name: "Profiles",
            dependencies: ["CSodium", "Model", .product(name: "Yams", package: "Yams")],
            path: "Profiles",
            resources: profileFiles.map { .embedInCode($0 + ".yaml") }),

        .testTarget(name: "ProfilesTests", dependencies: ["Model", "Profiles"]),
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
