package import Model

/// Is called when a phase ends, such as a clock.
package protocol ImportObserver: AnyObject {
    /// The phase that just ended.
    func ended(_ phase: BlockPhase)

    /// An account is about to be read through the trie, within `execute`.
    func storageReadBegins()

    /// It has been read.
    func storageReadEnds()
}

extension ImportObserver {
    /// Does nothing.
    package func storageReadBegins() {}

    /// Does nothing.
    package func storageReadEnds() {}
}
