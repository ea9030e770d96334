/// Signs of a container, and the rule that reads them.
package enum Container {
    /// The container's kind below the tree's root; nil means no sign of one.
    ///
    /// The most specific sign wins: a Kubernetes pod also shows the marks of its runtime.
    ///
    /// - Source: systemd-detect-virt(1) and container_interface (the `container=` variable and
    ///   /run/systemd/container); Docker's /.dockerenv; Podman's /run/.containerenv; the token
    ///   mount of the Kubernetes documentation, "Managing Service Accounts".
    package static func kind(tree: SystemTree) -> String? {
        let byCgroup = tree.text("/proc/self/cgroup").flatMap { kind(cgroupText: $0) }
        if byCgroup == "kubernetes" || tree.exists("/run/secrets/kubernetes.io") {
            return "kubernetes"
        }
        if let named = tree.line("/run/systemd/container").flatMap(cleaned) { return named }
        if let named = tree.text("/proc/1/environ").flatMap({ kind(environment: $0) }) {
            return named
        }
        if tree.exists("/run/.containerenv") { return "podman" }
        if tree.exists("/.dockerenv") { return "docker" }
        return byCgroup
    }

    /// The value of `container=` in the environment of process 1; nil if there is none.
    package static func kind(environment: String) -> String? {
        for variable in environment.split(separator: "\0") where variable.hasPrefix("container=") {
            return cleaned(String(variable.dropFirst("container=".count)))
        }
        return nil
    }

    /// The kind that control-group paths betray; nil if they betray none.
    package static func kind(cgroupText: String) -> String? {
        let paths = CgroupMembership.parse(cgroupText).map(\.path)
        let components = Set(paths.flatMap { $0.split(separator: "/").map(String.init) })
        func has(_ matches: (String) -> Bool) -> Bool { components.contains(where: matches) }
        if has({ $0.hasPrefix("kubepods") }) { return "kubernetes" }
        // docker.service is the daemon on the host, so only the scope or the directory counts.
        if has({ $0 == "docker" || ($0.hasPrefix("docker-") && $0.hasSuffix(".scope")) }) {
            return "docker"
        }
        if has({ $0.hasPrefix("libpod-") && !$0.hasPrefix("libpod-conmon") }) { return "podman" }
        if has({ $0 == "lxc" || $0.hasPrefix("lxc.payload") }) { return "lxc" }
        return has { $0.hasPrefix("cri-containerd-") || $0.hasPrefix("crio-") }
            ? "container" : nil
    }

    /// A name worth showing: short and of plain characters; `oci` and `yes` say no more than
    /// container.
    private static func cleaned(_ name: String) -> String? {
        let name = trimmed(name)
        let isPlain = name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
        guard !name.isEmpty, name.utf8.count <= 32, isPlain else { return nil }
        return name == "oci" || name == "yes" ? "container" : name
    }
}
