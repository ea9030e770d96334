import Primitives
import Testing

struct KnownAnswerTests {
    @Test func everyAnswerHoldsAndIsNamedOnce() {
        for answer in KnownAnswer.all { #expect(answer.holds(), "\(answer.name)") }
        #expect(Set(KnownAnswer.all.map(\.name)).count == KnownAnswer.all.count)
        #expect(KnownAnswer.all.count >= 15)
    }
}
