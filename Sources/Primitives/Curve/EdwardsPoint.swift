/// A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.
///
/// - Source: Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited" (2008), section 3,
///   for a = -1.
struct EdwardsPoint: Sendable {
    var x: FieldElement
    var y: FieldElement
    var z: FieldElement
    var t: FieldElement

    static let identity = EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero)
    static let base = EdwardsPoint(
        x: .baseX, y: .baseY, z: .one, t: .baseX * .baseY)

    @inline(__always)
    static func + (p: EdwardsPoint, q: EdwardsPoint) -> EdwardsPoint {
        p.adding(NielsPoint(q)).extended
    }

    @inline(__always)
    static prefix func - (p: EdwardsPoint) -> EdwardsPoint {
        EdwardsPoint(x: -p.x, y: p.y, z: p.z, t: -p.t)
    }

    var doubled: EdwardsPoint { ProjectivePoint(x: x, y: y, z: z).doubled.extended }

    @inline(__always)
    func adding(_ q: NielsPoint) -> CompletedPoint {
        sum(plus: (y + x) * q.yPlusX, minus: (y - x) * q.yMinusX, tt: t * q.twoDT, zz: z * q.z)
    }

    @inline(__always)
    func subtracting(_ q: NielsPoint) -> CompletedPoint {
        difference(
            plus: (y + x) * q.yMinusX, minus: (y - x) * q.yPlusX, tt: t * q.twoDT, zz: z * q.z)
    }

    @inline(__always)
    func adding(_ q: AffineNielsPoint) -> CompletedPoint {
        sum(plus: (y + x) * q.yPlusX, minus: (y - x) * q.yMinusX, tt: t * q.twoDT, zz: z)
    }

    @inline(__always)
    func subtracting(_ q: AffineNielsPoint) -> CompletedPoint {
        difference(plus: (y + x) * q.yMinusX, minus: (y - x) * q.yPlusX, tt: t * q.twoDT, zz: z)
    }

    @inline(__always)
    private func sum(
        plus: FieldElement, minus: FieldElement, tt: FieldElement, zz: FieldElement
    ) -> CompletedPoint {
        let zz2 = zz + zz
        return CompletedPoint(x: plus - minus, y: plus + minus, z: zz2 + tt, t: zz2 - tt)
    }

    @inline(__always)
    private func difference(
        plus: FieldElement, minus: FieldElement, tt: FieldElement, zz: FieldElement
    ) -> CompletedPoint {
        let zz2 = zz + zz
        return CompletedPoint(x: plus - minus, y: plus + minus, z: zz2 - tt, t: zz2 + tt)
    }
}

/// A point to be doubled: x = X/Z, y = Y/Z.
struct ProjectivePoint {
    var x: FieldElement
    var y: FieldElement
    var z: FieldElement

    static let identity = ProjectivePoint(x: .zero, y: .one, z: .one)

    @inline(__always)
    var doubled: CompletedPoint {
        let xx = x.squared
        let yy = y.squared
        let zz = z.squared
        let sum = (x + y).squared
        let yyPlusXX = yy + xx
        return CompletedPoint(
            x: sum - yyPlusXX, y: yyPlusXX, z: yy - xx, t: (zz + zz + xx) - yy)
    }
}

/// A sum or a double before its last multiplications: x = X/Z, y = Y/T.
struct CompletedPoint {
    var x: FieldElement
    var y: FieldElement
    var z: FieldElement
    var t: FieldElement

    @inline(__always)
    var extended: EdwardsPoint { EdwardsPoint(x: x * t, y: y * z, z: z * t, t: x * y) }

    @inline(__always)
    var projective: ProjectivePoint { ProjectivePoint(x: x * t, y: y * z, z: z * t) }
}

/// A point to be added often: (Y + X, Y - X, Z, 2dT).
struct NielsPoint: Sendable {
    var yPlusX: FieldElement
    var yMinusX: FieldElement
    var z: FieldElement
    var twoDT: FieldElement

    @inline(__always)
    init(_ p: EdwardsPoint) {
        yPlusX = p.y + p.x
        yMinusX = p.y - p.x
        z = p.z
        twoDT = p.t * .twoD
    }
}

/// A point with Z = 1 to be added often: (y + x, y - x, 2dxy).
struct AffineNielsPoint: Sendable {
    var yPlusX: FieldElement
    var yMinusX: FieldElement
    var twoDT: FieldElement

    init(_ p: EdwardsPoint) {
        let inverse = p.z.inverted
        let x = p.x * inverse
        let y = p.y * inverse
        yPlusX = y + x
        yMinusX = y - x
        twoDT = x * y * .twoD
    }
}
