/// /proc/cpuinfo, parsed: one table of keys a processor.
package struct CPUInfo: Sendable {
    /// The flags that change how fast a collator's cryptography runs.
    ///
    /// - Source: Ours: BLAKE2 and curve arithmetic use AVX2, AVX-512, ADX and BMI2; hashing and
    ///   encryption use SHA-NI and AES.
    package static let interestingFlags: Set<String> = [
        "aes", "adx", "avx2", "avx512f", "bmi2", "sha_ni",
    ]

    /// Arm cores of servers, by `CPU implementer` and `CPU part`: arm64 shows no model name.
    ///
    /// - Source: Linux arch/arm64/include/asm/cputype.h.
    private static let armCores: [String: String] = [
        "0x41 0xd08": "Arm Cortex-A72",
        "0x41 0xd0c": "Arm Neoverse N1",
        "0x41 0xd40": "Arm Neoverse V1",
        "0x41 0xd49": "Arm Neoverse N2",
        "0x41 0xd4f": "Arm Neoverse V2",
        "0xc0 0xac3": "Ampere-1",
        "0xc0 0xac4": "Ampere-1A",
    ]

    /// One table a logical CPU that is online, in the order of the file.
    private let processors: [[String: String]]

    /// Parses the text of /proc/cpuinfo; no processors if the text is of another form.
    package init(_ text: String) {
        var processors: [[String: String]] = []
        for line in lines(of: text) {
            guard let (key, value) = keyAndValue(line, separator: ":") else { continue }
            if key == "processor", Int(value) != nil {
                processors.append([:])
            } else if !processors.isEmpty {
                processors[processors.count - 1][key] = value
            }
        }
        self.processors = processors
    }

    /// Online logical CPUs; nil if not readable.
    package var logicalCPUs: Int? { processors.isEmpty ? nil : processors.count }

    /// Unique pairs of physical id and core id; nil if the file has none (arm64).
    ///
    /// - Source: polkadot-sdk `sc-sysinfo`, which counts its cores the same way.
    package var physicalCores: Int? {
        let pairs = Set(
            processors.compactMap { processor -> [Int]? in
                guard let package = processor["physical id"].flatMap({ Int($0) }),
                    let core = processor["core id"].flatMap({ Int($0) })
                else { return nil }
                return [package, core]
            })
        return pairs.isEmpty ? nil : pairs.count
    }

    /// Unique physical ids; nil if the file has none.
    package var sockets: Int? {
        let ids = Set(processors.compactMap { $0["physical id"].flatMap { Int($0) } })
        return ids.isEmpty ? nil : ids.count
    }

    /// `x86_64` or `aarch64`, told by the shape of the file; nil if neither.
    package var architecture: String? {
        guard let first = processors.first else { return nil }
        // `lm` (long mode) is the 64-bit flag.
        if flags?.contains("lm") == true { return "x86_64" }
        return first["CPU implementer"] != nil && first["CPU architecture"] == "8"
            ? "aarch64" : nil
    }

    /// The model's name; on arm64 the core's name by its part number.
    package var model: String? {
        guard let first = processors.first else { return nil }
        if let name = first["model name"], !name.isEmpty { return name }
        guard let implementer = first["CPU implementer"], let part = first["CPU part"] else {
            return nil
        }
        return Self.armCores["\(implementer) \(part)"]
            ?? "Arm implementer \(implementer) part \(part)"
    }

    /// The vendor's name; nil if not shown, as on arm64.
    package var vendor: String? {
        processors.first?["vendor_id"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The family; nil if not shown.
    package var family: Int? { processors.first?["cpu family"].flatMap { Int($0) } }

    /// The model's number within its family; nil if not shown.
    package var modelNumber: Int? { processors.first?["model"].flatMap { Int($0) } }

    /// Microcode revision; nil if not shown.
    package var microcode: String? {
        processors.first?["microcode"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Every flag of the first processor; nil if not shown.
    package var flags: Set<String>? {
        guard let first = processors.first, let line = first["flags"] ?? first["Features"] else {
            return nil
        }
        return Set(words(of: line))
    }

    /// Whether the x86 hypervisor flag is set; nil means this processor shows no such flag.
    package var hypervisorFlag: Bool? {
        guard architecture == "x86_64" else { return nil }
        return flags?.contains("hypervisor")
    }

    /// The interesting flags that are present, sorted.
    package var features: [String] { (flags ?? []).intersection(Self.interestingFlags).sorted() }
}
