package import Primitives

/// Why a runtime's metadata cannot be used.
package enum MetadataError: Error, Equatable, CustomStringConvertible {
    /// The bytes do not begin with "meta".
    case noMagic
    /// A version that this program does not read.
    case version(UInt8)
    /// The bytes are no metadata of that version.
    case malformed(ScaleError)
    /// A tag that the format does not have, and what it stands for.
    case unknownTag(UInt8, of: String)
    /// A type that the registry does not hold.
    case unknownType(UInt32)
    /// A type without a value, or one whose value would be endless; its readable name.
    case noValue(type: String)
    /// Something that every runtime has and this one has not.
    case missing(String)

    package var description: String {
        switch self {
        case .noMagic: "the runtime's metadata does not begin with 'meta'"
        case .version(let version):
            "the runtime's metadata has version \(version); versions 12 to 16 can be read"
        case .malformed(let error): "the runtime's metadata cannot be read: \(error)"
        case .unknownTag(let tag, let kind):
            "the runtime's metadata has the unknown \(kind) \(tag)"
        case .unknownType(let id): "the runtime's metadata names type \(id), which it does not hold"
        case .noValue(let type): "no value of the type \(type) can be made"
        case .missing(let what): "the runtime's metadata has no \(what)"
        }
    }
}
