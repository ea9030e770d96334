internal import Glibc
internal import Synchronization

/// A process that answers lines with lines: a program that was started with a channel to it.
///
/// Its descriptors 0 and 1 are the channel. What it writes on standard error is kept for the case
/// that it dies.
final class ChildProcess: Sendable {
    private let channel: Int32
    private let errors: Int32
    private let state: Mutex<State>

    private struct State {
        /// The process; `nil` once its end was waited for.
        var process: pid_t?
        /// What it sent behind the last line that was taken.
        var received: [UInt8] = []
        /// The first of what it wrote on standard error since the last request.
        var said: [UInt8] = []
    }

    /// What is kept of standard error, in bytes; ours: a library's reason stands at its beginning.
    private static let saidBytesMax = 4096

    /// Starts a program.
    ///
    /// The calling thread must live as long as the process is needed: the process is told to end
    /// when it does.
    ///
    /// - Throws: `system` when the kernel refuses.
    init(_ command: StageProgram) throws(ProbeError) {
        let channel = try Self.pair()
        let errors: (ours: Int32, theirs: Int32)
        do throws(ProbeError) {
            errors = try Self.pair()
        } catch {
            close(channel.ours)
            close(channel.theirs)
            throw error
        }
        defer {
            close(channel.theirs)
            close(errors.theirs)
        }
        var refusal: Int32 = 0
        var process = pid_t()
        for path in command.executables {
            refusal = Self.spawn(
                path, command.arguments, channel.theirs, errors.theirs, &process)
            if refusal != ENOENT, refusal != EACCES { break }
        }
        if refusal != 0 {
            close(channel.ours)
            close(errors.ours)
            throw .system(operation: "start", subject: "a process", errno: refusal)
        }
        self.channel = channel.ours
        self.errors = errors.ours
        state = Mutex(State(process: process))
    }

    /// Lets the process end by itself, as it does when the channel is closed, and waits for it.
    deinit {
        close(channel)
        _ = reap()
        close(errors)
    }

    /// A pair of connected sockets above the standard descriptors, closed in other programs.
    private static func pair() throws(ProbeError) -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var code = socketpair(AF_UNIX, kind, 0, &ends) == 0 ? 0 : errno
        for index in ends.indices where code == 0 && ends[index] <= STDERR_FILENO {
            let lifted = fcntl(ends[index], F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
            if lifted < 0 { code = errno }
            close(ends[index])
            ends[index] = lifted
        }
        if code != 0 {
            throw .system(operation: "make", subject: "a channel to a process", errno: code)
        }
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ path: String, _ words: [String], _ channel: Int32, _ errors: Int32,
        _ process: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Every other descriptor of this program is closed in another one.
        for (end, number) in [(channel, STDIN_FILENO), (channel, STDOUT_FILENO), (errors, 2)] {
            let refusal = posix_spawn_file_actions_adddup2(&actions, end, number)
            if refusal != 0 { return refusal }
        }
        var arguments = ([path] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var variables = environment.map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        return posix_spawn(&process, path, &actions, nil, &arguments, &variables)
    }

    /// This process's, without the trace that Swift's runtime writes when it ends a process.
    private static var environment: [String] {
        var variables = ["SWIFT_BACKTRACE=enable=no"]
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("SWIFT_BACKTRACE=") { variables.append(text) }
            next += 1
        }
        return variables
    }

    /// Asks the process to end, as often as wanted and from any thread.
    func terminate() {
        state.withLock { state in
            if let process = state.process { kill(process, SIGTERM) }
        }
    }

    /// Whether it has not been waited for.
    var isRunning: Bool { state.withLock { $0.process != nil } }

    /// Sends a line.
    ///
    /// Where the process is gone, the next `line` says so.
    func send(_ line: [UInt8]) {
        state.withLock { $0.said = [] }
        var done = 0
        while done < line.count {
            let count = line.withUnsafeBytes {
                // No SIGPIPE: the process may be gone.
                Glibc.send(
                    channel, $0.baseAddress?.advanced(by: done), $0.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            if count > 0 { done += count } else if errno != EINTR { return }
        }
    }

    /// Waits for the next line.
    ///
    /// - Throws: `failed` when the process has ended without another one.
    func line() throws(ProbeError) -> [UInt8] {
        while true {
            if let line = nextReceived() { return line }
            var ends = [
                pollfd(fd: channel, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&ends, 2, -1) < 0 { continue }
            if ends[1].revents != 0 { listen() }
            if ends[0].revents != 0, !receive() { throw reap() }
        }
    }

    private func nextReceived() -> [UInt8]? {
        state.withLock { state in
            guard let end = state.received.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let line = Array(state.received[..<end])
            state.received.removeFirst(end + 1)
            return line
        }
    }

    /// Takes what the process sent; `false` = it will send no more.
    private func receive() -> Bool {
        guard let part = Self.part(channel) else { return false }
        state.withLock { $0.received += part }
        return true
    }

    /// Takes what the process wrote on standard error; `false` = there will be no more.
    @discardableResult
    private func listen() -> Bool {
        guard let part = Self.part(errors) else { return false }
        state.withLock { $0.said += part.prefix(max(0, Self.saidBytesMax - $0.said.count)) }
        return true
    }

    /// What can be read now; nil means the other end is closed.
    private static func part(_ descriptor: Int32) -> [UInt8]? {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &part, part.count, 0)
            if count > 0 { return Array(part[..<count]) }
            if count == 0 || errno != EINTR { return nil }
        }
    }

    /// Waits for the end of the process.
    ///
    /// - Returns: How it ended, and what it said before.
    private func reap() -> ProbeError {
        // Until the other end is closed, the process may wait for a reader.
        while listen() {}
        var status: Int32 = 0
        if let process = state.withLock({ $0.process }) {
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
        return state.withLock { state in
            state.process = nil
            let said = Self.lines(state.said)
            let how = Self.ending(status)
            return said.isEmpty ? .failed(how) : .failed(how, words: said)
        }
    }

    private static func ending(_ status: Int32) -> String {
        let signal = status & 0x7f
        if signal == 0 { return "its process ended with code \(status >> 8 & 0xff)" }
        let name = strsignal(signal).map { String(cString: $0) } ?? "unknown"
        let hint =
            signal == SIGKILL
            ? ", as the kernel does when memory runs out (see dmesg)" : ""
        return "its process was ended by signal \(signal) (\(name)\(hint))"
    }

    /// The first lines of what a process said, as one.
    ///
    /// C++ tells its reason in two lines.
    private static func lines(_ said: [UInt8]) -> String {
        String(decoding: said, as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
            .filter { !$0.isEmpty }.prefix(2).joined(separator: ": ")
    }
}
