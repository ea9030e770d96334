import ArgumentParser
import Model
import Runs

/// `--all`, `--only` and `--skip`: which probes a run measures.
struct ProbeSelection: ParsableArguments {
    @Flag(name: .long, help: "Measure the whole catalogue, not only what the profile names.")
    var all = false

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Measure these probes only: ids, or groups such as disk or disk.read; repeatable, or "
                + "joined by commas.",
            valueName: "id"), completion: .probeNames)
    var only: [String] = []

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Leave these probes out; a required one that is left out never passes.",
            valueName: "id"), completion: .probeNames)
    var skip: [String] = []

    /// Splits the probes that a profile needs into those to run and those left out; the probe of
    /// the chain's own runtime is needed where there is one.
    func choice(for profile: Profile, hasRuntime: Bool) throws -> ProbeChoice {
        try ProbeChoice(
            for: profile, hasRuntime: hasRuntime, all: all, only: only, skip: skip)
    }
}
