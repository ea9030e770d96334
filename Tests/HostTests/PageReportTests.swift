import Host
import Measurement
import Testing

struct PageReportTests {
    @Test(arguments: MappedMemory.Pages.allCases)
    func isZeroedAlignedAndTellsItsPages(pages: MappedMemory.Pages) throws {
        let memory = try MappedMemory(byteCount: 5 << 20, pages: pages)
        let start = UInt(bitPattern: memory.bytes.baseAddress)
        #expect(start % (2 << 20) == 0)
        #expect(memory.bytes.count == 5 << 20)
        #expect(memory.bytes.allSatisfy { $0 == 0 })
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 1)
        let report = try #require(PageReport.current(of: memory.bytes))
        #expect(report.residentBytes >= 5 << 20)
        if pages == .base { #expect(report.hugeBytes == 0) }
    }

    @Test func onlyTheMappingsOfTheRangeCount() {
        let text = """
            1000-3000 rw-p 00000000 00:00 0
            Rss:                   8 kB
            KernelPageSize:        4 kB
            AnonHugePages:         0 kB
            200000-600000 rw-p 00000000 00:00 0 [heap]
            Size:               4096 kB
            KernelPageSize:        4 kB
            Rss:                4096 kB
            AnonHugePages:      2048 kB
            VmFlags: rd wr mr mw me ac
            """
        let report = PageReport.parse(text, from: 0x200000, to: 0x400000)
        #expect(
            report == PageReport(residentBytes: 4 << 20, hugeBytes: 2 << 20, pageBytes: 4096))
        #expect(PageReport.parse(text, from: 0x600000, to: 0x700000) == nil)
    }
}
