import Primitives
import Testing

struct Ristretto255Tests {
    @Test func multiplesOfTheBaseEncodeAsPublished() throws {
        var element = Ristretto255.identity
        for encoding in RFC9496.multiples {
            #expect(element.encoded == hex(encoding))
            let decoded = try #require(Ristretto255(hex(encoding)))
            #expect(decoded == element)
            #expect(decoded.encoded == hex(encoding))
            element = element + .base
        }
    }

    @Test(arguments: RFC9496.invalid)
    func invalidEncodingIsRejected(encoding: String) {
        #expect(hex(encoding).count == 32)
        #expect(Ristretto255(hex(encoding)) == nil)
    }

    @Test func otherLengthsAreRejected() {
        for count in [0, 1, 31, 33, 64] {
            #expect(Ristretto255([UInt8](repeating: 0, count: count)) == nil)
            guard count != 64 else { continue }
            #expect(Ristretto255(uniform: [UInt8](repeating: 0, count: count)) == nil)
        }
    }

    @Test func oneWayMapGivesThePublishedElements() throws {
        for (label, encoding) in RFC9496.mapped {
            let element = try #require(Ristretto255(uniform: sha512(Array(label.utf8))))
            #expect(element.encoded == hex(encoding))
        }
    }

    @Test func elementPlusItsInverseIsTheIdentity() {
        let element = Ristretto255.base + .base
        #expect(element + -element == .identity)
        #expect((element + -element).encoded == [UInt8](repeating: 0, count: 32))
        #expect(!(element == .base))
    }
}
