internal import Glibc
import Measurement

/// Seeded incompressible bytes; a disk that compresses or finds duplicates gains nothing by them.
final class RandomBytes {
    /// Page-aligned.
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int, seed: UInt64) {
        bytes = .allocate(byteCount: count, alignment: 4096)
        var generator = SeededGenerator(seed: seed)
        generator.fill(bytes)
    }

    deinit { bytes.deallocate() }
}
