// Here: chain specifications as files.
// May use: bytes and JSON.
// Never: running code.

/// Reads a chain specification (JSON, compressed by gzip or not) that comes in chunks; nothing but
/// what this program uses is kept.
///
/// - Source: sc-chain-spec's ChainSpec: `genesis.raw.top` maps keys to values, both 0x-prefixed;
///   `genesis.runtimeGenesis` holds a code and what it builds its state from.
package struct ChainSpecReader: ~Copyable {
    private var decompressor = Decompressor()
    private var scanner: SpecificationScanner

    /// Makes a reader that refuses more than `stateBytesMax` bytes of keys and values.
    ///
    /// The default of 1 GiB is ours; the largest published ones hold a few tens of MiB. With
    /// `mendsCommas` a comma that is missing at the end of a line is no error; one published
    /// specification lacks one.
    package init(stateBytesMax: Int = 1 << 30, mendsCommas: Bool = false) {
        scanner = SpecificationScanner(stateBytesMax: stateBytesMax, mendsCommas: mendsCommas)
    }

    /// Takes the next bytes of the file.
    package mutating func read(_ chunk: UnsafeRawBufferPointer) throws(ChainSpecError) {
        try Self.pass(chunk, &decompressor, &scanner)
    }

    private static func pass(
        _ chunk: UnsafeRawBufferPointer, _ decompressor: inout Decompressor,
        _ scanner: inout SpecificationScanner
    ) throws(ChainSpecError) {
        try decompressor.read(chunk) { (text) throws(ChainSpecError) in try scanner.scan(text) }
    }

    private static func end(
        _ decompressor: inout Decompressor, _ scanner: inout SpecificationScanner
    ) throws(ChainSpecError) {
        try decompressor.finish { (text) throws(ChainSpecError) in try scanner.scan(text) }
        try scanner.finish()
    }

    /// Ends the file and gives its raw state, sorted.
    package consuming func finish() throws(ChainSpecError) -> GenesisState {
        let specification = try finishSpecification()
        guard specification.isRaw else { throw .notRaw }
        return specification.takeState()
    }

    /// Ends the file and gives all that is used of it.
    package consuming func finishSpecification() throws(ChainSpecError) -> ChainSpecification {
        try Self.end(&decompressor, &scanner)
        let (isRaw, fields) = (scanner.hasTop, scanner.fields)
        let mended = scanner.mendedCommas
        var state = scanner.result()
        try state.sort()
        return ChainSpecification(
            isRaw: isRaw, fields: fields, mendedCommas: mended, state: state)
    }
}
