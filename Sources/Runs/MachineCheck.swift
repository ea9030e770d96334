import Host
import Judgement
import Measurement
package import Model
import Probes
import Rendering

/// The preflight alone: what machine and disk look like, and how long runs would take here.
package struct MachineCheck {
    package let checkup: PreflightReport
    /// How long a run of each preset takes if nothing stays undecided, for people.
    package let times: String

    /// Looks at the machine as a run for a profile would.
    ///
    /// - Throws: exit code 66 or 4 for a path that cannot be looked at.
    package init(path: String?, profile: Profile, guards: Guards) throws {
        let machine = Machine()
        let disk = try DiskUnderTest(path: path, on: machine)
        let required = ProbeChoice.required(by: profile)
        func descriptors(_ preset: Preset) -> [ProbeDescriptor] {
            ProbeCatalog(chain: ChainConditions(preset, profile.chain)).probes(ids: required)
                .map(\.descriptor)
        }
        checkup = PreflightReport(
            host: machine.host, storage: disk.facts,
            findings: Preflight.findings(
                on: machine, disk: disk, profile: profile, guards: guards,
                scratchBytes: ProbeDescriptor.scratchBytes(of: descriptors(.quick))))
        times = Preset.allCases.map { preset in
            let outline = RunEstimate(
                descriptors(preset), preset: preset, looks: 1,
                alpha: JudgementConstants.alpha(plannedLooks: 1), timeBudgetSeconds: 0)
            let seconds = max(60, outline.secondsTypical)
            return "\(QuantityFormat.duration(seconds: seconds)) (\(preset.rawValue))"
        }.joined(separator: ", ")
    }

    /// The facts by which this machine is distinguished from others.
    static func sign() -> [NamedFact] { RunSummary.machine(of: Machine().host) }
}
