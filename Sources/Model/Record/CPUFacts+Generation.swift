extension CPUFacts {
    /// Whether the processor is of Intel's Ice Lake or AMD's Zen 3, or newer; `nil` = it cannot be
    /// told.
    ///
    /// A hypervisor may show another processor than the host's.
    /// - Source: Linux arch/x86/include/asm/intel-family.h for Intel's model numbers of family 6;
    ///   arch/x86/kernel/cpu/amd.c for AMD: family 19h begins with Zen 3, 17h ends with Zen 2.
    package var isIceLakeOrZen3: Bool? {
        guard let family, let modelNumber, model?.contains("QEMU") != true else { return nil }
        switch vendor {
        case "AuthenticAMD": return family >= 0x19
        case "GenuineIntel":
            if family > 6 { return family >= 0x12 ? true : nil }
            if Self.iceLakeOrNewer.contains(modelNumber) { return true }
            return Self.beforeIceLake.contains(modelNumber) ? false : nil
        default: return nil
        }
    }

    /// Ice Lake, Tiger Lake, Rocket Lake, Alder Lake, Raptor Lake, Meteor Lake, Arrow Lake, Lunar
    /// Lake, Panther Lake; Sapphire, Emerald and Granite Rapids; Sierra and Clearwater Forest.
    private static let iceLakeOrNewer: Set<Int> = [
        0x6A, 0x6C, 0x7D, 0x7E, 0x9D, 0x8C, 0x8D, 0xA7, 0x97, 0x9A, 0xB7, 0xBA, 0xBF, 0xAA, 0xAC,
        0xB5, 0xC5, 0xC6, 0xBD, 0xCC, 0x8F, 0xCF, 0xAD, 0xAE, 0xAF, 0xDD,
    ]

    /// Sandy Bridge to Comet Lake and Cannon Lake, with Skylake's servers to Cooper Lake.
    private static let beforeIceLake: Set<Int> = [
        0x2A, 0x2D, 0x3A, 0x3E, 0x3C, 0x3F, 0x45, 0x46, 0x3D, 0x47, 0x4F, 0x56, 0x4E, 0x5E, 0x55,
        0x8E, 0x9E, 0x66, 0xA5, 0xA6,
    ]
}
