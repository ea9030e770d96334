import Model

/// Holds one fact of the machine against what a document asks.
enum FactJudge {
    /// The verdict on one fact requirement.
    static func verdict(
        of fact: Fact, requirement: Requirement, record: RunRecord
    ) -> RequirementVerdict {
        RequirementVerdict(
            requirement, title: fact.title,
            decision(on: fact, requirement: requirement, record: record))
    }

    private static func decision(
        on fact: Fact, requirement: Requirement, record: RunRecord
    ) -> Decision {
        if let problem = FactPlausibility.problem(fact, in: record) {
            return Decision(.unmeasurable, "the record says what is impossible: \(problem)")
        }
        let reading = Reading(fact, in: record)
        guard let seen = reading.value else {
            return record.host == nil
                ? Decision(.skipped, "the record holds no facts")
                : Decision(.unmeasurable, reading.absence)
        }
        switch (seen, requirement.limit) {
        case (.number(let value), .quantity(let limit, _)):
            return decision(
                on: value, limit: limit, fact: fact, requirement: requirement, record: record)
        case (.flag(let value), .flag(let limit)):
            return Decision(
                value == limit ? .pass : .fail, reading.explanation,
                figures: LineFigures(measuredText: value ? "yes" : "no"))
        case (.version(let value), .version(let limit)):
            let isEnough = limit.lexicographicallyPrecedes(value) || limit == value
            return Decision(
                isEnough ? .pass : .fail, reading.explanation,
                figures: LineFigures(
                    measuredText: value.map(String.init).joined(separator: ".")))
        case (.deviceClass(let value), .deviceClass(let limit)):
            return Decision(
                value.outcome(required: limit, orBetter: requirement.comparison == .atLeast),
                reading.explanation, figures: LineFigures(measuredText: value.rawValue))
        default:
            return Decision(.unmeasurable, "the limit is of another kind than the fact")
        }
    }

    private static func decision(
        on value: Double, limit: Double, fact: Fact, requirement: Requirement, record: RunRecord
    ) -> Decision {
        guard let line = PassLine(requirement) else {
            return Decision(.unmeasurable, "", figures: LineFigures(measured: value))
        }
        let figures = LineFigures(measured: value, marginPercent: line.marginPercent(value))
        let outcome: Outcome
        switch requirement.comparison {
        case .equal:
            outcome = value == limit ? .pass : .fail
        case .atLeast, .atMost:
            let seen = line.oriented([value, limit, line.line])
            outcome = seen[0] >= seen[1] ? .pass : seen[0] >= seen[2] ? .warn : .fail
        }
        // A node's own database on the disk under test is part of what the document asks for.
        if fact == .diskFree, outcome == .fail,
            let total = record.storage?.filesystem.totalBytes, Double(total) >= limit
        {
            return Decision(
                .warn, "the filesystem is large enough, but part of it is in use",
                figures: figures)
        }
        let reason =
            switch outcome {
            case .fail: "short of what the document asks"
            case .warn: "within the tolerance"
            default: "as asked"
            }
        return Decision(outcome, reason, figures: figures)
    }

    /// What the record says of a fact.
    private struct Reading {
        enum Value {
            case number(Double)
            case flag(Bool)
            case version([Int])
            case deviceClass(DeviceClass)
        }

        var value: Value?
        var explanation = "as the kernel reports it"
        var absence = "not readable on this machine"

        init(_ fact: Fact, in record: RunRecord) {
            guard let host = record.host else { return }
            let isVirtual = host.virtualization.isVirtualMachine
            switch fact {
            case .physicalCores:
                value = host.cpu.physicalCores.map { .number(Double($0)) }
            case .maximumClock:
                // A guest's figure is the hypervisor's invention, so it is not believed.
                value = isVirtual == true ? nil : host.cpu.maximumHertz.map { .number($0) }
                if isVirtual == true { absence = "a virtual machine hides the clock" }
            case .memoryTotal:
                value = host.memory.totalBytes.map { .number(Double($0)) }
            case .diskTotal:
                value = record.storage?.filesystem.totalBytes.map { .number(Double($0)) }
                if record.storage == nil { absence = "no disk was looked at" }
            case .diskFree:
                value = record.storage?.filesystem.availableBytes.map { .number(Double($0)) }
                if record.storage == nil { absence = "no disk was looked at" }
            case .smt:
                value = host.cpu.smtActive.map { .flag($0) }
            case .cpuGeneration:
                value = host.cpu.isIceLakeOrZen3.map { .flag($0) }
                if isVirtual == true { explanation = "as the hypervisor shows it" }
                absence = "the kernel shows no processor that is known here"
            case .memoryECC:
                value = host.memory.hasErrorCorrection.map { .flag($0) }
                absence = "no EDAC driver of the kernel tells"
            case .bareMetal:
                value = isVirtual.map { .flag(!$0) }
                explanation =
                    isVirtual == true
                    ? "a virtual machine (\(host.virtualization.hypervisor ?? "hypervisor flag"))"
                    : "no sign of a hypervisor"
            case .kernelVersion:
                value = host.system.kernelRelease.flatMap(Self.version).map { .version($0) }
            case .diskClass:
                readDiskClass(record.storage)
            }
        }

        private mutating func readDiskClass(_ storage: StorageFacts?) {
            switch storage?.deviceClass {
            case nil: absence = "no disk was looked at"
            case .unknown?: absence = "the kernel does not tell what lies behind the path"
            case .virtualDisk?: absence = "a virtual disk hides what lies behind it"
            case let known?: value = .deviceClass(known)
            }
        }

        /// The leading dotted numbers of a kernel release: `6.1.0-18-amd64` gives 6, 1, 0.
        private static func version(_ release: String) -> [Int]? {
            let numbers = release.prefix { $0.isNumber || $0 == "." }
                .split(separator: ".").compactMap { Int($0) }
            return numbers.isEmpty ? nil : numbers
        }
    }
}

extension DeviceClass {
    /// Whether storage of this class does where another is asked for; only visible classes get
    /// here.
    ///
    /// "At least" knows one order, rotating below ssd below nvme; the other classes have no rank.
    fileprivate func outcome(required: DeviceClass, orBetter: Bool) -> Outcome {
        if self == required { return .pass }
        let ranks: [DeviceClass] = [.rotating, .ssd, .localNVMe]
        guard orBetter, let mine = ranks.firstIndex(of: self),
            let asked = ranks.firstIndex(of: required)
        else { return .fail }
        return mine >= asked ? .pass : .fail
    }
}
