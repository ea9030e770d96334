internal import Measurement
internal import Primitives
internal import Synchronization

/// Threads that stream through memory of their own while something else is measured.
struct BackgroundStream {
    /// The CPU of each thread; never empty.
    let cpus: [Int]
    /// Bytes of each of a thread's three arrays.
    let bytesPerThread: Int

    /// Runs `work` on the calling thread while the others do triads with plain stores.
    ///
    /// They have touched their memory and streamed once before `work` begins.
    ///
    /// - Throws: what `work` throws, or what keeps a thread from streaming.
    func during<Value>(_ work: () throws(ProbeError) -> Value) throws(ProbeError) -> Value {
        let ready = Atomic<Int>(0)
        let isOver = Atomic<Bool>(false)
        // Thread 0 measures; it inherits the caller's CPU.
        let results = try ProbeThread.runAll(count: cpus.count + 1) {
            index throws(ProbeError) -> Value? in
            if index == 0 {
                defer { isOver.store(true, ordering: .releasing) }
                while ready.load(ordering: .acquiring) < cpus.count {}
                return try work()
            }
            defer { ready.add(cpus.count, ordering: .releasing) }
            let elements =
                bytesPerThread / 8 / StreamKernel.elementMultiple * StreamKernel.elementMultiple
            try ProbeThread.pin(to: cpus[index - 1])
            let memory = try MappedMemory(byteCount: elements * 8 * 3, pages: .huge)
            guard let base = memory.bytes.baseAddress else { return nil }
            let first = base.bindMemory(to: Double.self, capacity: elements * 3)
            first.initialize(repeating: 1, count: elements * 3)
            let operands = StreamKernel.Operands(
                to: first, x: UnsafePointer(first + elements),
                y: UnsafePointer(first + 2 * elements), count: elements)
            let path = StreamKernel.Path.best
            StreamKernel.triad.pass(operands, scalar: 3, nonTemporal: false, path: path)
            ready.add(1, ordering: .releasing)
            while !isOver.load(ordering: .acquiring) {
                StreamKernel.triad.pass(operands, scalar: 3, nonTemporal: false, path: path)
            }
            return nil
        }
        guard let value = results[0] else { preconditionFailure("thread 0 has measured") }
        return value
    }
}
