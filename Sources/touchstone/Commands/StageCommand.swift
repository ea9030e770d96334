import ArgumentParser
import Runs

/// `touchstone stage`: the process in which a run of this program measures its stages.
struct StageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: StageWorker.commandName,
        abstract: "Measure stages for another touchstone; not for use by hand.",
        shouldDisplay: false)

    @Option(help: ArgumentHelp("Kernel name of the device under test.", visibility: .hidden))
    var device: String?

    func run() throws { try StageWorker.serve(device: device) }
}
