/// The profile that says most about a machine.
package struct NearestProfile: Sendable, Equatable {
    package var id: String
    /// Whether the machine passes it.
    package var passes: Bool
    /// Of its tightest required line, in per cent; negative = missed.
    package var marginPercent: Double
    /// That line's metric or fact.
    package var boundBy: String

    package init(id: String, passes: Bool, marginPercent: Double, boundBy: String) {
        self.id = id
        self.passes = passes
        self.marginPercent = marginPercent
        self.boundBy = boundBy
    }
}
