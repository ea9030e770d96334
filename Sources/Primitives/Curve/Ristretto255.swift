// Here: the curve: field, scalars, points.
// May use: bytes.
// Never: a signature scheme.

/// An element of ristretto255, the prime-order group that sr25519 keys and commitments live in.
///
/// Arithmetic is variable-time: it serves public data and benchmark keys, not secrets worth an
/// attack.
///
/// - Source: RFC 9496.
package struct Ristretto255: Sendable {
    /// The length in bytes of an encoding.
    package static let encodedBytes = 32

    /// The element with the all-zero encoding.
    package static let identity = Ristretto255(point: .identity)

    /// The generator that keys are multiples of.
    package static let base = Ristretto255(point: .base)

    let point: EdwardsPoint

    init(point: EdwardsPoint) { self.point = point }

    /// Decodes 32 bytes, or gives `nil` for any other length and for every encoding the RFC calls
    /// invalid.
    ///
    /// - Source: RFC 9496, section 4.3.1.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.encodedBytes, let start = bytes.baseAddress,
            let point = Self.decode(start)
        else { return nil }
        self.point = point
    }

    /// Decodes 32 bytes, or gives `nil` for any other length and for every encoding the RFC calls
    /// invalid.
    package init?(_ bytes: [UInt8]) {
        guard let element = bytes.withUnsafeBytes({ Self($0) }) else { return nil }
        self = element
    }

    /// The canonical encoding, 32 bytes.
    package var encoded: [UInt8] {
        let (w0, w1, w2, w3) = Self.encode(point)
        return [w0, w1, w2, w3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    /// Whether two elements are equal: they may have several representations, but one encoding.
    ///
    /// - Source: RFC 9496, section 4.3.3.
    package static func == (a: Ristretto255, b: Ristretto255) -> Bool {
        a.point.x * b.point.y == a.point.y * b.point.x
            || a.point.y * b.point.y == a.point.x * b.point.x
    }

    /// The group operation.
    package static func + (a: Ristretto255, b: Ristretto255) -> Ristretto255 {
        Ristretto255(point: a.point + b.point)
    }

    /// The inverse element.
    package static prefix func - (a: Ristretto255) -> Ristretto255 {
        Ristretto255(point: -a.point)
    }

    /// Maps 64 uniform bytes to an element, or gives `nil` for any other length.
    ///
    /// - Source: RFC 9496, section 4.3.4.
    package init?(uniform bytes: [UInt8]) {
        guard bytes.count == 64 else { return nil }
        let (first, second) = bytes.withUnsafeBytes { buffer in
            (
                buffer.baseAddress.map { Self.map(FieldElement(bytes: $0)) },
                buffer.baseAddress.map { Self.map(FieldElement(bytes: $0 + 32)) }
            )
        }
        guard let first, let second else { return nil }
        point = first + second
    }
}

extension Ristretto255 {
    /// - Source: RFC 9496, section 4.3.1.
    static func decode(_ bytes: UnsafeRawPointer) -> EdwardsPoint? {
        let words = loadWords(bytes)
        let s = FieldElement(bytes: bytes)
        guard s.words == words, words.0 & 1 == 0 else { return nil }
        let ss = s.squared
        let u1 = .one - ss
        let u2 = .one + ss
        let u2Squared = u2.squared
        let v = -(.d * u1.squared + u2Squared)
        let (wasSquare, root) = FieldElement.squareRootOfRatio(.one, v * u2Squared)
        let xDenominator = root * u2
        let yDenominator = root * xDenominator * v
        let x = ((s + s) * xDenominator).magnitude
        let y = u1 * yDenominator
        let t = x * y
        guard wasSquare, !t.isNegative, !y.isZero else { return nil }
        return EdwardsPoint(x: x, y: y, z: .one, t: t)
    }

    /// The canonical encoding as four words.
    ///
    /// - Source: RFC 9496, section 4.3.2.
    static func encode(_ p: EdwardsPoint) -> Words256 {
        let u1 = (p.z + p.y) * (p.z - p.y)
        let u2 = p.x * p.y
        let (_, root) = FieldElement.squareRootOfRatio(.one, u1 * u2.squared)
        let denominator1 = root * u1
        let denominator2 = root * u2
        let zInverse = denominator1 * denominator2 * p.t
        let x: FieldElement
        var y: FieldElement
        let denominator: FieldElement
        if (p.t * zInverse).isNegative {
            x = p.y * .squareRootOfMinusOne
            y = p.x * .squareRootOfMinusOne
            denominator = denominator1 * .inverseRootOfMinusOneMinusD
        } else {
            (x, y, denominator) = (p.x, p.y, denominator2)
        }
        if (x * zInverse).isNegative { y = -y }
        return (denominator * (p.z - y)).magnitude.words
    }

    /// MAP, the Elligator map of one field element.
    ///
    /// - Source: RFC 9496, section 4.3.4.
    private static func map(_ t: FieldElement) -> EdwardsPoint {
        let r = .squareRootOfMinusOne * t.squared
        let u = (r + .one) * .oneMinusDSquared
        let v = (-.one - r * .d) * (r + .d)
        let (wasSquare, root) = FieldElement.squareRootOfRatio(u, v)
        let s = wasSquare ? root : -(root * t).magnitude
        let c = wasSquare ? -.one : r
        let n = c * (r - .one) * .dMinusOneSquared - v
        let sSquared = s.squared
        let w0 = (s + s) * v
        let w1 = n * .squareRootOfMinusDMinusOne
        let w2 = .one - sSquared
        let w3 = .one + sSquared
        return EdwardsPoint(x: w0 * w3, y: w2 * w1, z: w1 * w3, t: w0 * w2)
    }
}
