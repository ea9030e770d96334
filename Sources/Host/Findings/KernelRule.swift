import Model

/// Kernel version against the profile.
enum KernelRule {
    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard case .version(let wanted)? = examination.required(.kernelVersion),
            let release = examination.host.system.kernelRelease,
            let profile = examination.profile
        else { return [] }
        let found = version(release)
        guard !found.isEmpty, found.lexicographicallyPrecedes(wanted) else { return [] }
        let text = wanted.map(String.init).joined(separator: ".")
        return [
            Finding(
                .systemKernel, .advisory,
                seen: "Linux \(release), and \(profile.id) asks for \(text) or later",
                matters: "the node's sandbox of its workers needs kernel features (Landlock) that "
                    + "came with later versions",
                remedy: examination.host.virtualization.container == nil
                    ? "move to a distribution release with Linux \(text) or later, then reboot"
                    : "a container runs its host's kernel: move the host to Linux \(text)")
        ]
    }

    /// The leading numbers of a kernel release: [6, 1, 0] of `6.1.0-18-amd64`.
    private static func version(_ release: String) -> [Int] {
        let text = release.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return text.split(separator: ".").compactMap { Int($0) }
    }
}
