import Primitives
import Testing

struct StreamKernelTests {
    /// Three arrays of `count` elements at multiples of 64 bytes.
    private func withArrays(
        count: Int, _ body: (StreamKernel.Operands, UnsafeMutablePointer<Double>) throws -> Void
    ) rethrows {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: 3 * count * 8, alignment: 64)
        defer { memory.deallocate() }
        let first = memory.bindMemory(to: Double.self, capacity: 3 * count)
        for index in 0..<3 * count { first[index] = Double(index % 1009) }
        try body(
            .init(
                to: first, x: UnsafePointer(first + count), y: UnsafePointer(first + 2 * count),
                count: count), first)
    }

    @Test(arguments: StreamKernel.allCases, StreamKernel.Path.allCases.filter(\.isSupported))
    func everyPathLeavesWhatTheDefinitionSays(
        kernel: StreamKernel, path: StreamKernel.Path
    ) {
        for nonTemporal in [false, true] {
            withArrays(count: 1024) { operands, to in
                for index in 0..<1024 { to[index] = -1 }
                let sum = kernel.pass(operands, scalar: 3, nonTemporal: nonTemporal, path: path)
                #expect(kernel.firstWrong(operands, scalar: 3) == nil)
                for index in [0, 1, 15, 16, 500, 1023] {
                    let (x, y) = (operands.x[index], operands.y[index])
                    switch kernel {
                    case .copy: #expect(to[index] == x)
                    case .scale: #expect(to[index] == 3 * x)
                    case .add: #expect(to[index] == x + y)
                    case .triad: #expect(to[index] == x + 3 * y)
                    case .write: #expect(to[index] == 3)
                    case .read: #expect(to[index] == -1)
                    }
                }
                let expected = (0..<1024).reduce(0.0) { $0 + operands.x[$1] }
                #expect(sum == (kernel == .read ? expected : 0))
            }
        }
    }

    @Test(arguments: StreamKernel.allCases.filter(\.stores))
    func anElementThatWasNotStoredIsFound(kernel: StreamKernel) {
        withArrays(count: 256) { operands, to in
            kernel.pass(operands, scalar: 3, nonTemporal: false, path: .portable)
            to[77] = -5
            #expect(kernel.firstWrong(operands, scalar: 3) == 77)
        }
    }

    @Test func aPartIsWhereItSays() {
        withArrays(count: 64) { operands, to in
            StreamKernel.write.pass(
                operands.part(from: 16, count: 32), scalar: -7, nonTemporal: true,
                path: .portable)
            #expect(to[15] != -7 && to[16] == -7 && to[47] == -7 && to[48] != -7)
        }
    }

    @Test(arguments: [2, 3, 64, 1000])
    func aCyclePassesEveryNodeOnce(nodes: Int) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: nodes * PointerChase.nodeBytes + 5, alignment: 64)
        defer { memory.deallocate() }
        var generator = SeededGenerator(seed: 16)
        let chase = PointerChase(in: memory, using: &generator)
        #expect(chase.nodes == nodes)
        #expect(chase.isWhole())
        #expect(chase.isWhole(limit: 2))
        #expect(PointerChase.follow(from: chase.start, loads: nodes * 16) == chase.start)
    }

    @Test(arguments: [2, 64, 1000])
    func nodesKnowTheirPlaceInTheCycle(nodes: Int) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: nodes * PointerChase.nodeBytes, alignment: 64)
        defer { memory.deallocate() }
        var generator = SeededGenerator(seed: 16)
        let cycle = PointerChase(in: memory, using: &generator)
        let chase = try #require(NumberedChase(cycle, in: memory))
        #expect(chase.number(of: chase.start) == 0)
        for loads in [16, 32, 4096] {
            let reached = PointerChase.follow(from: chase.start, loads: loads)
            #expect(chase.number(of: reached) == loads % nodes)
        }
    }

    @Test func aShortCycleIsFound() throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 640, alignment: 64)
        defer { memory.deallocate() }
        var generator = SeededGenerator(seed: 16)
        let chase = PointerChase(in: memory, using: &generator)
        memory.storeBytes(of: try #require(memory.baseAddress), as: UnsafeMutableRawPointer.self)
        #expect(!chase.isWhole())
        #expect(NumberedChase(chase, in: memory) == nil)
    }
}
