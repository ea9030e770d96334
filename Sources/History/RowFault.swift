internal import GRDB

/// A value in the database that this program cannot have written there.
package struct RowFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Id of the run that it belongs to; nil if that is not known either.
    package let runID: String?
    /// What is wrong with which value.
    package let what: String

    package var description: String {
        (runID.map { "the run \($0)" } ?? "a run without an id") + " cannot be read (\(what))"
    }
}

extension Row {
    /// The value in a column.
    ///
    /// `runID` is the run that the row belongs to, for the error.
    ///
    /// - Throws: `RowFault` where the value is of another type, or cannot be held.
    func value<Value: DatabaseValueConvertible>(
        _ index: Int, of runID: String?
    ) throws -> Value {
        let stored: DatabaseValue = self[index]
        if let value = Value.fromDatabaseValue(stored), (value as? Double)?.isFinite != false {
            return value
        }
        let name = Array(columnNames)[index]
        throw RowFault(runID: runID, what: "its \(name) is \(stored.kind)")
    }

    /// The same, where the column may hold nothing.
    func optional<Value: DatabaseValueConvertible>(
        _ index: Int, of runID: String?
    ) throws -> Value? {
        let stored: DatabaseValue = self[index]
        return stored.isNull ? nil : try value(index, of: runID)
    }
}

extension DatabaseValue {
    /// What kind of value it is, in words; the value itself may be of any length.
    fileprivate var kind: String {
        switch storage {
        case .null: "missing"
        case .int64(let number): "the number \(number)"
        case .double(let number): "the number \(number)"
        case .string: "text of another form"
        case .blob: "bytes"
        }
    }
}

/// What can be read of several rows, and what cannot.
package struct Readable<Value: Sendable>: Sendable {
    package internal(set) var values: [Value] = []
    /// What is wrong with the others.
    package internal(set) var faults: [RowFault] = []

    /// Reads one row after another.
    mutating func add(_ row: Row, _ read: (Row) throws -> Value) throws {
        do {
            values.append(try read(row))
        } catch let fault as RowFault {
            faults.append(fault)
        }
    }
}
