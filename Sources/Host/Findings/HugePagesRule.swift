import Model

/// Transparent huge pages, where they are not left to each program's choice.
enum HugePagesRule {
    private static let file = "/sys/kernel/mm/transparent_hugepage/enabled"

    /// - Source: Linux Documentation/admin-guide/mm/transhuge.rst.
    static func findings(_ examination: PreflightInput) -> [Finding] {
        guard let line = examination.tree.line(file),
            let choice = words(of: line).first(where: { $0.hasPrefix("[") && $0.hasSuffix("]") })
        else { return [] }
        let name = choice.dropFirst().dropLast()
        guard name != "madvise" else { return [] }
        return [
            Finding(
                .memoryTransparentHugePages, .note, seen: "transparent huge pages: \(name)",
                matters: name == "always"
                    ? "the kernel gathers pages in the background, which lengthens single waits; "
                        + "large copies become faster"
                    : "programs that ask for huge pages do not get them, so that large copies "
                        + "and the state cache are slower than on most machines",
                remedy: examination.place + examination.write("madvise", to: file))
        ]
    }
}
