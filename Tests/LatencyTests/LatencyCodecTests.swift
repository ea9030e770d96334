import Foundation
import Testing

@testable import Latency

/// The wire format, held against what another implementation writes (Oracle/hdr_vectors.py).
struct LatencyCodecTests {
    struct Vector: Decodable, CustomTestStringConvertible {
        let name: String
        let lowest: Int64
        let highest: Int64
        let digits: Int
        let pairs: [[Int]]
        let encoded: String
        let total: Int
        let limit: Double
        let above: Int
        let exact: [String: UInt64]
        var testDescription: String { name }
    }

    static let vectors: [Vector] = {
        guard
            let file = Bundle.module.url(
                forResource: "hdr-vectors", withExtension: "json", subdirectory: "Fixtures"),
            let data = try? Data(contentsOf: file),
            let vectors = try? JSONDecoder().decode([Vector].self, from: data)
        else { return [] }
        return vectors
    }()

    @Test func thereAreVectors() {
        #expect(Self.vectors.count == 8)
    }

    @Test(arguments: vectors)
    func readsWhatAnotherImplementationWrites(vector: Vector) throws {
        let read = try LatencyDistribution(encoded: vector.encoded)
        #expect(read.count == vector.total)
        #expect(read.layout.digits == vector.digits && read.layout.highest == vector.highest)
        for (permille, exact) in vector.exact {
            let found = try #require(read.percentile(permille: Int(permille) ?? 0))
            let width = Double(exact) / pow(10, Double(vector.digits))
            let unit = Double(vector.lowest)
            #expect(found >= exact && Double(found - exact) <= max(width, unit))
        }
        let above = read.count(above: vector.limit)
        #expect((above.surely...above.possibly).contains(vector.above))
        // Neither differs by more than what lies in the limit's own place.
        #expect(above.possibly - above.surely <= vector.total / 10 || vector.total < 10)
    }

    @Test(arguments: vectors)
    func writesTheSameCountsAsAnotherImplementation(vector: Vector) throws {
        let layout = try #require(
            LatencyLayout(lowest: vector.lowest, highest: vector.highest, digits: vector.digits))
        var counts: [Int: Int] = [:]
        for pair in vector.pairs {
            counts[layout.index(of: UInt64(pair[0])), default: 0] += pair[1]
        }
        let ours = LatencyDistribution(
            layout: layout,
            buckets: counts.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) }
        )
        // The bytes before compression, whose own form may differ between versions of zlib. A
        // single zero is a run of one (1) there, and itself (0) here, as in the Java original.
        let (written, theirs) = (
            try Self.payload(ours.encoded), try Self.payload(vector.encoded)
        )
        #expect(written.count == theirs.count)
        #expect(zip(written, theirs).allSatisfy { $0 == $1 || ($0, $1) == (0, 1) })
        #expect(try LatencyDistribution(encoded: ours.encoded) == ours)
    }

    private static func payload(_ encoded: String) throws -> [UInt8] {
        let bytes = try #require(Base64.decode(encoded))
        return try #require(
            Deflate.decompress(
                Array(bytes[8...]), most: LatencyDistribution.payloadBytesMax))
    }

    @Test func base64IsThatOfTheStandard() {
        // RFC 4648, section 10.
        let vectors = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==",
            "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
        ]
        for (plain, text) in vectors {
            #expect(Base64.encode(Array(plain.utf8)) == text)
            #expect(Base64.decode(text) == Array(plain.utf8))
        }
        for text in ["Zg=", "Zg", "Z===", "Zh==", "Zm9=", "Zm9 ", "====", "Zg==Zg=="] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
    }
}
