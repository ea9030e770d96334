/// The form of a node, which its first bits tell.
///
/// - Source: sp-trie, node_header.rs and trie_constants.rs.
enum TrieNodeForm: Sendable {
    case leaf
    case hashedLeaf
    case branch
    case branchWithValue
    case branchWithHashedValue

    var isBranch: Bool {
        switch self {
        case .leaf, .hashedLeaf: false
        case .branch, .branchWithValue, .branchWithHashedValue: true
        }
    }

    /// The bits that tell the form, and how many they are.
    @inline(__always)
    private var prefix: (bits: UInt8, count: UInt8) {
        switch self {
        case .leaf: (0b0100_0000, 2)
        case .hashedLeaf: (0b0010_0000, 3)
        case .branch: (0b1000_0000, 2)
        case .branchWithValue: (0b1100_0000, 2)
        case .branchWithHashedValue: (0b0001_0000, 4)
        }
    }

    /// Appends the header of a node with a partial path of `nibbles`.
    @inline(__always)
    func appendHeader(nibbles: Int, to output: inout ByteBuffer) {
        let (bits, count) = prefix
        let room = Int(255 &>> count)
        if nibbles < room {
            output.append(bits | UInt8(truncatingIfNeeded: nibbles))
            return
        }
        output.append(bits | UInt8(truncatingIfNeeded: room))
        var rest = nibbles &- room
        while rest >= 255 {
            output.append(255)
            rest &-= 255
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends the header and the partial path, whose nibbles lie in `source`.
    @inline(__always)
    func append(
        partial run: NibbleRun, of source: UnsafeRawBufferPointer, to output: inout ByteBuffer
    ) {
        appendHeader(nibbles: run.count, to: &output)
        var position = run.start
        let end = run.start &+ run.count
        if run.count & 1 == 1 {
            output.append(UInt8(truncatingIfNeeded: nibble(source, at: position)))
            position &+= 1
        }
        if position & 1 == 0 {
            output.append(
                UnsafeRawBufferPointer(rebasing: source[position &>> 1..<end &>> 1]))
        } else {
            while position < end {
                let high = nibble(source, at: position)
                output.append(
                    UInt8(truncatingIfNeeded: high &<< 4 | nibble(source, at: position &+ 1)))
                position &+= 2
            }
        }
    }

    /// Reads a header: the form, and the nibbles of the partial path.
    ///
    /// - Throws: `TrieFormatError`; the empty node is none that a trie holds.
    @inline(__always)
    static func read(
        _ decoder: inout ScaleDecoder
    ) throws(TrieFormatError) -> (form: TrieNodeForm, nibbles: Int) {
        do throws(ScaleError) {
            let first: UInt8 = try decoder.integer()
            let form: TrieNodeForm
            switch first &>> 6 {
            case 0b01: form = .leaf
            case 0b10: form = .branch
            case 0b11: form = .branchWithValue
            default:
                if first & 0b0010_0000 != 0 {
                    form = .hashedLeaf
                } else if first & 0b0001_0000 != 0 {
                    form = .branchWithHashedValue
                } else {
                    throw ScaleError.compactOutOfRange(offset: decoder.offset)
                }
            }
            let room = 255 &>> form.prefix.count
            var nibbles = Int(first & room)
            if nibbles == Int(room) {
                var more: UInt8 = 255
                while more == 255 {
                    more = try decoder.integer()
                    nibbles &+= Int(more)
                    if nibbles > 65_535 {
                        throw ScaleError.compactOutOfRange(offset: decoder.offset)
                    }
                }
            }
            return (form, nibbles)
        } catch {
            if case .truncated = error { throw .encoding(error) }
            throw .header
        }
    }
}

/// What is wrong with the bytes of a node.
enum TrieFormatError: Error {
    case encoding(ScaleError)
    case header
    case padding
    case noChild
    case childLength
    case nesting

    var reason: String {
        switch self {
        case .encoding(let error): error.description
        case .header: "its header is of no known form"
        case .padding: "its path is padded with another nibble than 0"
        case .noChild: "it is a branch without children"
        case .childLength: "a child is empty or longer than a hash"
        case .nesting: "its inlined children are nested too deep"
        }
    }
}
