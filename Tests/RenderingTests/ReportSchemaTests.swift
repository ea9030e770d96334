import Foundation
import Model
import Rendering
import Reports
import Testing

/// The schema says all that the encoder writes; `Reports/validate.py` checks whole files.
struct ReportSchemaTests {
    private let schema: [String: Any]

    init() throws {
        let value = try JSONSerialization.jsonObject(with: Data(ReportSchema.json.utf8))
        schema = try #require(value as? [String: Any])
    }

    @Test func embeddedSchemaIsTheCommittedFile() throws {
        let file = try String(
            contentsOf: Snapshot.url("Reports/report.schema.json"), encoding: .utf8)
        #expect(ReportSchema.json == file)
    }

    @Test func versionIsTheCodes() throws {
        let version = try property("schemaVersion", of: schema)
        #expect(version["const"] as? Int == Report.schemaVersion)
    }

    @Test func everyObjectIsClosedAndEveryFieldDescribed() throws {
        var objects = 0
        try walk(schema, at: "") { node, path in
            guard let properties = node["properties"] as? [String: [String: Any]] else { return }
            objects += 1
            #expect(node["additionalProperties"] as? Bool == false, "\(path) is open")
            for (name, field) in properties {
                let target = try resolved(field)
                let described = field["description"] ?? target["description"]
                #expect(described is String, "\(path).\(name) has no description")
            }
            for name in node["required"] as? [String] ?? [] {
                #expect(properties[name] != nil, "\(path) requires \(name), which it has not")
            }
        }
        #expect(objects > 25)
    }

    @Test(arguments: [SampleReports.full(), SampleReports.withQuality(), SampleReports.everyForm()])
    func everyWrittenFieldIsInTheSchema(_ report: Report) throws {
        let data = Data(try ReportJSON.encode(report))
        try match(JSONSerialization.jsonObject(with: data), schema, at: "report")
    }

    @Test func enumerationsAreTheCodes() throws {
        #expect(try names("outcome") == Set(Outcome.allCases.map(\.rawValue)))
        #expect(try names("unit") == Set(Unit.allCases.map(\.rawValue)))
        #expect(try names("fact") == Set(Fact.allCases.map(\.rawValue)))
        #expect(try names("deviceClass") == Set(DeviceClass.allCases.map(\.rawValue)))
    }

    /// Follows a value through the schema and reports each key that is not described.
    private func match(_ value: Any, _ schema: [String: Any], at path: String) throws {
        let schema = try resolved(schema)
        if let forms = schema["oneOf"] as? [[String: Any]] {
            let keys = Set((value as? [String: Any] ?? [:]).keys)
            let fitting = try forms.map(resolved).filter { form in
                keys == Set(form["required"] as? [String] ?? [])
            }
            #expect(!fitting.isEmpty, "\(path) has none of its forms")
            for form in fitting.prefix(1) { try match(value, form, at: path) }
        } else if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let others = schema["additionalProperties"] as? [String: Any]
            for (key, child) in object {
                guard let field = properties[key] ?? others else {
                    Issue.record("\(path).\(key) is not in the schema")
                    continue
                }
                try match(child, field, at: path + "." + key)
            }
            for name in schema["required"] as? [String] ?? [] {
                #expect(object[name] != nil, "\(path).\(name) is required, but was not written")
            }
        } else if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            for child in list { try match(child, items, at: path + "[]") }
        }
    }

    private func resolved(_ node: [String: Any]) throws -> [String: Any] {
        guard let reference = node["$ref"] as? String else { return node }
        let name = try #require(reference.split(separator: "/").last)
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        return try #require(definitions[String(name)], "\(reference) leads nowhere")
    }

    private func property(_ name: String, of node: [String: Any]) throws -> [String: Any] {
        try #require((node["properties"] as? [String: [String: Any]])?[name])
    }

    private func names(_ definition: String) throws -> Set<String> {
        let node = try resolved(["$ref": "#/$defs/\(definition)"])
        return Set(try #require(node["enum"] as? [String]))
    }

    private func walk(
        _ node: [String: Any], at path: String, visit: ([String: Any], String) throws -> Void
    ) throws {
        try visit(node, path)
        for (key, child) in node {
            if let child = child as? [String: Any] {
                try walk(child, at: path + "/" + key, visit: visit)
            }
            for child in child as? [[String: Any]] ?? [] {
                try walk(child, at: path + "/" + key, visit: visit)
            }
        }
    }
}
