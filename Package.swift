// swift-tools-version: 6.2
import PackageDescription

// A target imports lower floors only, and floor-2 siblings never import each other: see docs/ARCHITECTURE.md.
// `swift build --explicit-target-dependency-import-check error` makes the floors real.
let package = Package(
    name: "touchstone",
    targets: [
        // Floor 1: values in, values out.
        .target(name: "Model"),

        // Floor 2: siblings that never import each other.
        .target(name: "Interchange", dependencies: ["Model"]),
        .target(
            name: "Judgement", dependencies: ["Model"],
            sources: [
                "NodeLine.swift", "NodeRule.swift", "NodeScores.swift", "ProfileMatrix.swift",
            ]),

        .testTarget(name: "InterchangeTests", dependencies: ["Interchange", "Model"]),
        .testTarget(name: "JudgementTests", dependencies: ["Judgement", "Model"]),
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
