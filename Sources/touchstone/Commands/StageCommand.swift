import ArgumentParser
import Host
import Measurement
import Probes

/// `touchstone stage`: the process in which a run of this program measures its stages.
///
/// A library that ends it costs the figures of one stage, and not the run.
struct StageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage",
        abstract: "Measure stages for another touchstone; not for use by hand.",
        shouldDisplay: false)

    @Option(help: ArgumentHelp("Kernel name of the device under test.", visibility: .hidden))
    var device: String?

    func run() throws {
        Signals.beginServing()
        let server = StageServer(
            sampler: ConditionReader(device: device).sampler, cancellation: Signals.cancellation,
            make: ProbeCatalog.probe(of:))
        if !server.run() {
            throw CommandFailure(.badInput, "`stage` is a part of a run: use `touchstone qualify`")
        }
    }

    /// How a run starts it; `device` as above.
    static func program(device: String?) -> StageProgram {
        StageProgram(
            executables: OwnProgram.paths,
            arguments: [configuration.commandName ?? "stage"]
                + (device.map { ["--device", $0] } ?? []))
    }
}

extension ConditionReader {
    /// Reads the conditions of each block.
    var sampler: ConditionSampler {
        ConditionSampler {
            let first = snapshot()
            return { conditions(since: first) }
        }
    }
}
