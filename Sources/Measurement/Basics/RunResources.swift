internal import Synchronization

/// What several probes of one run share, such as a state that takes a minute to build.
///
/// The sessions own it: it is released with the last session that holds it.
package final class RunResources: Sendable {
    private struct Weak {
        weak var object: (any AnyObject & Sendable)?
    }

    private let made = Mutex<[String: Weak]>([:])
    private let held = Mutex<[String: any AnyObject & Sendable]>([:])

    package init() {}

    /// What lies under `key`, or what `make` makes when nothing does (any more).
    ///
    /// - Parameters:
    ///   - key: Says of which kind it is: the same key, the same type.
    ///   - make: Makes it; called at most once while a session holds the result.
    /// - Returns: The one that all sessions share.
    package func shared<Resource: AnyObject & Sendable>(
        _ key: String, _ make: () -> Resource
    ) -> Resource {
        made.withLock { made in
            if let known = made[key]?.object as? Resource { return known }
            let new = make()
            made[key] = Weak(object: new)
            return new
        }
    }

    /// The same, held until the run ends: for what must remember what was tried before.
    package func kept<Resource: AnyObject & Sendable>(
        _ key: String, _ make: () -> Resource
    ) -> Resource {
        held.withLock { held in
            if let known = held[key] as? Resource { return known }
            let new = make()
            held[key] = new
            return new
        }
    }
}
