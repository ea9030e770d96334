// Here: the first state of a chain.
// May use: rules and metadata.
// Never: building blocks.

import Primitives

/// Makes a chain's first state from what a runtime's file holds.
package struct FirstState {
    /// What is changed of the state so that blocks can be built on it.
    package struct Adjustments: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// An author of our own where the state names none: pallet-aura divides by their number.
        package static let author = Adjustments(rawValue: 1)
        /// The state says that this version's migrations have run, which would else fill the first
        /// block, or stop at a foreign state.
        package static let noMigrations = Adjustments(rawValue: 2)
    }

    private let file: RuntimeFile
    private let runtime: any RuntimeCalling
    private let version: RuntimeVersion
    /// What was done that the file does not say.
    private(set) var notes: [String] = []

    private init(
        _ file: RuntimeFile, _ runtime: any RuntimeCalling, _ version: RuntimeVersion
    ) {
        self.file = file
        self.runtime = runtime
        self.version = version
    }

    /// The state, and in words what was done that the file does not say.
    package static func make(
        of file: RuntimeFile, by runtime: any RuntimeCalling, adjustments: Adjustments = []
    ) throws(RuntimeTrouble) -> (state: MemoryState, notes: [String]) {
        let empty = MemoryState()
        let version = try RuntimeVersion(of: runtime, over: empty)
        var maker = FirstState(file, runtime, version)
        let state = try maker.state()
        maker.adjust(state, file.isCodeAlone ? [.author, .noMigrations] : adjustments)
        return (state, maker.notes)
    }

    private var layout: TrieLayout { version.layout }

    private mutating func state() throws(RuntimeTrouble) -> MemoryState {
        switch file.genesis {
        case .raw(let top, let children):
            let state = MemoryState(top)
            for (child, key, value) in children {
                let prefix = Array(":child_storage:default:".utf8)
                let id = child.starts(with: prefix) ? Array(child.dropFirst(prefix.count)) : child
                state.set(key, to: value, inChild: id)
            }
            if !children.isEmpty { try seal(state) }
            state.set(WellKnownKey.code, to: file.storedCode)
            return state
        case .patch(let patch):
            return try build(try preset(nil).merged(with: patch))
        case .config(let config): return try build(config)
        case .none: return stateOfCodeAlone()
        }
    }

    private func seal(_ state: MemoryState) throws(RuntimeTrouble) {
        do throws(StateError) {
            try state.sealChildren(layout: layout)
        } catch {
            throw .state(error)
        }
    }

    /// Presets that stand for a whole chain, the better first.
    ///
    /// - Source: sp-genesis-builder, DEV_RUNTIME_PRESET and LOCAL_TESTNET_RUNTIME_PRESET.
    private static let presets = ["development", "local_testnet"]

    /// The runtime's own preset where it builds, else next to nothing.
    private mutating func stateOfCodeAlone() -> MemoryState {
        var reason = "it has none"
        if buildFunction != nil {
            let known = presetNames()
            for name in Self.presets.filter(known.contains).map(Optional.some) + [nil] {
                do throws(RuntimeTrouble) {
                    let state = try build(try preset(name))
                    notes.append(
                        "the state is built by the runtime itself, from "
                            + (name.map { "its preset \"\($0)\"" } ?? "its default preset"))
                    return state
                } catch {
                    reason = "\(error)"
                }
            }
        }
        notes.append(
            "the state holds only what blocks need, since the runtime cannot build one (\(reason))")
        let state = MemoryState()
        state.set(WellKnownKey.code, to: file.storedCode)
        state.set(WellKnownKey.extrinsicIndex, to: [0, 0, 0, 0])
        state.set(
            Metadata.key("ParachainInfo", "ParachainId"), to: Scale.littleEndian(UInt32(2000)))
        return state
    }

    private var buildFunction: String? {
        // The second until 2024.
        ["GenesisBuilder_build_state", "GenesisBuilder_build_config"].first(where: runtime.exports)
    }

    private func presetNames() -> [String] {
        let function = "GenesisBuilder_preset_names"
        guard runtime.exports(function),
            let answer = try? runtime.call(function, [], over: StateOverlay(over: MemoryState()))
        else { return [] }
        return
            (try? MetadataReader.reading(answer) { (reader) throws(MetadataError) in
                try reader.texts()
            }) ?? []
    }

    /// A preset of the runtime; nil means the default one.
    private func preset(_ name: String?) throws(RuntimeTrouble) -> JSONValue {
        let overlay = StateOverlay(over: MemoryState())
        let text: [UInt8]?
        if runtime.exports("GenesisBuilder_get_preset") {
            let input = name.map { [1] + Scale.vector(Array($0.utf8)) } ?? [0]
            let function = "GenesisBuilder_get_preset"
            let answer = try runtime.answer(function, input, over: overlay)
            text = answer.first == 1 ? Self.vector(Array(answer.dropFirst())) : nil
        } else if runtime.exports("GenesisBuilder_create_default_config") {
            let function = "GenesisBuilder_create_default_config"
            text = Self.vector(try runtime.answer(function, [], over: overlay))
        } else {
            throw .genesis("it is older than the API GenesisBuilder; give a raw specification")
        }
        guard let text else {
            throw .genesis(
                "it has no \(name.map { "preset \"\($0)\"" } ?? "default preset")")
        }
        do throws(ChainSpecError) {
            return try JSONReader.read(text)
        } catch {
            throw .genesis("its preset \(error)")
        }
    }

    private static func vector(_ bytes: [UInt8]) -> [UInt8]? {
        try? MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            try reader.vector()
        }
    }

    /// The state that the runtime builds from `config`.
    private func build(_ config: JSONValue) throws(RuntimeTrouble) -> MemoryState {
        guard let function = buildFunction else {
            throw .genesis("it is older than the API GenesisBuilder; give a raw specification")
        }
        let state = MemoryState()
        let overlay = StateOverlay(over: state)
        let answer = try runtime.answer(function, Scale.vector(config.text), over: overlay)
        guard answer.first == 0 else {
            let words = Self.vector(Array(answer.dropFirst())) ?? []
            throw .genesis(String(decoding: words.prefix(500), as: UTF8.self))
        }
        do throws(StateError) {
            try state.apply(overlay, layout: layout)
        } catch {
            throw .state(error)
        }
        state.set(WellKnownKey.code, to: file.storedCode)
        if state.value(of: WellKnownKey.extrinsicIndex) == nil {
            state.set(WellKnownKey.extrinsicIndex, to: [0, 0, 0, 0])
        }
        return state
    }

    private mutating func adjust(_ state: MemoryState, _ adjustments: Adjustments) {
        if adjustments.contains(.author) {
            for pallet in ["Aura", "AuraExt"] {
                let key = Metadata.key(pallet, "Authorities")
                // A list without items.
                guard state.value(of: key) ?? [0] == [0] else { continue }
                state.set(key, to: [4] + Self.author)
                notes.append("\(pallet).Authorities is one author of our own, since it was empty")
            }
        }
        if adjustments.contains(.noMigrations) {
            // - Source: frame-system, LastRuntimeUpgradeInfo.
            state.set(
                Metadata.key("System", "LastRuntimeUpgrade"),
                to: Scale.compact(version.specVersion)
                    + Scale.vector(Array(version.specName.utf8)))
            notes.append("the state says that this version's migrations have run")
        }
    }

    /// The public key of an author that never signs.
    private static let author = Blake2b256.hash(Array("touchstone author".utf8))
}
