/// One line of /proc/self/cgroup: a hierarchy, and where this process stands in it.
package struct CgroupMembership: Sendable, Equatable {
    /// 0 for the unified hierarchy (version 2).
    package let hierarchy: Int
    /// Controllers of a version 1 hierarchy; empty for version 2.
    package let controllers: [String]
    /// The group's path below the hierarchy's root.
    package let path: String

    /// Parses the text of /proc/self/cgroup; lines of another form are left out.
    ///
    /// - Source: cgroups(7).
    package static func parse(_ text: String) -> [CgroupMembership] {
        lines(of: text).compactMap { line in
            let fields = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, let hierarchy = Int(fields[0]), fields[2].hasPrefix("/") else {
                return nil
            }
            return CgroupMembership(
                hierarchy: hierarchy, controllers: fields[1].split(separator: ",").map(String.init),
                path: String(fields[2]))
        }
    }
}
