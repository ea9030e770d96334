import Host
import Measurement
import Probes

/// The process in which a run of this program measures its stages.
///
/// A library that ends it costs the figures of one stage, and not the run.
package enum StageWorker {
    /// The command by which a run starts it.
    package static let commandName = "stage"

    /// Measures what it is asked for on standard input, until nobody asks any more.
    ///
    /// - Parameter device: Kernel name of the device under test; nil means none.
    /// - Throws: exit code 65 if what asks is no run of this program.
    package static func serve(device: String?) throws {
        Interruption.beginServing()
        let server = StageServer(
            sampler: ConditionReader(device: device).sampler,
            cancellation: Interruption.cancellation, make: ProbeCatalog.probe(of:))
        if !server.run() {
            throw CommandFailure(
                .badInput, "`\(commandName)` is a part of a run: use `touchstone qualify`")
        }
    }

    /// How a run starts it.
    static func program(device: String?) -> StageProgram {
        StageProgram(
            executables: OwnProgram.paths,
            arguments: [commandName] + (device.map { ["--device", $0] } ?? []))
    }
}
