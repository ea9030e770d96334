// Here: rules about processors.
// May use: facts of all kinds.
// Never: a limit of a profile.

import Model

/// Governor and turbo: whether the clock follows the work late, or cannot reach its top.
enum FrequencyRule {
    private static let cpus = "/sys/devices/system/cpu"

    static func findings(_ examination: PreflightInput) -> [Finding] {
        [governor(examination), turbo(examination)].compactMap(\.self)
    }

    /// - Source: Linux Documentation/admin-guide/pm/cpufreq.rst, "Generic Scaling Governors".
    private static func governor(_ examination: PreflightInput) -> Finding? {
        let tree = examination.tree
        let names = tree.names(in: cpus)
            .filter { $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil }
            .compactMap { tree.line("\(cpus)/\($0)/cpufreq/scaling_governor") }
        let others = Set(names.filter { $0 != "performance" }).sorted()
        guard !others.isEmpty else { return nil }
        let count = names.count { $0 != "performance" }
        return Finding(
            .cpuGovernor, .advisory,
            seen: "frequency governor \(others.joined(separator: " and ")) on \(count) of "
                + "\(names.count) CPUs",
            matters: "the clock rises only after work has arrived; a collator's work comes in "
                + "bursts of a fraction of a second, and short blocks are measured too slow",
            remedy: examination.place
                + examination.asRoot("cpupower frequency-set --governor performance"))
    }

    /// - Source: Linux Documentation/admin-guide/pm/intel_pstate.rst (`no_turbo`) and cpufreq.rst
    ///   (`boost`).
    private static func turbo(_ examination: PreflightInput) -> Finding? {
        let tree = examination.tree
        let intel = cpus + "/intel_pstate/no_turbo"
        let generic = cpus + "/cpufreq/boost"
        let switchOn: String
        if tree.line(intel) == "1" {
            switchOn = examination.write("0", to: intel)
        } else if tree.line(generic) == "0" {
            switchOn = examination.write("1", to: generic)
        } else {
            return nil
        }
        return Finding(
            .cpuTurboOff, .advisory, seen: "turbo (boost) clocks are switched off",
            matters: "authoring runs on one core, and one core could run faster: the figures are "
                + "those of a slower machine",
            remedy: examination.place + switchOn)
    }
}
