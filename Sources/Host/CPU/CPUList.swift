/// The kernel's list of CPUs or nodes, such as `0-3,8,10-11`.
package enum CPUList {
    /// The most CPUs or nodes believed in; above any kernel's NR_CPUS (8192 on x86-64).
    private static let numberMax = 65536

    /// The numbers of the list; nil if it is empty or not such a list.
    ///
    /// - Source: Linux Documentation/admin-guide/cputopology.rst and kernel-parameters.rst, "cpu
    ///   lists".
    package static func parse(_ text: String) -> Set<Int>? {
        let text = trimmed(text)
        guard !text.isEmpty else { return nil }
        var numbers: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count <= 2, let first = ends.first.flatMap({ Int($0) }),
                let last = ends.last.flatMap({ Int($0) }),
                first >= 0, first <= last, last < numberMax
            else { return nil }
            numbers.formUnion(first...last)
        }
        return numbers
    }

    /// The list of rising numbers; `none` when there is none.
    static func text(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        if ranges.isEmpty { return "none" }
        return ranges.map { range in
            let (first, last) = (range.lowerBound, range.upperBound)
            return first == last ? "\(first)" : "\(first)-\(last)"
        }.joined(separator: ",")
    }
}
