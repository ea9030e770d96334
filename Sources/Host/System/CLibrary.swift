internal import CPlatform
internal import Files
internal import Glibc

/// How the C library copies memory.
package enum CLibrary {
    /// C library and version, such as `glibc 2.36`; nil means another one.
    package static var version: String? {
        cplatform_libc_version().map { "glibc " + String(cString: $0) }
    }

    /// Size in bytes from which memcpy stores past the caches; nil if it cannot be determined.
    ///
    /// It is asked of the dynamic loader, which computes it from the processor's caches and from
    /// GLIBC_TUNABLES exactly as it did for this process. glibc 2.33 and later can tell.
    ///
    /// - Source: glibc manual, "Tunables": `glibc.cpu.x86_non_temporal_threshold`, and `ld.so
    ///   --list-tunables`.
    package static func nonTemporalThresholdBytes() -> Int? {
        guard let maps = SystemTree(root: "/").text("/proc/self/maps"),
            let loader = loaderPath(maps: maps),
            let listing = output(of: [loader, "--list-tunables"])
        else { return nil }
        return threshold(listing: listing)
    }

    /// The dynamic loader among the mapped files; nil means a static program.
    package static func loaderPath(maps: String) -> String? {
        lines(of: maps).lazy.compactMap { words(of: $0).dropFirst(5).first }
            .first { $0.split(separator: "/").last?.hasPrefix("ld-") ?? false }
    }

    /// The threshold in a listing of tunables.
    package static func threshold(listing: String) -> Int? {
        for line in lines(of: listing) {
            let parts = words(of: line)
            guard parts.count >= 2, parts[0] == "glibc.cpu.x86_non_temporal_threshold:",
                parts[1].hasPrefix("0x")
            else { continue }
            return Int(parts[1].dropFirst(2), radix: 16).flatMap { $0 > 0 ? $0 : nil }
        }
        return nil
    }

    /// What a program writes on standard output; nil if it cannot run, or fails.
    private static func output(of command: [String]) -> String? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let refused = posix_spawn(&child, command[0], &actions, nil, &arguments, environ)
        close(ends[1])
        guard refused == 0 else { return nil }
        let bytes = (try? FileBytes.read(ends[0])) ?? []
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
