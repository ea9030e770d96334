import CNuma
internal import Glibc

/// Where the kernel put memory; libnuma is used for it and never trusted.
package enum NUMAPlacement {
    /// Asks that pages of the range come from a node when they are first touched.
    ///
    /// The call itself and not libnuma's `numa_tonode_memory`, which prints a refusal on standard
    /// error and does not return it.
    ///
    /// - Returns: 0, or the errno of the refusal: EPERM or ENOSYS in a container.
    /// - Source: mbind(2), MPOL_BIND.
    package static func bind(_ range: UnsafeMutableRawBufferPointer, to node: Int) -> Int32 {
        let bits = UInt.bitWidth
        var mask = [UInt](repeating: 0, count: node / bits + 1)
        mask[node / bits] = 1 << (node % bits)
        // The kernel reads one bit less than it is reported.
        let refused = mbind(
            range.baseAddress, UInt(range.count), Int32(MPOL_BIND), &mask,
            UInt(mask.count * bits + 1), 0)
        return refused == 0 ? 0 : errno
    }

    /// On which nodes the pages of a range lie, and who said so.
    package struct Pages: Sendable, Equatable {
        /// Pages by node; pages that were never touched are not among them.
        package let countByNode: [Int: Int]
        /// `move_pages` or `numa_maps`.
        package let source: String

        package init(countByNode: [Int: Int], source: String) {
            self.countByNode = countByNode
            self.source = source
        }

        /// Share of the pages that lie on `node`, 0...1; 0 when there is none.
        package func share(on node: Int) -> Double {
            let all = countByNode.values.reduce(0, +)
            return all == 0 ? 0 : Double(countByNode[node] ?? 0) / Double(all)
        }
    }

    /// Where the pages of a range lie; nil means the kernel tells in neither way.
    ///
    /// move_pages(2) is asked first, for up to 4096 pages spread over the range; a container's
    /// seccomp filter refuses it, and then /proc/self/numa_maps tells of the whole mapping.
    package static func pages(of range: UnsafeMutableRawBufferPointer) -> Pages? {
        if let counts = movePages(range) { return Pages(countByNode: counts, source: "move_pages") }
        guard let base = range.baseAddress,
            let text = SystemTree(root: "/").text("/proc/self/numa_maps"),
            let counts = numaMaps(text, address: UInt(bitPattern: base))
        else { return nil }
        return Pages(countByNode: counts, source: "numa_maps")
    }

    /// - Source: move_pages(2): without target nodes it moves nothing and reports each page's node.
    private static func movePages(_ range: UnsafeMutableRawBufferPointer) -> [Int: Int]? {
        guard let base = range.baseAddress else { return nil }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let stride = max(page, range.count / 4096 / page * page)
        var addresses: [UnsafeMutableRawPointer?] = Swift.stride(
            from: 0, to: range.count, by: stride
        ).map { base + $0 }
        var status = [CInt](repeating: -1, count: addresses.count)
        guard
            numa_move_pages(0, UInt(addresses.count), &addresses, nil, &status, 0) == 0
        else { return nil }
        var counts: [Int: Int] = [:]
        for node in status where node >= 0 { counts[Int(node), default: 0] += 1 }
        return counts
    }

    /// Pages by node of the mapping that begins at `address`; nil means no such line.
    ///
    /// - Source: numa(7), /proc/PID/numa_maps: `N<node>=<pages>`.
    package static func numaMaps(_ text: String, address: UInt) -> [Int: Int]? {
        for line in lines(of: text) {
            let parts = words(of: line)
            guard let first = parts.first, UInt(first, radix: 16) == address else { continue }
            var counts: [Int: Int] = [:]
            for part in parts.dropFirst() where part.hasPrefix("N") {
                let sides = part.dropFirst().split(separator: "=").compactMap { Int($0) }
                if sides.count == 2 { counts[sides[0]] = sides[1] }
            }
            return counts
        }
        return nil
    }
}
