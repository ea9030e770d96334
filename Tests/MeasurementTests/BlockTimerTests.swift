import Measurement
import Model
import Synchronization
import TestSupport
import Testing

struct BlockTimerTests {
    @Test func parallelThreadsEachHaveARateOfTheirOwn() throws {
        let timer = BlockTimer(
            clock: MonotonicClock(), targetSeconds: 0.001, cancellation: Cancellation())
        let calls = (0..<4).map { _ in Counter() }
        let sample = try timer.parallelRate(threads: 4, workPerIteration: 2) { index in
            calls[index].add()
        }
        guard case .rate(let rate) = sample else {
            Issue.record("a parallel block gives a rate")
            return
        }
        #expect(rate.work.count == 4)
        for (work, counter) in zip(rate.work, calls) {
            // One call is not timed.
            #expect(work == Double(counter.value - 1) * 2)
        }
        #expect(rate.seconds.allSatisfy { $0 >= 0.001 })
    }

    @Test func aThreadThatThrowsEndsTheBlockWithItsError() {
        let timer = BlockTimer(
            clock: MonotonicClock(), targetSeconds: 0.001, cancellation: Cancellation())
        #expect(throws: ProbeError.wrongAnswer("thread 2")) {
            try timer.parallelRate(threads: 3, workPerIteration: 1) { index throws(ProbeError) in
                if index == 2 { throw .wrongAnswer("thread 2") }
            }
        }
    }

    @Test func rateOfThreadsIsTheMeanOfTheirRates() {
        #expect(RateSample(work: [10, 30], seconds: [1, 2]).perSecond == 12.5)
    }
}

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
}
