import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// The kernels that a run discloses, and the staged probes of the processor.
struct KernelTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem",
    ]

    /// The names that a BLAKE2b or sr25519 kernel may have.
    private static let names: Set<String> = ["avx2", "portable", "bmi2", "swift-5x51"]

    private func probes(_ json: String) throws -> [ProbeRecord] {
        try ReportJSON.decode(Array(json.utf8)).record.probes
    }

    private func expectDisclosure(_ probe: ProbeRecord?) throws {
        let implementation = try #require(probe?.implementation)
        #expect(Self.names.contains(implementation.name))
        #expect(implementation.compiler?.isEmpty == false)
        #expect(implementation.outputDigest?.count == 64)
    }

    @Test func machineAndQualifyUseTheSameKernelsAndSayWhich() throws {
        try withTemporaryDirectory { directory in
            let seconds = ["hash", "verify", "memory", "disk"].flatMap {
                ["--\($0)-duration", "0.001"]
            }
            let machine = try Binary.run(
                ["machine", "--base-path", directory, "-o", "json", "--allow-fail"] + seconds
                    + Self.small)
            let qualify = try Binary.run(
                ["qualify", "--path", directory, "--preset", "quick", "--output", "json"]
                    + Self.small)
            let (first, second) = (try probes(machine.output), try probes(qualify.output))
            for id in ["cpu.blake2b-256", "cpu.sr25519-verify"] {
                let probe = first.first { $0.id == id }
                try expectDisclosure(probe)
                let other = second.first { $0.id == id }
                #expect(probe?.implementation?.name == other?.implementation?.name)
            }
        }
    }

    @Test func equalSeedsGiveEqualOutputs() throws {
        let digests = try (0..<2).map { _ in
            let ending = try Binary.run(
                ["measure", "cpu.sr25519-verify", "cpu.ed25519-verify", "--preset", "quick"]
                    + ["--seed", "9", "--output", "json"] + Self.small)
            return try probes(ending.output).map { $0.implementation?.outputDigest }
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0].count == 2)
        #expect(digests[0].allSatisfy { $0?.count == 64 })
    }

    @Test func stagedProbesAreMeasuredOnceAndShown() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/r.json"
            let ending = try Binary.run(
                ["measure", "cpu.stall", "cpu.scaling", "--preset", "quick", "--output", "text"]
                    + ["--output", "json:\(path)"] + Self.small)
            let report = try ReportJSON.decode(Array(Data(contentsOf: URL(filePath: path))))
            for probe in report.record.probes {
                // A machine of one CPU has nothing to scale over.
                if probe.id == "cpu.scaling", probe.status == .skipped { continue }
                #expect(probe.status == .measured, "\(probe.reason ?? "")")
                #expect(probe.blocks.count == 1)
            }
            #expect(ending.output.contains("Longest stall"))
        }
    }
}
