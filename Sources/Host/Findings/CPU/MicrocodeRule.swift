import Model

/// Microcode that is older than what the kernel's mitigations need.
enum MicrocodeRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        let behind = Mitigations.vulnerabilities(examination.tree)
            .filter { $0.name == "old_microcode" || $0.state.contains("no microcode") }
            .map(\.name)
        guard !behind.isEmpty else { return [] }
        let isVirtual = examination.host.virtualization.isVirtualMachine == true
        let package =
            examination.host.cpu.model?.contains("AMD") == true
            ? "amd64-microcode" : "intel-microcode"
        let revision = examination.host.cpu.microcode.map { "microcode \($0)" } ?? "the microcode"
        return [
            Finding(
                .cpuMicrocode, isVirtual ? .note : .advisory,
                seen: "\(revision) is too old for \(behind.joined(separator: ", "))",
                matters: "microcode changes both safety and speed: after its update the machine "
                    + "has to be measured again",
                remedy: isVirtual
                    ? "only the host can load microcode: ask the provider"
                    : examination.place + examination.asRoot("apt-get install \(package)")
                        + " (or a new BIOS), then reboot")
        ]
    }
}
