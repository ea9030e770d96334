import Model

/// What the kernel does about the faults of processors.
enum Mitigations {
    private static let directory = "/sys/devices/system/cpu/vulnerabilities"

    /// The faults that the kernel calls vulnerable, with its words.
    static func vulnerabilities(_ tree: SystemTree) -> [(name: String, state: String)] {
        states(tree).filter { $0.state.contains("Vulnerable") }
    }

    /// What the kernel does about each fault that this processor has; nil if it
    /// does not tell.
    static func facts(_ tree: SystemTree) -> MitigationFacts? {
        let states = states(tree)
        let setting = setting(tree)
        if states.isEmpty, setting == nil { return nil }
        let present = states.filter { $0.state != "Not affected" }
        return MitigationFacts(
            setting: setting,
            states: Dictionary(present.map { ($0.name, $0.state) }) { first, _ in first })
    }

    /// Every fault that the kernel knows of, with its words.
    ///
    /// - Source: Linux Documentation/admin-guide/hw-vuln/index.rst.
    private static func states(_ tree: SystemTree) -> [(name: String, state: String)] {
        tree.names(in: directory).compactMap { name in
            tree.line("\(directory)/\(name)").map { (name, $0) }
        }
    }

    /// The value of `mitigations=`; the last one counts, as for the kernel.
    ///
    /// - Source: Linux Documentation/admin-guide/kernel-parameters.txt.
    static func setting(_ tree: SystemTree) -> String? {
        let key = "mitigations="
        // What comes after a lone `--` is for the first program and not for the kernel.
        return words(of: tree.line("/proc/cmdline") ?? "").prefix { $0 != "--" }
            .last { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    }
}
