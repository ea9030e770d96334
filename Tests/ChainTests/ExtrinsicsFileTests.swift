import Chain
import Foundation
import Primitives
import Testing

struct ExtrinsicsFileTests {
    private let extrinsics: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300)]

    @Test func holdsWhatWasWrittenLast() throws {
        let folder = try TestFolder()
        let file = ExtrinsicsFile(path: folder.path + "/x", genesis: .zero)
        #expect(file.read().isEmpty)
        try file.write([[5]])
        try file.write(extrinsics)
        #expect(file.read() == extrinsics)
        #expect(
            try Data(contentsOf: URL(filePath: file.path)).count
                <= ExtrinsicsFile.byteCount(extrinsics))
    }

    /// Cut anywhere, or changed in any byte, it holds nothing.
    @Test func damagedFileHoldsNothing() throws {
        let folder = try TestFolder()
        let file = ExtrinsicsFile(path: folder.path + "/x", genesis: .zero)
        try file.write(extrinsics)
        let bytes = try Data(contentsOf: URL(filePath: file.path))
        for place in bytes.indices {
            try bytes[..<place].write(to: URL(filePath: file.path))
            #expect(file.read().isEmpty, "cut at \(place)")
            var changed = bytes
            changed[place] ^= 1
            try changed.write(to: URL(filePath: file.path))
            #expect(file.read().isEmpty, "changed at \(place)")
        }
    }

    @Test func anotherChainsAreNotTaken() throws {
        let folder = try TestFolder()
        let path = folder.path + "/x"
        try ExtrinsicsFile(path: path, genesis: .zero).write(extrinsics)
        let other = Hash256(of: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(ExtrinsicsFile(path: path, genesis: other).read().isEmpty)
    }

    @Test func refusedWriteLeavesNothingBehind() throws {
        let folder = try TestFolder()
        // A folder that is not empty takes the file's name.
        _ = try folder.new("x")
        _ = try folder.new("x/y")
        let file = ExtrinsicsFile(path: folder.path + "/x", genesis: .zero)
        #expect(throws: ChainError.self) { try file.write(extrinsics) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
    }
}
