import CKernels

/// Odd multiples of the base point for variable-time sums, from 1 to 127.
struct BaseMultiples: @unchecked Sendable {
    // SAFETY: the memory is written before the value exists and never again, and never freed.
    private let multiples: UnsafePointer<AffineNielsPoint>

    /// The same as the C kernel for BMI2 reads them.
    let inC: UnsafePointer<touchstone_niels>

    /// The same as the C kernel for AVX2 reads them; nil means this processor cannot run it.
    let inLanes: UnsafePointer<touchstone_lanes>?

    static let count = 64
    static let shared = BaseMultiples()

    private init() {
        let memory = UnsafeMutablePointer<AffineNielsPoint>.allocate(capacity: Self.count)
        let step = NielsPoint(EdwardsPoint.base.doubled)
        let memoryInC = UnsafeMutablePointer<touchstone_niels>.allocate(capacity: Self.count)
        var point = EdwardsPoint.base
        for index in 0..<Self.count {
            let multiple = AffineNielsPoint(point)
            (memory + index).initialize(to: multiple)
            (memoryInC + index).initialize(
                to: touchstone_niels(
                    y_plus_x: multiple.yPlusX.inC,
                    y_minus_x: multiple.yMinusX.inC,
                    two_d_t: multiple.twoDT.inC))
            point = point.adding(step).extended
        }
        multiples = UnsafePointer(memory)
        inC = UnsafePointer(memoryInC)
        inLanes = Self.lanes(of: inC)
    }

    private static func lanes(
        of multiples: UnsafePointer<touchstone_niels>
    ) -> UnsafePointer<touchstone_lanes>? {
        guard touchstone_double_scalar_avx2_supported() else { return nil }
        // A cache line, so that no vector lies in two.
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<touchstone_lanes>.stride, alignment: 64
        ).bindMemory(to: touchstone_lanes.self, capacity: count)
        for index in 0..<count {
            (memory + index).initialize(to: touchstone_lanes())
            touchstone_join_niels_avx2(multiples + index, memory + index)
        }
        return UnsafePointer(memory)
    }

    /// The multiple `digit` of the base point, for an odd digit in 1...127.
    @inline(__always)
    subscript(digit: Int8) -> AffineNielsPoint { multiples[Int(digit) &>> 1] }
}

extension EdwardsPoint {
    /// The odd multiples of the point from 1 to 15.
    @inline(__always)
    private var oddMultiples: InlineArray<8, NielsPoint> {
        let step = NielsPoint(doubled)
        var point = self
        var result = InlineArray<8, NielsPoint>(repeating: NielsPoint(self))
        for index in 1..<8 {
            point = point.adding(step).extended
            result[index] = NielsPoint(point)
        }
        return result
    }

    /// `a` times this point plus `b` times the base point, in time that depends on all of them.
    ///
    /// - Source: Straus's trick with signed windows of 5 and 8 bits: Hankerson, Menezes and
    ///   Vanstone, "Guide to Elliptic Curve Cryptography" (2004), algorithm 3.51.
    func times(_ a: Scalar, plusBaseTimes b: Scalar) -> EdwardsPoint {
        let aDigits = a.signedDigits(width: 5)
        let bDigits = b.signedDigits(width: 8)
        let multiples = oddMultiples
        let baseMultiples = BaseMultiples.shared
        var top = 255
        while top > 0, aDigits[unchecked: top] == 0, bDigits[unchecked: top] == 0 { top &-= 1 }

        var sum = ProjectivePoint.identity
        var position = top
        while true {
            var doubled = sum.doubled
            let aDigit = aDigits[unchecked: position]
            if aDigit > 0 {
                doubled = doubled.extended.adding(multiples[unchecked: Int(aDigit) &>> 1])
            } else if aDigit < 0 {
                doubled = doubled.extended.subtracting(multiples[unchecked: Int(0 &- aDigit) &>> 1])
            }
            let bDigit = bDigits[unchecked: position]
            if bDigit > 0 {
                doubled = doubled.extended.adding(baseMultiples[bDigit])
            } else if bDigit < 0 {
                doubled = doubled.extended.subtracting(baseMultiples[0 &- bDigit])
            }
            if position == 0 { return doubled.extended }
            sum = doubled.projective
            position &-= 1
        }
    }
}

extension EdwardsPoint {
    /// The same in C, for a processor with BMI2.
    func timesByBMI2(_ a: Scalar, plusBaseTimes b: Scalar) -> EdwardsPoint {
        precondition(touchstone_double_scalar_bmi2_supported(), "this processor has no BMI2")
        return times(a, plusBaseTimes: b) { point, aDigits, bDigits in
            touchstone_double_scalar_bmi2(point, aDigits, bDigits, BaseMultiples.shared.inC)
        }
    }

    /// The same in C, for a processor with AVX2.
    func timesByAVX2(_ a: Scalar, plusBaseTimes b: Scalar) -> EdwardsPoint {
        guard let multiples = BaseMultiples.shared.inLanes else {
            preconditionFailure("this processor has no AVX2")
        }
        return times(a, plusBaseTimes: b) { point, aDigits, bDigits in
            touchstone_double_scalar_avx2(point, aDigits, bDigits, multiples)
        }
    }

    @inline(__always)
    private func times(
        _ a: Scalar, plusBaseTimes b: Scalar,
        inC sum: (
            UnsafePointer<touchstone_point>, UnsafePointer<Int8>?, UnsafePointer<Int8>?
        ) -> touchstone_point
    ) -> EdwardsPoint {
        let aDigits = a.signedDigits(width: 5)
        let bDigits = b.signedDigits(width: 8)
        var point = touchstone_point(x: x.inC, y: y.inC, z: z.inC, t: t.inC)
        let result = withUnsafeBytes(of: aDigits) { aDigits in
            withUnsafeBytes(of: bDigits) { bDigits in
                sum(
                    &point, aDigits.baseAddress?.assumingMemoryBound(to: Int8.self),
                    bDigits.baseAddress?.assumingMemoryBound(to: Int8.self))
            }
        }
        return EdwardsPoint(
            x: FieldElement(result.x), y: FieldElement(result.y), z: FieldElement(result.z),
            t: FieldElement(result.t))
    }
}

extension FieldElement {
    fileprivate var inC: touchstone_field { touchstone_field(limbs: (l0, l1, l2, l3, l4)) }

    fileprivate init(_ field: touchstone_field) {
        (l0, l1, l2, l3, l4) = field.limbs
    }
}
