import CNuma

/// Where the kernel put memory; libnuma is used for it and never trusted.
package enum NUMAPlacement {
    /// Nodes with memory that libnuma knows of; `nil` = libnuma is not available here.
    ///
    /// - Source: numa(3). Under a container's seccomp filter libnuma 2.0.16 calls itself
    ///   available although its calls are refused, so compare with ``NUMANodes``.
    package static func configuredNodes() -> Int? {
        guard numa_available() >= 0 else { return nil }
        let count = Int(numa_num_configured_nodes())
        return count > 0 ? count : nil
    }

    /// The NUMA node that holds the page at `address`.
    ///
    /// `nil` = the kernel refuses to tell (a container's seccomp filter), or the page was never
    /// touched.
    ///
    /// - Source: move_pages(2): without target nodes it moves nothing and reports each page's
    ///   node.
    package static func node(ofPageAt address: UnsafeRawPointer) -> Int? {
        var page: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(mutating: address)
        var status: CInt = -1
        guard numa_move_pages(0, 1, &page, nil, &status, 0) == 0, status >= 0 else { return nil }
        return Int(status)
    }
}
