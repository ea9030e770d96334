import Model

/// SMT against the profile: some networks ask to switch it off, none to switch it on.
enum SMTRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard case .flag(let wanted)? = examination.required(.smt),
            let active = examination.host.cpu.smtActive, active != wanted,
            let profile = examination.profile
        else { return [] }
        let isVirtual = examination.host.virtualization.isVirtualMachine == true
        let command = examination.write(
            wanted ? "on" : "off", to: "/sys/devices/system/cpu/smt/control")
        return [
            Finding(
                .cpuSMT, .advisory,
                seen: "SMT is \(active ? "on" : "off"), and \(profile.id) asks for it to be "
                    + "\(wanted ? "on" : "off")",
                matters: "two threads on one core share its units, so that the thread that authors "
                    + "a block may run at half its speed when the other is busy",
                remedy: (isVirtual
                    ? "a virtual machine sees what its host gives: ask for whole cores; else "
                    : examination.place) + command
                    + (wanted ? "" : "; for good: add nosmt to the kernel's command line"))
        ]
    }
}
