// Here: records as they are begun, kept and stored.
// May use: the history and files.
// Never: measuring.

import Files
import Glibc
package import Model
import Rendering
import Synchronization

/// The record of a run while it runs: saved after each look and each stage, so that a death of any
/// kind loses no more than the stage it came in.
///
/// `running-<id>.json` in the state directory, locked by the process that writes it. The next
/// command finds one whose process has died, and gives it the name `partial-<id>.json`.
package enum RunningRecord {
    /// What is kept of this process's runs.
    private static let files = Mutex<[String: LockedFile]>([:])
    private static let wasRefused = Atomic<Bool>(false)

    /// Saves what is measured so far; where that is refused, says so once, and the run goes on.
    static func save(_ record: RunRecord, say: (String) -> Void) {
        do {
            try write(record)
        } catch {
            if wasRefused.exchange(true, ordering: .relaxed) { return }
            let reason = (error as? FileError)?.reason ?? "\(error)"
            say(
                "the record cannot be saved as the run goes: \(StateDirectory.path): \(reason); "
                    + "name another place with XDG_STATE_HOME")
        }
    }

    private static func write(_ record: RunRecord) throws {
        var record = record
        // What is read of it is the record of a run that died, unless the run replaces it.
        if record.interruptedBy == nil { record.complete = false }
        let bytes = try ReportJSON.encode(Report(record: record))
        try StateDirectory.make()
        let path = path("running", record.id)
        try files.withLock { files in
            let file = files[record.id] ?? LockedFile(path)
            files[record.id] = file
            try file.replace(with: bytes)
        }
    }

    /// Saves a record under a name that stays, `partial-<id>.json`.
    ///
    /// - Returns: its path.
    /// - Throws: `cannotCreateOutput`.
    package static func keep(_ record: RunRecord) throws -> String {
        let path = path("partial", record.id)
        do throws(FileError) {
            try StateDirectory.make()
        } catch {
            throw CommandFailure(
                .cannotCreateOutput,
                "cannot make \(StateDirectory.path): \(error.reason)")
        }
        let bytes = try ReportJSON.encode(Report(unjudged: record))
        do throws(FileError) {
            try OutputFile(path).write(bytes)
        } catch {
            throw CommandFailure(.cannotCreateOutput, "cannot write \(path): \(error.reason)")
        }
        return path
    }

    /// Removes the files of this process: its results stand where they were asked for.
    package static func removeAll() {
        files.withLock { files in
            for file in files.values { file.remove() }
            files = [:]
        }
    }

    /// Says where the records of runs are that died since the last command.
    package static func tellOfKilled(say: (String) -> Void) {
        let folder = StateDirectory.path
        for name in FileTree.names(in: folder) {
            guard let id = try? /running-([0-9a-f]{16})\.json(\.new)?/.wholeMatch(in: name)?.1
            else {
                continue
            }
            let kept = path("partial", String(id))
            guard LockedFile.takeOver(path("running", String(id)), as: kept) else { continue }
            say(
                "a run was killed; its record so far is in \(kept): `touchstone judge` reads it")
        }
    }

    private static func path(_ kind: String, _ id: String) -> String {
        "\(StateDirectory.path)/\(kind)-\(id).json"
    }
}
