/// Samples around a centre, in no order: half a per cent to each side.
func samples(around centre: Double, count: Int = 12) -> [Double] {
    (0..<count).map { (place: Int) -> Double in
        let offset = Double(place * 5 % 12) - 5.5
        return centre * (1 + offset / 1100)
    }
}
