/// Holm's step-down correction for several tests of which any may alarm.
///
/// - Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scand. J. Stat. 6
///   (1979).
package enum Holm {
    /// Which of the hypotheses are rejected when any false rejection at all may have `alpha`.
    ///
    /// Each p-value lies in 0...1; those that could not be tested enter as 1.
    ///
    /// - Returns: one flag a p-value, in the same order.
    package static func rejected(pValues: [Double], alpha: Double) -> [Bool] {
        var rejected = [Bool](repeating: false, count: pValues.count)
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        for (step, index) in order.enumerated() {
            if pValues[index] > alpha / Double(pValues.count - step) { break }
            rejected[index] = true
        }
        return rejected
    }
}
