/// An integer modulo the order of ristretto255, L = 2^252 + 27742317777372353535851937790883648493.
///
/// Values are always reduced. Products go through Montgomery's form with R = 2^256.
///
/// - Source: RFC 9496, section 4; Montgomery, "Modular Multiplication Without Trial Division"
///   (1985).
struct Scalar: Sendable {
    /// The value, 0 ..< L, as four words, least first.
    var words: Words256

    static let zero = Scalar(reduced: (0, 0, 0, 0))

    /// L, R mod L, R^2 mod L and -1/L mod 2^64.
    private static let order: Words256 = (
        0x5812_631a_5cf5_d3ed, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000
    )
    private static let r: Words256 = (
        0xd6ec_3174_8d98_951d, 0xc6ef_5bf4_737d_cf70, 0xffff_ffff_ffff_fffe, 0x0fff_ffff_ffff_ffff
    )
    private static let rSquared: Words256 = (
        0xa406_11e3_449c_0f01, 0xd00e_1ba7_6885_9347, 0xceec_73d2_17f5_be65, 0x0399_411b_7c30_9a3d
    )
    private static let negatedInverse: UInt64 = 0xd2b5_1da3_1254_7e1b

    /// Trusts the caller that `words` is below L.
    init(reduced words: Words256) { self.words = words }

    /// Takes `words`, or gives nil if they hold L or more.
    init?(canonical words: Words256) {
        guard Self.subtract(words, Self.order).borrow else { return nil }
        self.words = words
    }

    /// Reads 64 little-endian bytes and reduces them.
    init(wide bytes: UnsafeRawPointer) {
        let low = Self.montgomery(loadWords(bytes), Self.r)
        let high = Self.montgomery(loadWords(bytes + 32), Self.rSquared)
        self = Scalar(reduced: low) + Scalar(reduced: high)
    }

    static func + (a: Scalar, b: Scalar) -> Scalar {
        // Both are below 2^253, so the sum does not carry out of 256 bits.
        var carry = false
        let w0 = addCarry(a.words.0, b.words.0, &carry)
        let w1 = addCarry(a.words.1, b.words.1, &carry)
        let w2 = addCarry(a.words.2, b.words.2, &carry)
        let w3 = addCarry(a.words.3, b.words.3, &carry)
        return Scalar(reduced: reducedOnce((w0, w1, w2, w3)))
    }

    static func * (a: Scalar, b: Scalar) -> Scalar {
        Scalar(reduced: montgomery(montgomery(a.words, b.words), rSquared))
    }

    /// `words` - L if that is not negative, else `words`.
    private static func reducedOnce(_ words: Words256) -> Words256 {
        let (difference, borrow) = subtract(words, order)
        return borrow ? words : difference
    }

    /// `a` * `b` / 2^256 mod L, for any `a` below 2^256 and `b` below L.
    private static func montgomery(_ a: Words256, _ b: Words256) -> Words256 {
        var sum: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
        for index in 0..<4 {
            let word =
                switch index {
                case 0: a.0
                case 1: a.1
                case 2: a.2
                default: a.3
                }
            accumulate(&sum, word, b)
            accumulate(&sum, sum.0 &* negatedInverse, order)
            sum = (sum.1, sum.2, sum.3, sum.4, 0)
        }
        // Below 2L < 2^254, so the fifth word is zero.
        return reducedOnce((sum.0, sum.1, sum.2, sum.3))
    }

    /// Adds `factor` * `words` to `sum`, whose fifth word is small.
    @inline(__always)
    private static func accumulate(
        _ sum: inout (UInt64, UInt64, UInt64, UInt64, UInt64), _ factor: UInt64, _ words: Words256
    ) {
        var carry: UInt64 = 0
        multiplyAdd(&sum.0, factor, words.0, &carry)
        multiplyAdd(&sum.1, factor, words.1, &carry)
        multiplyAdd(&sum.2, factor, words.2, &carry)
        multiplyAdd(&sum.3, factor, words.3, &carry)
        sum.4 &+= carry
    }

    @inline(__always)
    private static func multiplyAdd(
        _ word: inout UInt64, _ a: UInt64, _ b: UInt64, _ carry: inout UInt64
    ) {
        let wide =
            UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b)
            &+ UInt128(truncatingIfNeeded: word) &+ UInt128(truncatingIfNeeded: carry)
        word = UInt64(truncatingIfNeeded: wide)
        carry = UInt64(truncatingIfNeeded: wide &>> 64)
    }

    @inline(__always)
    private static func addCarry(_ a: UInt64, _ b: UInt64, _ carry: inout Bool) -> UInt64 {
        let (first, overflow) = a.addingReportingOverflow(b)
        let (sum, again) = first.addingReportingOverflow(carry ? 1 : 0)
        carry = overflow || again
        return sum
    }

    private static func subtract(
        _ a: Words256, _ b: Words256
    ) -> (difference: Words256, borrow: Bool) {
        // a - b = a + ~b + 1, and a carry out means no borrow.
        var carry = true
        let w0 = addCarry(a.0, ~b.0, &carry)
        let w1 = addCarry(a.1, ~b.1, &carry)
        let w2 = addCarry(a.2, ~b.2, &carry)
        let w3 = addCarry(a.3, ~b.3, &carry)
        return ((w0, w1, w2, w3), !carry)
    }
}

extension Scalar {
    /// Signed digits, one a bit: each is zero or odd, and any `width` in a row hold at most one
    /// that is not zero.
    typealias SignedDigits = InlineArray<256, Int8>

    /// The non-adjacent form of the scalar: the sum of digit i times 2^i is its value.
    ///
    /// Digits are below 2^(`width` - 1) in magnitude.
    ///
    /// - Parameter width: 2...8.
    /// - Returns: The 256 digits, least first.
    /// - Source: Hankerson, Menezes and Vanstone, "Guide to Elliptic Curve Cryptography" (2004),
    ///   algorithm 3.35.
    @inline(__always)
    func signedDigits(width: Int) -> SignedDigits {
        var digits = SignedDigits(repeating: 0)
        let source: InlineArray<5, UInt64> = [words.0, words.1, words.2, words.3, 0]
        let size: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width)
        var carry: UInt64 = 0
        var position = 0
        while position < 256 {
            let word = position &>> 6
            let bit = position & 63
            var window = source[word] &>> UInt64(truncatingIfNeeded: bit)
            if bit > 64 &- width {
                window |= source[word &+ 1] &<< UInt64(truncatingIfNeeded: 64 &- bit)
            }
            let digit = (window & (size &- 1)) &+ carry
            if digit & 1 == 0 {
                position &+= 1
                continue
            }
            if digit < size &>> 1 {
                carry = 0
                digits[position] = Int8(truncatingIfNeeded: digit)
            } else {
                carry = 1
                digits[position] = Int8(truncatingIfNeeded: digit &- size)
            }
            position &+= width
        }
        return digits
    }
}
