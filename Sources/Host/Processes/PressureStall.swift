/// Pressure stall information: how long tasks waited for a resource.
///
/// - Source: Linux Documentation/accounting/psi.rst.
package struct PressureStall: Sendable, Equatable {
    /// What is waited for.
    package enum Resource: String, Sendable, CaseIterable { case cpu, io, memory }

    /// Share of the last ten seconds in which some task waited, 0...1.
    package let someFraction10Seconds: Double
    /// Microseconds since boot in which some task waited.
    package let someMicroseconds: Int

    /// Parses the text of a file below /proc/pressure; nil if it is of another form.
    package init?(_ text: String) {
        for line in lines(of: text) {
            let fields = words(of: line)
            guard fields.first == "some" else { continue }
            let values = Dictionary(
                fields.dropFirst().compactMap { keyAndValue($0, separator: "=") }
                    .map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
            guard let percent = values["avg10"].flatMap(Double.init), (0...100).contains(percent),
                let total = values["total"].flatMap({ Int($0) }), total >= 0
            else { return nil }
            someFraction10Seconds = percent / 100
            someMicroseconds = total
            return
        }
        return nil
    }

    /// Reads the pressure on a resource; nil if this kernel does not account it.
    package init?(_ resource: Resource, tree: SystemTree) {
        guard let text = tree.text("/proc/pressure/\(resource.rawValue)") else { return nil }
        self.init(text)
    }
}
