internal import Model

/// Why a file is no raw chain specification whose state can be computed.
package enum ChainSpecError: Error, Equatable, CustomStringConvertible {
    /// No valid gzip data; zlib's own words.
    case compression(String)
    /// The compressed data ends too early.
    case compressedDataEndsEarly
    /// No valid JSON; what is wrong, and at which byte of the (decompressed) text.
    case json(String, offset: Int)
    /// Valid JSON without a raw genesis state.
    case notRaw
    /// A key or value that is not 0x and an even number of hexadecimal digits; the key as it stands
    /// there, and the byte it ends at.
    case hexadecimal(key: String, offset: Int)
    /// A key (hexadecimal) that stands there twice.
    case repeatedKey(String)
    /// More than this program takes; the limit in bytes.
    case tooLarge(limit: Int)

    package var description: String {
        switch self {
        case .compression(let reason):
            "cannot be decompressed (\(reason)): give a .json or .json.gz file"
        case .compressedDataEndsEarly:
            "the compressed data ends too early: is the file whole?"
        case .json(let reason, let offset):
            "is no JSON: \(reason) at byte \(offset) of the text"
        case .notRaw:
            "holds no genesis.raw.top: give a raw chain specification, as the node's build-spec "
                + "--raw writes it"
        case .hexadecimal(let key, let offset):
            "the entry \(key) at byte \(offset) of the text is not 0x and pairs of hexadecimal "
                + "digits"
        case .repeatedKey(let key): "the key 0x\(key) stands there twice: each must be there once"
        case .tooLarge(let limit):
            "its state is larger than \(bytesText(limit)), which is too large"
        }
    }
}
