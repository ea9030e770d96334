internal import Measurement
internal import Model
internal import Primitives

/// How large the arrays of the bandwidth kernels are.
struct ArraySize: Equatable {
    /// Elements of one array.
    let elements: Int
    /// Bytes of all last-level caches; nil if not known, and 64 MiB were assumed.
    let cacheBytes: Int?

    /// Times the last-level caches that each array is meant to be, as STREAM's run rules ask.
    static let cachesWanted = 4
    /// Times the last-level caches below which the arrays would measure caches.
    ///
    /// Ours: at one, the three arrays together still are three times the caches.
    static let cachesLeast = 1
    /// What is assumed where the kernel tells no cache; ours.
    static let assumedCacheBytes = 64 << 20

    /// Chooses the size.
    ///
    /// `cacheBytes` are those of all last-level caches together, and `freeBytes` may be taken, of
    /// which half is; nil if not known. It throws `unavailable` when not even the least size fits.
    init(cacheBytes: Int?, freeBytes: Int?, threads: Int) throws(ProbeError) {
        let cache = cacheBytes ?? Self.assumedCacheBytes
        let turn = threads * StreamKernel.elementMultiple
        let fitting = (freeBytes ?? .max) / 2 / 3
        let bytes = min(cache * Self.cachesWanted, fitting)
        if bytes < cache * Self.cachesLeast {
            throw .unavailable(
                "three arrays of at least \(bytesText(cache)) (one last-level cache) do not fit "
                    + "half of the \(bytesText(freeBytes ?? 0)) of free memory; free some, or "
                    + "raise the memory limit of the control group")
        }
        self.init(elements: (bytes / 8 + turn - 1) / turn * turn, cacheBytes: cacheBytes)
    }

    /// A size that tests choose.
    init(elements: Int, cacheBytes: Int?) {
        self.elements = elements
        self.cacheBytes = cacheBytes
    }

    /// How many times the last-level caches one array is.
    var caches: Double { Double(elements * 8) / Double(cacheBytes ?? Self.assumedCacheBytes) }

    /// Whether the arrays had to be smaller than wanted.
    var isShrunk: Bool { caches < Double(Self.cachesWanted) }
}
