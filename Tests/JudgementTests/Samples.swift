/// Twelve samples around a centre, in no order: half a per cent to each side.
func samples(around centre: Double) -> [Double] {
    (0..<12).map { (place: Int) -> Double in
        let offset = Double(place * 5 % 12) - 5.5
        return centre * (1 + offset / 1100)
    }
}
