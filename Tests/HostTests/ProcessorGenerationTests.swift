import Host
import Model
import Testing

/// What documents ask of a processor's generation and of memory, as the kernel tells it.
struct ProcessorGenerationTests {
    @Test(arguments: [
        ("AuthenticAMD", 0x19, 0x21, Optional(true)), ("AuthenticAMD", 0x1A, 2, true),
        ("AuthenticAMD", 0x17, 0x71, false), ("GenuineIntel", 6, 0x6A, true),
        ("GenuineIntel", 6, 0x8F, true), ("GenuineIntel", 6, 0x55, false),
        ("GenuineIntel", 6, 0x9E, false), ("GenuineIntel", 6, 0xFE, nil),
        ("GenuineIntel", 19, 1, true), ("HygonGenuine", 0x18, 1, nil),
    ])
    func generationIsToldByFamilyAndModel(
        vendor: String, family: Int, number: Int, isNew: Bool?
    ) {
        var cpu = CPUFacts()
        cpu.vendor = vendor
        cpu.family = family
        cpu.modelNumber = number
        #expect(cpu.isIceLakeOrZen3 == isNew)
        cpu.model = "QEMU Virtual CPU version 2.5+"
        #expect(cpu.isIceLakeOrZen3 == nil)
        #expect(CPUFacts().isIceLakeOrZen3 == nil)
    }

    @Test func theFixturesProcessorIsZen3() {
        let facts = HostReader(root: Fixture.root("bare-metal-zen3")).facts()
        #expect(facts.cpu.vendor == "AuthenticAMD" && facts.cpu.family == 25)
        #expect(facts.cpu.isIceLakeOrZen3 == true)
        let arm = HostReader(root: Fixture.root("arm64-cloud")).facts()
        #expect(arm.cpu.vendor == nil && arm.cpu.isIceLakeOrZen3 == nil)
    }

    @Test(arguments: [
        (["SECDED"], Optional(true)), (["S4ECD4ED", "SECDED"], true), (["None"], false),
        (["SECDED", "None"], false), (["Unknown"], nil), ([], nil),
    ])
    func errorCorrectionIsWhatEDACTells(modes: [String], isActive: Bool?) throws {
        let machine = try TemporaryTree()
        for (index, mode) in modes.enumerated() {
            try machine.write(
                "/sys/devices/system/edac/mc/mc\(index)/dimm0/dimm_edac_mode", mode + "\n")
        }
        let facts = HostReader(root: machine.root).facts()
        #expect(facts.memory.hasErrorCorrection == isActive)
    }
}
