import Foundation
import Model
import Rendering
import TestSupport
import Testing

/// The disk probes as a user meets them: refused calls, signals and full disks.
struct DiskTests {
    private static let small = [
        "--smoke", "--allow-debug-build", "--allow-any-filesystem", "--preset", "quick", "--quiet",
    ]

    /// Installs a seccomp filter that answers a system call (first argument) with an errno
    /// (second), as container runtimes do, and becomes the program.
    ///
    /// - Source: Linux Documentation/userspace-api/seccomp_filter.rst; moby's default profile.
    private static let refusing = """
        import ctypes, os, struct, sys
        libc = ctypes.CDLL(None, use_errno=True)
        code = struct.pack("HBBI", 0x20, 0, 0, 0) \\
            + struct.pack("HBBI", 0x15, 0, 1, int(sys.argv[1])) \\
            + struct.pack("HBBI", 0x06, 0, 0, 0x00050000 | int(sys.argv[2])) \\
            + struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000)
        memory = ctypes.create_string_buffer(code, len(code))
        class Program(ctypes.Structure):
            _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
        program = Program(4, ctypes.addressof(memory))
        if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program), 0, 0):
            sys.exit(99)
        os.execv(sys.argv[3], sys.argv[3:])
        """

    private static let python = "/usr/bin/python3"

    /// io_uring_setup is 425 and io_uring_enter 426 on every architecture.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: python)),
        arguments: [(425, EPERM), (425, EACCES), (426, EPERM)])
    func whereIOUringIsRefusedThreadsDoTheWorkAndAreNeverCompared(
        call: Int, code: Int32
    ) throws {
        try withTemporaryDirectory { directory in
            let arguments =
                ["measure", "disk.read.random.4k.qd1", "--path", directory] + Self.small
            let refused = directory + "/refused.json"
            let ending = try Running(
                executable: Self.python,
                arguments: ["-c", Self.refusing, "\(call)", "\(code)", Binary.path] + arguments
                    + ["--output", "json:\(refused)"],
                input: nil, environment: [:]
            ).ending()
            if ending.code == 99 { return }  // No seccomp here.
            #expect(ending.code == 0)
            let probe = try #require(try Self.report(refused).record.probes.first)
            #expect(probe.status == .measured)
            #expect(probe.implementation?.name == "pread/pwrite threads")
            #expect(
                probe.advisories.contains {
                    $0.id == "disk.engine" && $0.text.contains(String(cString: strerror(code)))
                })

            let free = directory + "/free.json"
            #expect(try Binary.run(arguments + ["--output", "json:\(free)"]).code == 0)
            let usual = try #require(try Self.report(free).record.probes.first)
            // In a container without io_uring both runs are alike.
            guard usual.implementation?.name == "io_uring" else { return }
            let comparison = try Binary.run(["compare", free, refused])
            #expect(comparison.code != 0)
            #expect(comparison.output.contains("io_uring"))
            #expect(comparison.output.contains("pread/pwrite threads"))
        }
    }

    @Test func aFileSizeLimitFailsTheDiskAndLeavesTheOthers() throws {
        try withTemporaryDirectory { directory in
            let ending = try Binary.shell(
                "ulimit -f 200; $TOUCHSTONE measure disk.read.random.4k.qd32 disk.read.sequential "
                    + "memory.copy --path \(directory) --output json "
                    + Self.small.joined(separator: " ") + " | cat")
            let report = try ReportJSON.decode(Array(ending.output.utf8))
            for probe in report.record.probes {
                if probe.id == "memory.copy" {
                    #expect(probe.status == .measured)
                } else {
                    #expect(probe.status == .failed)
                    #expect(probe.reason?.contains("writes failed, the first at offset") == true)
                    #expect(probe.reason?.contains("ulimit -f") == true)
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    /// With the real size, so that the file is being filled or measured when the signal comes.
    private static func startReal(_ directory: String) throws -> Running {
        try Binary.start(
            ["measure", "disk.write.random.4k.qd32", "disk.sync.latency", "--path", directory]
                + ["--preset", "thorough", "--allow-debug-build", "--allow-any-filesystem"])
    }

    /// A dozen moments between the start and well into the rounds; the same in every run.
    @Test func aRunThatIsKilledAtAnyMomentLeavesNothing() throws {
        try withTemporaryDirectory { directory in
            var moment: UInt64 = 88_172_645_463_325_252
            for _ in 0..<12 {
                moment ^= moment << 13
                moment ^= moment >> 7
                moment ^= moment << 17
                let running = try Self.startReal(directory)
                usleep(UInt32(20_000 + moment % 780_000))
                // A small disk is refused before anything is written.
                guard running.process.isRunning else { return }
                kill(running.process.processIdentifier, SIGKILL)
                #expect(running.ending().code == -SIGKILL)
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            }
        }
    }

    @Test func anInterruptDuringIOEndsWithinASecondAndGivesTheSpaceBack() throws {
        try withTemporaryDirectory { directory in
            let running = try Self.startReal(directory)
            for _ in 0..<200 where !running.errorsSoFar.contains("scratch: ") { usleep(20_000) }
            usleep(500_000)
            guard running.process.isRunning else { return }
            kill(running.process.processIdentifier, SIGINT)
            let sent = Date()
            #expect(running.ending().code == 130)
            // Bounded generously, for a machine that is busy with other tests.
            #expect(Date().timeIntervalSince(sent) < 10)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        }
    }

    private static func report(_ path: String) throws -> Report {
        try ReportJSON.decode(Array(Data(contentsOf: URL(filePath: path))))
    }
}
