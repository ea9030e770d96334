extension ByteBuffer {
    /// Appends the BLAKE2b-256 digest of `message`, which must not lie in this buffer.
    @inline(__always)
    package mutating func appendHash(of message: UnsafeRawBufferPointer) {
        Blake2b256.hash(message, into: appendUninitialized(Blake2b256.digestBytes))
    }
}
