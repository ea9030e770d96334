/// A Merlin transcript: absorbs a protocol's messages and yields its challenges.
///
/// - Source: de Valence, "Merlin transcripts" (merlin.cool), version 1.0, over STROBE-128.
package struct MerlinTranscript {
    private var strobe: Strobe128

    /// Starts the transcript of the protocol named `label`.
    @inline(__always)
    package init(label: StaticString) {
        strobe = Strobe128(label: "Merlin v1.0")
        append("dom-sep", label)
    }

    /// Absorbs `message` (below 2^32 bytes) under `label`.
    @inline(__always)
    package mutating func append(_ label: StaticString, _ message: UnsafeRawBufferPointer) {
        strobe.metaAssociate(label)
        strobe.metaAssociate(length: message.count, more: true)
        strobe.associate(message)
    }

    /// Absorbs a constant message under `label`.
    @inline(__always)
    package mutating func append(_ label: StaticString, _ message: StaticString) {
        message.withUTF8Buffer { append(label, UnsafeRawBufferPointer($0)) }
    }

    /// Fills `output` with challenge bytes that depend on everything absorbed.
    @inline(__always)
    package mutating func challenge(
        _ label: StaticString, into output: UnsafeMutableRawBufferPointer
    ) {
        strobe.metaAssociate(label)
        strobe.metaAssociate(length: output.count, more: true)
        strobe.squeeze(into: output)
    }

    /// Fills `output` with bytes that depend on the transcript, on `witness` and on `randomness`
    /// (32 bytes).
    ///
    /// This is Merlin's transcript random generator, asked once. The transcript itself stays as it
    /// is.
    package func witness(
        _ label: StaticString, _ witness: UnsafeRawBufferPointer,
        randomness: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) {
        var generator = strobe
        generator.metaAssociate(label)
        generator.metaAssociate(length: witness.count, more: true)
        generator.key(witness)
        generator.metaAssociate("rng")
        generator.key(randomness)
        generator.metaAssociate(length: output.count, more: false)
        generator.squeeze(into: output)
    }
}
