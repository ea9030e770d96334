/// What a runtime lets a block weigh and hold.
///
/// - Source: frame-system's constants BlockWeights, BlockLength and DbWeight.
package struct BlockLimits: Equatable, Sendable {
    /// A weight: picoseconds on the reference machine, and bytes of the proof.
    package struct Weight: Equatable, Sendable {
        package var picoseconds: UInt64
        /// nil means the runtime is older than the second dimension, or sets no limit.
        package var proofBytes: UInt64?
    }

    package var block: Weight?
    package var baseBlock: Weight?
    /// What normal transactions together may weigh; nil means no limit of their own.
    package var normal: Weight?
    /// What every normal transaction weighs at least.
    package var baseExtrinsic: Weight?
    /// What normal transactions may take of a block's length, in bytes; nil if not described.
    package var normalBytes: UInt64?
    /// What a read and a write of the database weigh, in picoseconds.
    package var readPicoseconds: UInt64?
    package var writePicoseconds: UInt64?

    /// Reads the constants; what a runtime does not have stays nil.
    package init(_ metadata: Metadata) {
        if let constant = metadata.constant("System", "BlockWeights") {
            if let types = metadata.types, let type = constant.type.id {
                if let value = try? types.decode(type, constant.value) { readWeights(value) }
            } else {
                try? readNamedWeights(constant.value)
            }
        }
        if let constant = metadata.constant("System", "BlockLength") {
            // Three u32: normal, operational, mandatory; the same in all versions.
            if constant.value.count >= 12 {
                normalBytes = UInt64(UInt128(constant.value[0..<4]))
            }
        }
        if let constant = metadata.constant("System", "DbWeight"), constant.value.count >= 16 {
            readPicoseconds = UInt64(UInt128(constant.value[0..<8]))
            writePicoseconds = UInt64(UInt128(constant.value[8..<16]))
        }
    }

    private mutating func readWeights(_ value: MetadataValue) {
        block = Weight(value["max_block"])
        baseBlock = Weight(value["base_block"])
        guard let class_ = value["per_class"]?["normal"] else { return }
        normal = Weight(class_["max_total"])
        baseExtrinsic = Weight(class_["base_extrinsic"])
    }

    /// Base block, whole block, then for normal transactions: base, one at most, all at most.
    private mutating func readNamedWeights(_ bytes: [UInt8]) throws(MetadataError) {
        self = try MetadataReader.reading(bytes) { [self] (reader) throws(MetadataError) in
            var limits = self
            limits.baseBlock = Weight(picoseconds: try reader.integer())
            limits.block = Weight(picoseconds: try reader.integer())
            limits.baseExtrinsic = Weight(picoseconds: try reader.integer())
            _ = try reader.option { (reader) throws(MetadataError) in
                try reader.integer(UInt64.self)
            }
            limits.normal = try reader.option { (reader) throws(MetadataError) in
                Weight(picoseconds: try reader.integer())
            }
            return limits
        }
    }
}

extension BlockLimits.Weight {
    /// A weight is a number, a structure of one, or of time and proof size.
    init?(_ value: MetadataValue?) {
        guard let value else { return nil }
        let time = value.integer ?? value["ref_time"]?.integer
        guard let time, let picoseconds = UInt64(exactly: time) else { return nil }
        let size = value["proof_size"]?.integer.flatMap { UInt64(exactly: $0) }
        // The largest number stands for no limit.
        self.init(picoseconds: picoseconds, proofBytes: size == .max ? nil : size)
    }
}
