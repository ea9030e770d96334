import Model

/// Whether libnuma and the kernel's files name the same nodes.
enum NodeSourcesRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        let differences = examination.numa.differences
        if differences.isEmpty { return [] }
        return [
            Finding(
                .numaSourcesDisagree, .advisory,
                seen: "libnuma and /sys disagree: \(differences.joined(separator: "; "))",
                matters: "programs that bind their memory through libnuma may bind it to the "
                    + "wrong node; touchstone believes /sys, and checks where every page lies",
                remedy: "\(examination.place)numactl --hardware, and update libnuma; in a "
                    + "container mount /sys of the host, and allow get_mempolicy")
        ]
    }
}
