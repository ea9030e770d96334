import Host
import Probes
import Testing

/// What a device's counters prove of the work that was asked for.
struct WorkProofTests {
    private let mebibyte = 1 << 20

    @Test func readsThatTheDeviceServedAreProven() {
        let finding = WorkProof.judge(
            .init(readBytes: mebibyte), device: DeviceCounters(reads: 256, readBytes: mebibyte))
        #expect(finding == .proven(foreignBytes: 0))
    }

    @Test(arguments: [0, 500_000, 996_146])
    func readsThatNeverReachedTheDeviceAreRefuted(moved: Int) {
        let finding = WorkProof.judge(
            .init(readBytes: mebibyte), device: DeviceCounters(reads: 9, readBytes: moved))
        guard case .refuted(let why) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(why.hasPrefix("answered from a cache: 1048576 bytes were asked for"))
    }

    @Test func fivePerCentAreForgiven() {
        let finding = WorkProof.judge(
            .init(readBytes: 1000), device: DeviceCounters(readBytes: 950))
        #expect(finding == .proven(foreignBytes: 0))
    }

    @Test func whatOthersMovedIsTold() {
        let finding = WorkProof.judge(
            .init(readBytes: mebibyte),
            device: DeviceCounters(readBytes: 2 * mebibyte, writtenBytes: mebibyte / 2))
        #expect(finding == .proven(foreignBytes: mebibyte + mebibyte / 2))
        // A log line is not: less than a mebibyte, or less than 5 %.
        let little = WorkProof.judge(
            .init(readBytes: mebibyte), device: DeviceCounters(readBytes: 2 * mebibyte - 1))
        #expect(little == .proven(foreignBytes: 0))
        let share = WorkProof.judge(
            .init(readBytes: 100 * mebibyte), device: DeviceCounters(readBytes: 105 * mebibyte))
        #expect(share == .proven(foreignBytes: 0))
    }

    @Test func withoutCountersNothingIsProven() {
        #expect(WorkProof.judge(.init(readBytes: 1), device: nil) == .silent)
    }

    @Test func writesAreHeldAgainstWrites() {
        let finding = WorkProof.judge(
            .init(writtenBytes: mebibyte), device: DeviceCounters(readBytes: mebibyte))
        #expect(finding != .proven(foreignBytes: 0))
        guard case .refuted = finding else {
            Issue.record("\(finding)")
            return
        }
    }

    /// An empty flush counts as a write too: 100 flushes are no proof of 100 writes.
    @Test func flushesAloneProveNoSyncedWrites() {
        let issued = WorkProof.Issued(writtenBytes: 100 * 2300, syncs: 100)
        let flushed = WorkProof.judge(
            issued, device: DeviceCounters(writes: 100, writtenBytes: 0, flushes: 100))
        #expect(
            flushed
                == .refuted(
                    "answered from a cache: 100 synced writes were asked for, and the device was "
                        + "given 0"))
        let written = WorkProof.judge(
            issued, device: DeviceCounters(writes: 200, writtenBytes: 819_200, flushes: 100))
        #expect(written == .proven(foreignBytes: 0))
    }

    @Test func aJournalIsNotForeign() {
        // Each sync: the page, and a descriptor, an inode block and a commit of the journal.
        let finding = WorkProof.judge(
            .init(writtenBytes: 100 * 2300, syncs: 100),
            device: DeviceCounters(writes: 500, writtenBytes: 100 * 4 * 4096, flushes: 200))
        #expect(finding == .proven(foreignBytes: 0))
    }

    @Test func kernelsThatCountNoFlushesAreBelieved() {
        let finding = WorkProof.judge(
            .init(writtenBytes: 2300, syncs: 1), device: DeviceCounters(writes: 1))
        #expect(finding == .proven(foreignBytes: 0))
    }
}
