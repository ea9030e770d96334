/// Multiples of the base point for one-scalar products: digit 1...8 of each of 64 radix-16 places.
struct BaseWindows: @unchecked Sendable {
    // SAFETY: the memory is written before the value exists and never again, and never freed.
    private let multiples: UnsafePointer<NielsPoint>

    private static let places = 64
    private static let digits = 8
    private static let shared = BaseWindows()

    private init() {
        let memory = UnsafeMutablePointer<NielsPoint>.allocate(capacity: Self.places * Self.digits)
        var unit = EdwardsPoint.base
        for place in 0..<Self.places {
            let step = NielsPoint(unit)
            var multiple = unit
            for digit in 0..<Self.digits {
                (memory + place * Self.digits + digit).initialize(to: NielsPoint(multiple))
                if digit + 1 < Self.digits { multiple = multiple.adding(step).extended }
            }
            unit = multiple.doubled
        }
        multiples = UnsafePointer(memory)
    }

    /// `scalar` times the base point, in time that depends on the scalar.
    static func times(_ scalar: Scalar) -> EdwardsPoint {
        let multiples = shared.multiples
        let words = scalar.words
        var sum = EdwardsPoint.identity
        var carry = 0
        for place in 0..<places {
            let word =
                switch place &>> 4 {
                case 0: words.0
                case 1: words.1
                case 2: words.2
                default: words.3
                }
            let shift = UInt64(truncatingIfNeeded: (place & 15) &<< 2)
            // Digits -8 ..< 8; a scalar below 2^253 leaves no carry behind.
            var digit = Int(truncatingIfNeeded: word &>> shift & 15) &+ carry
            carry = digit >= digits ? 1 : 0
            digit &-= carry &<< 4
            if digit == 0 { continue }
            let entry = multiples + (place &* digits &+ Int(digit.magnitude) &- 1)
            let next = digit > 0 ? sum.adding(entry.pointee) : sum.subtracting(entry.pointee)
            sum = next.extended
        }
        return sum
    }
}
