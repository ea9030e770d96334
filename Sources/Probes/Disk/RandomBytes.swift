import Measurement

/// Seeded incompressible bytes; a disk that compresses or finds duplicates gains nothing by them.
final class RandomBytes {
    /// Page-aligned.
    let bytes: UnsafeMutableRawBufferPointer
    /// The first byte.
    let start: UnsafeRawPointer

    init(count: Int, seed: UInt64) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 4096)
        start = UnsafeRawPointer(memory)
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
        var generator = SeededGenerator(seed: seed)
        generator.fill(bytes)
    }

    deinit { bytes.deallocate() }
}
