/// An element of the field of integers modulo p = 2^255 - 19, as five 51-bit limbs, least first.
///
/// Limbs are reduced lazily. A product's limbs are below 2^52, a sum of two products' below 2^53,
/// and a difference's below 2^54; multiplication takes limbs below 2^54. Every formula in this
/// module stays within that.
///
/// - Source: the radix-2^51 representation of Bernstein, Duif, Lange, Schwabe and Yang, "High-speed
///   high-security signatures" (2011), section 4.
struct FieldElement: Sendable {
    var l0: UInt64
    var l1: UInt64
    var l2: UInt64
    var l3: UInt64
    var l4: UInt64

    static let zero = FieldElement(0, 0, 0, 0, 0)
    static let one = FieldElement(1, 0, 0, 0, 0)
    fileprivate static let mask: UInt64 = (1 << 51) - 1

    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
    }

    /// Reads 255 bits from 32 little-endian bytes and ignores the last one; the value may be p or
    /// more.
    init(bytes: UnsafeRawPointer) {
        let (w0, w1, w2, w3) = loadWords(bytes)
        let mask = Self.mask
        self.init(
            w0 & mask, (w0 >> 51 | w1 << 13) & mask, (w1 >> 38 | w2 << 26) & mask,
            (w2 >> 25 | w3 << 39) & mask, (w3 >> 12) & mask)
    }

    /// The canonical value, 0 ..< p, as four 64-bit words, least first.
    var words: Words256 {
        var a = carried.carried
        // `a` is below 2p: it is p or more exactly if adding 19 carries out of bit 255.
        var carry = (a.l0 &+ 19) &>> 51
        carry = (a.l1 &+ carry) &>> 51
        carry = (a.l2 &+ carry) &>> 51
        carry = (a.l3 &+ carry) &>> 51
        carry = (a.l4 &+ carry) &>> 51
        a.l0 &+= 19 &* carry
        a.l1 &+= a.l0 &>> 51
        a.l2 &+= a.l1 &>> 51
        a.l3 &+= a.l2 &>> 51
        a.l4 &+= a.l3 &>> 51
        let mask = Self.mask
        let (l0, l1, l2) = (a.l0 & mask, a.l1 & mask, a.l2 & mask)
        let (l3, l4) = (a.l3 & mask, a.l4 & mask)
        return (
            l0 | l1 &<< 51, l1 &>> 13 | l2 &<< 38, l2 &>> 26 | l3 &<< 25, l3 &>> 39 | l4 &<< 12
        )
    }

    /// The same value with limbs below 2^51 plus a small carry in the lowest.
    private var carried: FieldElement {
        let mask = Self.mask
        return FieldElement(
            (l0 & mask) &+ 19 &* (l4 &>> 51), (l1 & mask) &+ l0 &>> 51, (l2 & mask) &+ l1 &>> 51,
            (l3 & mask) &+ l2 &>> 51, (l4 & mask) &+ l3 &>> 51)
    }

    var isZero: Bool { words == (0, 0, 0, 0) }

    /// Whether the canonical value is odd, which is what RFC 9496 calls negative.
    var isNegative: Bool { words.0 & 1 == 1 }

    /// The one of the element and its negation that is not negative.
    var magnitude: FieldElement { isNegative ? -self : self }
}

extension FieldElement {
    @inline(__always)
    static func + (a: FieldElement, b: FieldElement) -> FieldElement {
        FieldElement(
            a.l0 &+ b.l0, a.l1 &+ b.l1, a.l2 &+ b.l2, a.l3 &+ b.l3, a.l4 &+ b.l4)
    }

    /// Adds 4p, so `b` may be a sum of two products: no limb falls below zero.
    @inline(__always)
    static func - (a: FieldElement, b: FieldElement) -> FieldElement {
        FieldElement(
            (a.l0 &+ 0x1f_ffff_ffff_ffb4) &- b.l0, (a.l1 &+ 0x1f_ffff_ffff_fffc) &- b.l1,
            (a.l2 &+ 0x1f_ffff_ffff_fffc) &- b.l2, (a.l3 &+ 0x1f_ffff_ffff_fffc) &- b.l3,
            (a.l4 &+ 0x1f_ffff_ffff_fffc) &- b.l4)
    }

    @inline(__always)
    static prefix func - (a: FieldElement) -> FieldElement { .zero - a }

    static func == (a: FieldElement, b: FieldElement) -> Bool { a.words == b.words }

    /// A call, so that decoding and encoding take as long as in the node's crate.
    @inline(never)
    static func * (a: FieldElement, b: FieldElement) -> FieldElement {
        let b1 = b.l1 &* 19
        let b2 = b.l2 &* 19
        let b3 = b.l3 &* 19
        let b4 = b.l4 &* 19
        let c0 =
            wide(a.l0, b.l0) &+ wide(a.l1, b4) &+ wide(a.l2, b3) &+ wide(a.l3, b2) &+ wide(a.l4, b1)
        let c1 =
            wide(a.l0, b.l1) &+ wide(a.l1, b.l0) &+ wide(a.l2, b4) &+ wide(a.l3, b3)
            &+ wide(a.l4, b2)
        let c2 =
            wide(a.l0, b.l2) &+ wide(a.l1, b.l1) &+ wide(a.l2, b.l0) &+ wide(a.l3, b4)
            &+ wide(a.l4, b3)
        let c3 =
            wide(a.l0, b.l3) &+ wide(a.l1, b.l2) &+ wide(a.l2, b.l1) &+ wide(a.l3, b.l0)
            &+ wide(a.l4, b4)
        let c4 =
            wide(a.l0, b.l4) &+ wide(a.l1, b.l3) &+ wide(a.l2, b.l2) &+ wide(a.l3, b.l1)
            &+ wide(a.l4, b.l0)
        return reduce(c0, c1, c2, c3, c4)
    }

    /// Sums are doubled, not factors, so that a square takes as long as in the node's crate.
    @inline(__always)
    var squared: FieldElement {
        let n3 = l3 &* 19
        let n4 = l4 &* 19
        let c0 = wide(l0, l0) &+ (wide(l1, n4) &+ wide(l2, n3)) &<< 1
        let c1 = wide(l3, n3) &+ (wide(l0, l1) &+ wide(l2, n4)) &<< 1
        let c2 = wide(l1, l1) &+ (wide(l0, l2) &+ wide(l4, n3)) &<< 1
        let c3 = wide(l4, n4) &+ (wide(l0, l3) &+ wide(l1, l2)) &<< 1
        let c4 = wide(l2, l2) &+ (wide(l0, l4) &+ wide(l1, l3)) &<< 1
        return Self.reduce(c0, c1, c2, c3, c4)
    }

    /// Carries five sums of products, each below 2^115, into limbs below 2^52.
    @inline(__always)
    private static func reduce(
        _ c0: UInt128, _ c1: UInt128, _ c2: UInt128, _ c3: UInt128, _ c4: UInt128
    ) -> FieldElement {
        let c1 = c1 &+ (c0 &>> 51)
        let c2 = c2 &+ (c1 &>> 51)
        let c3 = c3 &+ (c2 &>> 51)
        let c4 = c4 &+ (c3 &>> 51)
        let l0 =
            (UInt64(truncatingIfNeeded: c0) & mask) &+ UInt64(truncatingIfNeeded: c4 &>> 51) &* 19
        let l1 = (UInt64(truncatingIfNeeded: c1) & mask) &+ l0 &>> 51
        return FieldElement(
            l0 & mask, l1, UInt64(truncatingIfNeeded: c2) & mask,
            UInt64(truncatingIfNeeded: c3) & mask, UInt64(truncatingIfNeeded: c4) & mask)
    }

    /// The element squared `count` times.
    func squared(times count: Int) -> FieldElement {
        var result = self
        for _ in 0..<count { result = result.squared }
        return result
    }

    /// The element to the power 2^250 - 1, and to the power 11, which both inversion and square
    /// roots start from.
    private var chain: (power250: FieldElement, power11: FieldElement) {
        let a2 = squared
        let a9 = a2.squared(times: 2) * self
        let a11 = a9 * a2
        let a5 = a11.squared * a9  // 2^5 - 1
        let a10 = a5.squared(times: 5) * a5
        let a20 = a10.squared(times: 10) * a10
        let a40 = a20.squared(times: 20) * a20
        let a50 = a40.squared(times: 10) * a10
        let a100 = a50.squared(times: 50) * a50
        let a200 = a100.squared(times: 100) * a100
        return (a200.squared(times: 50) * a50, a11)
    }

    /// The inverse by Fermat, the power p - 2; zero gives zero.
    var inverted: FieldElement {
        let (power250, power11) = chain
        return power250.squared(times: 5) * power11
    }

    /// The power (p - 5) / 8.
    private var power58: FieldElement { chain.power250.squared(times: 2) * self }

    /// SQRT_RATIO_M1: the non-negative square root of `u`/`v`, or of sqrt(-1) times it if that is
    /// no square.
    ///
    /// - Returns: Whether `u`/`v` is a square (true for `u` = 0, false for `v` = 0 alone), and the
    ///   root.
    /// - Source: RFC 9496, section 4.2.
    static func squareRootOfRatio(
        _ u: FieldElement, _ v: FieldElement
    ) -> (wasSquare: Bool, root: FieldElement) {
        let v3 = v.squared * v
        let v7 = v3.squared * v
        let root = (u * v3) * (u * v7).power58
        let check = v * root.squared
        let correct = check == u
        let flipped = check == -u
        let flippedByRoot = check == -(u * squareRootOfMinusOne)
        let turned = flipped || flippedByRoot ? root * squareRootOfMinusOne : root
        return (correct || flipped, turned.magnitude)
    }
}

@inline(__always)
private func wide(_ a: UInt64, _ b: UInt64) -> UInt128 {
    UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b)
}
