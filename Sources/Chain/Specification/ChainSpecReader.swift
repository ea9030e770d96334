/// Reads the genesis state out of a raw chain specification (JSON, compressed by gzip or not) that
/// comes in chunks; nothing but the state is kept.
///
/// - Source: sc-chain-spec's ChainSpec: `genesis.raw.top` maps keys to values, both 0x-prefixed.
package struct ChainSpecReader: ~Copyable {
    private var decompressor = Decompressor()
    private var scanner: SpecificationScanner

    /// Makes a reader that refuses more than `stateBytesMax` bytes of keys and values.
    ///
    /// The default of 1 GiB is ours; the largest published ones hold a few tens of MiB.
    package init(stateBytesMax: Int = 1 << 30) {
        scanner = SpecificationScanner(stateBytesMax: stateBytesMax)
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

    /// Ends the file and gives its state, sorted.
    package consuming func finish() throws(ChainSpecError) -> GenesisState {
        try Self.end(&decompressor, &scanner)
        var state = scanner.result()
        try state.sort()
        return state
    }
}
