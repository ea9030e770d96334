internal import Host
internal import Measurement

extension MappedMemory {
    /// Bytes of it that lie in transparent huge pages now; nil if the kernel does not tell.
    func hugeBytes() -> Int? { PageReport.current(of: bytes)?.hugeBytes }
}
