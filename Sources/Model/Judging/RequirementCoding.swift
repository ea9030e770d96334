// Written by hand because the compiler's own form names associated values `_0`, and these are
// keys of a published format.

extension Requirement.Subject: Codable {
    private enum CodingKeys: String, CodingKey { case metric, statistic, fact }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let fact = try container.decodeIfPresent(Fact.self, forKey: .fact) {
            guard !container.contains(.metric), !container.contains(.statistic) else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "a subject is a metric or a fact, not both"))
            }
            self = .fact(fact)
        } else {
            self = .metric(
                try container.decode(MetricID.self, forKey: .metric),
                try container.decode(Requirement.Statistic.self, forKey: .statistic))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .metric(let id, let statistic):
            try container.encode(id, forKey: .metric)
            try container.encode(statistic, forKey: .statistic)
        case .fact(let fact):
            try container.encode(fact, forKey: .fact)
        }
    }
}

extension Requirement.Limit: Codable {
    private enum CodingKeys: String, CodingKey {
        case value, displayUnit, flag, version, deviceClass
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kinds = container.allKeys.filter { $0 != .displayUnit }
        guard let kind = kinds.first, kinds.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a limit is one of value, flag, version and deviceClass"))
        }
        switch kind {
        case .flag:
            self = .flag(try container.decode(Bool.self, forKey: .flag))
        case .version:
            self = .version(try container.decode([Int].self, forKey: .version))
        case .deviceClass:
            self = .deviceClass(try container.decode(DeviceClass.self, forKey: .deviceClass))
        case .value, .displayUnit:
            self = .quantity(
                try container.decode(Double.self, forKey: .value),
                unit: try container.decode(String.self, forKey: .displayUnit))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .quantity(let value, let unit):
            try container.encode(value, forKey: .value)
            try container.encode(unit, forKey: .displayUnit)
        case .flag(let flag):
            try container.encode(flag, forKey: .flag)
        case .version(let numbers):
            try container.encode(numbers, forKey: .version)
        case .deviceClass(let deviceClass):
            try container.encode(deviceClass, forKey: .deviceClass)
        }
    }
}
