import Model
import Rendering
import Testing

struct QuantityFormatTests {
    private static let mebi = 1_048_576.0
    private static let gibi = 1_073_741_824.0

    @Test(
        arguments: [
            (1.02 * gibi, Unit.bytesPerSecond, "1.02 GiB/s"),
            (957 * mebi, .bytesPerSecond, "957 MiB/s"),
            (1023.4 * mebi, .bytesPerSecond, "1,023 MiB/s"),
            (1023.7 * mebi, .bytesPerSecond, "1.00 GiB/s"),
            (11.49 * gibi, .bytesPerSecond, "11.49 GiB/s"),
            (5000 * gibi, .bytesPerSecond, "5,000 GiB/s"),
            (700.5, .bytesPerSecond, "700 B/s"),
            (0, .bytesPerSecond, "0 B/s"),
            (20403.84, .verificationsPerSecond, "20,404 /s"),
            (999, .verificationsPerSecond, "999 /s"),
            (123456.7, .operationsPerSecond, "123,457 op/s"),
            (512, .bytes, "512 B"),
            (16_624_000_000, .bytes, "15.48 GiB"),
            (2e12, .bytes, "1.82 TiB"),
            (1.5, .seconds, "1.50 s"),
            (0.0123, .seconds, "12.30 ms"),
            (49.01e-6, .seconds, "49.01 µs"),
            (3e-9, .seconds, "3.00 ns"),
            (3.4e9, .hertz, "3.40 GHz"),
            (2e6, .hertz, "2.00 MHz"),
            (8, .count, "8"),
            (12345, .count, "12,345"),
            (0.91, .ratio, "0.91"),
            (0.0049, .ratio, "0.0049"),
            (-957 * mebi, .bytesPerSecond, "-957 MiB/s"),
            (.infinity, .seconds, "not a number s"),
        ] as [(Double, Unit, String)])
    func baseUnitIsScaledForPeople(_ value: Double, _ unit: Unit, _ text: String) {
        #expect(QuantityFormat.text(value, unit) == text)
    }

    @Test(
        arguments: [
            (1.02 * gibi, Unit.bytesPerSecond, "MiB/s", "1,044 MiB/s"),
            (957 * mebi, .bytesPerSecond, "GiB/s", "0.93 GiB/s"),
            (5 * mebi, .bytesPerSecond, "GiB/s", "0.0049 GiB/s"),
            (16_624_000_000, .bytes, "GB", "16.62 GB"),
            (0.002, .seconds, "us", "2,000 µs"),
            (4, .count, "cores", "4 cores"),
            (900, .operationsPerSecond, "IOPS", "900 IOPS"),
            // Neither a spelling that is unknown nor one of another base unit is obeyed.
            (957 * mebi, .bytesPerSecond, "furlongs", "957 MiB/s"),
            (957 * mebi, .bytesPerSecond, "ms", "957 MiB/s"),
        ] as [(Double, Unit, String, String)])
    func unitOfTheLimitCanBeForced(
        _ value: Double, _ unit: Unit, _ symbol: String, _ text: String
    ) {
        #expect(QuantityFormat.text(value, unit, as: symbol) == text)
    }

    @Test(
        arguments: [
            (11.49 * gibi, "GiB/s", "11.49 GiB/s"),
            (1000 * mebi, "MiB/s", "1,000 MiB/s"),
            (637.62 * 1024, "KiB/s", "637.62 KiB/s"),
            (20403.84, "verifications/s", "20,403.8 /s"),
            (16e9, "GB", "16 GB"),
            (3.4e9, "GHz", "3.4 GHz"),
            (8, "cores", "8 cores"),
            (0.5, "s", "0.5 s"),
            (7, "furlongs", "7 furlongs"),
        ] as [(Double, String, String)])
    func limitKeepsTheDigitsOfItsDocument(_ value: Double, _ symbol: String, _ text: String) {
        #expect(QuantityFormat.stated(value, as: symbol) == text)
    }

    @Test(
        arguments: [
            (4.26, "+4.3 %"), (-14.0, "-14 %"), (0, "+0.0 %"), (-0.04, "-0.04 %"),
            (0.004, "+0.0 %"), (0.04, "+0.04 %"),
            (99.97, "+100 %"), (-100, "-100 %"), (12345.6, "+12,346 %"), (.nan, "not a number"),
        ] as [(Double, String)])
    func marginHasSignAndUnit(_ value: Double, _ text: String) {
        #expect(QuantityFormat.percent(value) == text)
    }

    @Test(
        arguments: [
            (0.25, "250 ms"), (58.25, "58.25 s"), (59.7, "1 min 0 s"), (312, "5 min 12 s"),
            (7260, "2 h 1 min"), (.infinity, "not a number"),
        ] as [(Double, String)])
    func spansAreInWordsOfTime(_ seconds: Double, _ text: String) {
        #expect(QuantityFormat.duration(seconds: seconds) == text)
    }

    @Test(arguments: Unit.allCases)
    func everyUnitShowsEveryMagnitude(_ unit: Unit) {
        for exponent in -18...18 {
            let value = exponent.magnitude == 0 ? 1 : power(of: 10, exponent)
            let text = QuantityFormat.text(value, unit)
            #expect(text.count < 32 && text.first?.isNumber == true, "\(value) \(unit): \(text)")
        }
    }

    private func power(of base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent.magnitude { result = exponent > 0 ? result * base : result / base }
        return result
    }
}
