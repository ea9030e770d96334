import Primitives
import Testing

@testable import Chain

/// The ring of nodes against a dictionary that forgets nothing.
struct NodeCacheTests {
    /// Keys of paths of several lengths, each with a hash behind it, as the database's are.
    private static func key(_ number: Int) -> [UInt8] {
        var stream = HashStream(domain: "node", seed: 3)
        let hash = stream.digest(UInt64(number)).array
        return Array(hash.prefix(number % 5)) + hash
    }

    private static func value(_ number: Int) -> [UInt8] {
        (0..<(number * 37) % 300).map { UInt8(truncatingIfNeeded: number + $0) }
    }

    private func put(_ key: [UInt8], _ value: [UInt8], in cache: inout NodeCache) -> Bool {
        let key = ByteBuffer.of(key)
        let value = ByteBuffer.of(value)
        return cache.put(key.bytes, tag: NodeIndex.tag(key.bytes), value.bytes)
    }

    private func get(_ key: [UInt8], from cache: inout NodeCache) -> [UInt8]? {
        let key = ByteBuffer.of(key)
        var found = ByteBuffer.of([9])
        guard cache.get(key.bytes, tag: NodeIndex.tag(key.bytes), into: &found) else { return nil }
        return Array(found.array.dropFirst())
    }

    /// Whatever is here is right, and what came last is here.
    @Test(arguments: [1 << 12, 1 << 13 | 40, 1 << 16])
    func holdsWhatWasPutLast(bytes: Int) {
        var cache = NodeCache(bytes: bytes)
        var stream = HashStream(domain: "choices", seed: 5)
        var latest: [(number: Int, bytes: Int)] = []
        var misses = 0
        for round in 0..<4000 {
            let number = stream.number(below: 400)
            if let found = get(Self.key(number), from: &cache) {
                #expect(found == Self.value(number), "round \(round)")
            } else {
                misses += 1
                #expect(put(Self.key(number), Self.value(number), in: &cache))
                latest.append((number, 40 + Self.key(number).count + Self.value(number).count))
            }
            // A quarter of the ring may be lost at its end, and a half moves what is used again.
            var room = bytes / 4
            for last in latest.suffix(6).reversed() {
                room -= last.bytes
                if room < 0 { break }
                #expect(get(Self.key(last.number), from: &cache) == Self.value(last.number))
            }
        }
        // Some were given up, unless all 400 have room.
        #expect(bytes == 1 << 16 || misses > 400)
        #expect(cache.count > 0 && cache.count <= 400)
    }

    @Test func whatIsUsedStays() {
        var cache = NodeCache(bytes: 1 << 13)
        #expect(put(Self.key(1), Self.value(1), in: &cache))
        #expect(put(Self.key(2), Self.value(2), in: &cache))
        for number in 10..<2000 {
            #expect(put(Self.key(number), Self.value(number), in: &cache))
            #expect(get(Self.key(1), from: &cache) == Self.value(1), "behind node \(number)")
        }
        #expect(get(Self.key(2), from: &cache) == nil)
    }

    @Test func whatIsTooLargeIsRefusedAndLeavesTheRestAlone() {
        var cache = NodeCache(bytes: 4096)
        #expect(put(Self.key(1), Self.value(1), in: &cache))
        #expect(!put(Self.key(2), [UInt8](repeating: 1, count: 1024), in: &cache))
        #expect(get(Self.key(2), from: &cache) == nil)
        #expect(get(Self.key(1), from: &cache) == Self.value(1))
        var none = NodeCache(bytes: 0)
        #expect(!put(Self.key(1), Self.value(1), in: &none))
        #expect(get(Self.key(1), from: &none) == nil && none.count == 0)
    }

    /// While a mark holds, every node behind it is found; a blockful more, and it does not hold.
    @Test func markTellsWhetherAllBehindItIsHere() {
        var cache = NodeCache(bytes: 1 << 14)
        for number in 0..<100 { _ = put(Self.key(number), Self.value(number), in: &cache) }
        let mark = cache.mark
        var put: [Int] = []
        for number in 100..<400 {
            _ = self.put(Self.key(number), Self.value(number), in: &cache)
            put.append(number)
            guard cache.hasAll(behind: mark) else { break }
            for number in put {
                #expect(get(Self.key(number), from: &cache) == Self.value(number))
            }
        }
        #expect(put.count > 10 && !cache.hasAll(behind: mark))
        #expect(get(Self.key(0), from: &cache) == nil)
    }
}
