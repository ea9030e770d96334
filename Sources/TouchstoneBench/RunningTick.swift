import Foundation
import Measurement

/// Keeps the kernel's tick running on every CPU while two programs are compared.
///
/// A CPU that goes idle until a block is there stops its tick and starts it again afterwards: two
/// or three writes to the timer, each an exit to the hypervisor on a virtual machine. How many
/// depends on which other timers wait on that CPU, and so on how a program sleeps beside its own
/// I/O: the main thread of fio does so for 10 ms at a time. A timer within the next tick keeps it
/// running, for both sides alike.
///
/// - Source: measured (docs/explanation/disk.md); `tick_nohz_next_event` in Linux
///   kernel/time/tick-sched.c.
final class RunningTick {
    /// Below a tick of every usual kernel (1 ms at 1,000 Hz, 4 ms at 250 Hz); ours.
    private static let sleepMicroseconds: UInt32 = 900

    private let end = Cancellation()

    /// - Parameter cpus: the CPUs that keep their tick for as long as this lives.
    init(on cpus: [Int]) {
        for cpu in cpus {
            Thread.detachNewThread { [end] in
                guard (try? ProbeThread.pin(to: cpu)) != nil else { return }
                while !end.isCancelled { usleep(Self.sleepMicroseconds) }
            }
        }
    }

    deinit { end.cancel(signal: SIGTERM) }
}
