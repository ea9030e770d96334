import Primitives

/// Compares sr25519 verdicts with those of an oracle that writes JSON lines to standard input.
///
/// Each line is an object with the hexadecimal strings `public`, `message` and `signature` and the
/// boolean `valid`, in that order.
enum Differential {
    /// Reads standard input to its end and prints every mismatch and the totals.
    ///
    /// - Returns: Whether every line was understood and every verdict agreed.
    static func run() -> Bool {
        var (cases, valid, mismatches) = (0, 0, 0)
        while let line = readLine() {
            guard let item = Case(line) else {
                print("cannot read line \(cases + 1)")
                return false
            }
            cases += 1
            valid += item.valid ? 1 : 0
            for kernel in Sr25519.Kernel.allCases where kernel.isSupported {
                let verdict = Sr25519.verify(
                    signature: item.signature, message: item.message, publicKey: item.publicKey,
                    kernel: kernel)
                if verdict != item.valid {
                    mismatches += 1
                    print("\(kernel.rawValue) disagrees: \(line)")
                }
            }
        }
        print("\(cases) cases, \(valid) valid, \(mismatches) mismatches")
        return mismatches == 0 && cases > 0
    }

    private struct Case {
        var publicKey: [UInt8]
        var message: [UInt8]
        var signature: [UInt8]
        var valid: Bool

        init?(_ line: String) {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard parts.count >= 15, parts[1] == "public", parts[5] == "message",
                parts[9] == "signature", parts[13] == "valid",
                let publicKey = bytes(hexadecimal: parts[3].utf8),
                let message = bytes(hexadecimal: parts[7].utf8),
                let signature = bytes(hexadecimal: parts[11].utf8)
            else { return nil }
            self.publicKey = publicKey
            self.message = message
            self.signature = signature
            valid = parts[14].contains("true")
        }
    }
}
