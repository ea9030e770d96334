internal import Glibc

/// The barrier at which the threads of one block meet, with a way out when not all can come.
final class StartGate: @unchecked Sendable {
    // SAFETY: the mutex guards `missing` and `isAbandoned`; mutex and condition stay at one
    // address and are destroyed only when the last owner has let go.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var missing: Int
    private var isAbandoned = false

    /// - Parameter count: how many threads must arrive.
    init(count: Int) {
        missing = count
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        let codes = (pthread_mutex_init(mutex, nil), pthread_cond_init(condition, nil))
        precondition(codes == (0, 0), "a mutex and a condition with defaults can be made")
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Waits until all have arrived.
    ///
    /// - Returns: `false` when the start was abandoned.
    func arrive() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        missing -= 1
        if missing == 0 { pthread_cond_broadcast(condition) }
        while missing > 0, !isAbandoned { pthread_cond_wait(condition, mutex) }
        return !isAbandoned
    }

    /// Lets those who wait go, since the others will never come.
    func abandon() {
        pthread_mutex_lock(mutex)
        isAbandoned = true
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
