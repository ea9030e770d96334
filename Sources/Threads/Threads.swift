internal import Glibc

/// Threads of our own: started for one piece of work, and joined behind it.
///
/// A pool keeps threads whose affinity another task has set, and it waits for ever when the kernel
/// starts no more of them. Here a refusal is a value.
package enum Threads {
    /// Runs `body` on `count` fresh threads, and waits for all of them.
    ///
    /// - Parameters:
    ///   - count: How many threads; 0 or more.
    ///   - refused: Called on the calling thread, once, when the kernel refuses a thread: what was
    ///     started runs on, and no more are started.
    ///   - meanwhile: Called on the calling thread after the others were started.
    ///   - body: Called with 0..<`count`, from several threads at a time. It shares nothing but
    ///     what it guards itself.
    /// - Returns: 0, or the errno of the refusal.
    package static func run(
        count: Int, refused: () -> Void = {}, meanwhile: () -> Void = {}, _ body: (Int) -> Void
    ) -> Int32 {
        withoutActuallyEscaping(body) { body in
            var threads: [pthread_t] = []
            var refusal: Int32 = 0
            for index in 0..<count {
                var thread = pthread_t()
                let argument = Unmanaged.passRetained(Work { body(index) })
                refusal = pthread_create(&thread, nil, threadEntry, argument.toOpaque())
                if refusal != 0 {
                    argument.release()
                    refused()
                    break
                }
                threads.append(thread)
            }
            meanwhile()
            for thread in threads { pthread_join(thread, nil) }
            return refusal
        }
    }
}

/// What one thread does.
///
/// Every thread is joined before `run` returns, so that the work never outlives the caller's frame.
private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
}

private func threadEntry(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
    return nil
}
