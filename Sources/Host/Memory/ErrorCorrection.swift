/// What EDAC, the kernel's drivers of memory controllers, tells of error correction.
///
/// - Source: Linux Documentation/admin-guide/RAS: /sys/devices/system/edac/mc/mc*/, with
///   dimm*/dimm_edac_mode or csrow*/edac_mode: None, Unknown, Reserved, PARITY, EC, or a code that
///   corrects, such as SECDED.
struct ErrorCorrection {
    private let tree: SystemTree

    private static let folder = "/sys/devices/system/edac/mc"

    /// Modes in which nothing is corrected; others are codes that do.
    private static let without: Set<String> = ["None", "PARITY", "EC"]
    private static let silent: Set<String> = ["Unknown", "Reserved"]

    init(tree: SystemTree) { self.tree = tree }

    /// Whether all memory that is told of is corrected; `nil` = nothing is told.
    var isActive: Bool? {
        var modes: [String] = []
        for controller in tree.names(in: Self.folder) where controller.hasPrefix("mc") {
            let path = "\(Self.folder)/\(controller)"
            for part in tree.names(in: path) {
                if part.hasPrefix("dimm") || part.hasPrefix("rank") {
                    modes += [tree.line("\(path)/\(part)/dimm_edac_mode")].compactMap { $0 }
                } else if part.hasPrefix("csrow") {
                    modes += [tree.line("\(path)/\(part)/edac_mode")].compactMap { $0 }
                }
            }
        }
        let told = modes.filter { !Self.silent.contains($0) }
        return told.isEmpty ? nil : told.allSatisfy { !Self.without.contains($0) }
    }
}
