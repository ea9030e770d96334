// swift-tools-version: 6.2
import PackageDescription

// A target imports lower floors only, and floor-2 siblings never import each other: see
// docs/ARCHITECTURE.md. `swift build --explicit-target-dependency-import-check error` makes the
// floors real.
let profileFiles = [
    "acala-collator", "astar-collator", "bifrost-collator", "darwinia-collator",
    "frequency-collator", "heima-collator", "hydration-collator", "interlay-collator",
    "karura-collator", "kilt-collator", "manta-collator", "metanode-validator", "moonbeam-collator",
    "nodle-collator", "parachain-rpc-node", "parity-2022-04", "parity-2023-06",
    "parity-2024-09-collator", "parity-2024-09-validator", "phala-collator", "robonomics-collator",
    "shibuya-collator", "system-chain-12s-collator", "system-chain-2s-collator",
    "system-chain-6s-collator", "tanssi-operator", "tanssi-sequencer",
]

// What `--version --json` tells; `make dist` names it.
let commit: [CSetting] =
    Context.environment["TOUCHSTONE_COMMIT"].map {
        [.define("TOUCHSTONE_COMMIT", to: "\"\($0)\"")]
    } ?? []

let package = Package(
    name: "touchstone",
    products: [
        .executable(name: "touchstone", targets: ["touchstone"]),
        .executable(name: "touchstone-bench", targets: ["TouchstoneBench"]),
        .executable(name: "touchstone-simulate", targets: ["TouchstoneSimulate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // Floor 0: what Swift cannot call, or cannot say.
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
        .systemLibrary(
            name: "CURing", pkgConfig: "liburing", providers: [.apt(["liburing-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // The first rocksdb.pc on PKG_CONFIG_PATH: the Makefile names that of `make rocksdb`.
        .systemLibrary(
            name: "CRocksDB", pkgConfig: "rocksdb", providers: [.apt(["librocksdb-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CSecp256k1", pkgConfig: "libsecp256k1",
            providers: [.apt(["libsecp256k1-dev"])]),
        .target(name: "CPlatform", cSettings: commit),
        .target(name: "CKernels"),
        .target(name: "CWasm"),

        // Floor 1: values in, values out.
        .target(name: "Files", dependencies: ["CPlatform"]),
        .target(name: "Threads"),
        .target(name: "Primitives", dependencies: ["CKernels", "CSecp256k1", "CSodium"]),
        .target(name: "Model"),
        .target(name: "Statistics"),
        .target(
            name: "Latency",
            dependencies: [
                "CZlib", .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),

        // Floor 2: siblings that never import each other.
        .target(
            name: "Measurement",
            dependencies: [
                "CPlatform", "CURing", "Files", "Latency", "Model", "Statistics", "Threads",
            ]),
        .target(name: "Host", dependencies: ["CNuma", "CPlatform", "Files", "Model"]),
        .target(name: "Judgement", dependencies: ["Latency", "Model", "Statistics"]),
        .target(
            name: "Chain", dependencies: ["CRocksDB", "Files", "Model", "Primitives", "Threads"]),
        .target(
            name: "Runtime",
            dependencies: ["CWasm", "CZlib", "CZstd", "Files", "Model", "Primitives"]),
        .target(name: "Interchange", dependencies: ["Model"]),
        .target(
            name: "History",
            dependencies: [
                "Files", "Model", "Primitives", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Rendering",
            dependencies: [
                "Latency", "Model", "Statistics",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),

        // Modules of data.
        .target(
            name: "Profiles",
            dependencies: [
                "CSodium", "Files", "Model", .product(name: "Yams", package: "Yams"),
            ],
            path: "Profiles",
            resources: profileFiles.map { .embedInCode($0 + ".yaml") }),
        .target(
            name: "Reports", path: "Reports",
            exclude: [
                "profile.schema.json", "progress.schema.json", "sample.json", "sample.md",
                "sample.txt", "validate.py",
            ],
            resources: [.embedInCode("report.schema.json"), .embedInCode("page.html")]),

        // Floor 3: one file a probe.
        .target(
            name: "Probes",
            dependencies: [
                "Chain", "Files", "Host", "Latency", "Measurement", "Model", "Primitives",
                "Runtime", "Statistics",
            ]),
        // Machines made of numbers that the judge is tried on; no part of the program.
        .target(
            name: "Simulations", dependencies: ["Judgement", "Latency", "Model", "Statistics"]),
        .executableTarget(name: "TouchstoneSimulate", dependencies: ["Simulations"]),
        .executableTarget(
            name: "TouchstoneBench",
            dependencies: [
                "Chain", "CSodium", "Files", "History", "Host", "Judgement", "Measurement",
                "Model", "Primitives", "Rendering", "Runtime", "Statistics",
            ],
            exclude: ["Yardstick"]),

        // Floor 4: from a request to a record.
        .target(
            name: "Runs",
            dependencies: [
                "CPlatform", "Chain", "Files", "History", "Host", "Interchange", "Judgement",
                "Measurement", "Model", "Primitives", "Probes", "Profiles", "Rendering", "Reports",
                "Runtime",
            ]),

        // Floor 5: the command line.
        .executableTarget(
            name: "touchstone",
            dependencies: [
                "Files", "History", "Interchange", "Judgement", "Model", "Primitives", "Profiles",
                "Rendering", "Reports", "Runs", "Runtime",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests: one target each.
        .testTarget(
            name: "PrimitivesTests",
            dependencies: ["CKernels", "CSodium", "Primitives", "TouchstoneBench"],
            exclude: ["Oracle"], resources: [.copy("Fixtures")]),
        .target(
            name: "TestSupport", dependencies: ["Measurement", "Model"], path: "Tests/TestSupport"),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(
            name: "HostTests", dependencies: ["Host", "Measurement", "Model"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "ChainTests",
            dependencies: ["Chain", "Files", "Model", "Primitives", "TouchstoneBench"],
            exclude: ["Oracle"]),
        .testTarget(
            name: "RuntimeTests",
            dependencies: ["CZstd", "Measurement", "Primitives", "Runtime"],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "InterchangeTests", dependencies: ["Interchange", "Model"]),
        .testTarget(name: "ProfilesTests", dependencies: ["Model", "Profiles"]),
        .testTarget(
            name: "RenderingTests",
            dependencies: ["Latency", "Model", "Rendering", "Reports", "TestSupport"],
            exclude: ["Snapshots"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "History", "Model", "Rendering", "TestSupport", "touchstone",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "TidyTests"),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "Model", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Fixtures"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(
            name: "LatencyTests", dependencies: ["Latency"], exclude: ["Oracle"],
            resources: [.copy("Fixtures")]),
        .testTarget(
            name: "MeasurementTests",
            dependencies: ["CPlatform", "Files", "Measurement", "Model", "TestSupport"]),
        .testTarget(
            name: "JudgementTests",
            dependencies: [
                "Judgement", "Latency", "Model", "Simulations", "Statistics", "TestSupport",
            ]),
        .testTarget(
            name: "RunsTests",
            dependencies: [
                "History", "Host", "Judgement", "Measurement", "Model", "Probes", "Runs",
                "TestSupport",
            ]),
        .testTarget(
            name: "ProbesTests",
            dependencies: [
                "CPlatform", "Chain", "Host", "Measurement", "Model", "Primitives", "Probes",
                "Runtime", "TestSupport",
            ]),
    ]
)

// The libFuzzer target has no main function of its own, and neither fuzzer is of use to a user, so
// both are built only where they are asked for.
if Context.environment["TOUCHSTONE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "touchstone-fuzz", dependencies: ["Latency", "Primitives"],
            path: "Sources/TouchstoneFuzz"))
    package.targets.append(
        .executableTarget(
            name: "touchstone-mutate",
            dependencies: [
                "Files", "History", "Interchange", "Judgement", "Measurement", "Model", "Probes",
                "Profiles", "Rendering",
            ], path: "Sources/TouchstoneMutate"))
}

// A part of the tests, to build and run while working on a few modules:
// TOUCHSTONE_TESTS=JudgementTests,TidyTests swift test
if let chosen = Context.environment["TOUCHSTONE_TESTS"]?.split(separator: ",").map(String.init) {
    package.targets.removeAll { $0.type == .test && !chosen.contains($0.name) }
}

// Signatures, hashes and simulations take most of a test run where their code is not optimised, so
// these are optimised in the debug configuration as well. `-wmo`, since their functions inline
// across files; it excludes batches, and without threads the compiler cannot index. SwiftPM takes
// unsafe flags from a root package only; nothing depends on this one.
let alwaysOptimized: Set = [
    "CKernels", "Judgement", "Latency", "Model", "Primitives", "Simulations", "Statistics",
]

// One loop gives every Swift target the same rules.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    ]
    if alwaysOptimized.contains(target.name) {
        target.swiftSettings?.append(
            .unsafeFlags(
                ["-O", "-wmo", "-disable-batch-mode", "-num-threads", "2"],
                .when(configuration: .debug)))
        target.cSettings = [.unsafeFlags(["-O2"], .when(configuration: .debug))]
    }
    // CI's choice, lest a newer compiler's new warning break a user's build.
    if Context.environment["TOUCHSTONE_STRICT"] != nil {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))  // SE-0480
        target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
    }
}
