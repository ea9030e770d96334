import FoundationEssentials
package import Model

/// Calibrations of noise as JSON: what `touchstone noise` saves and `--noise` reads back.
package enum CalibrationJSON {
    /// The bytes: UTF-8, sorted keys, a final line feed.
    ///
    /// - Throws: `notFinite` when a number has no JSON form.
    package static func encode(
        _ calibration: NoiseCalibration
    ) throws(ReportFormatError) -> [UInt8] {
        try DocumentJSON.encode(calibration)
    }

    /// The calibration in these bytes.
    ///
    /// - Throws: `notAReport` when they hold none, `newer` when a newer program wrote them.
    package static func decode(_ bytes: [UInt8]) throws(ReportFormatError) -> NoiseCalibration {
        let decoder = JSONDecoder()
        guard let header = try? decoder.decode(Header.self, from: Data(bytes)) else {
            throw .notAReport(
                detail: "it is no calibration; `touchstone noise --output json:FILE` makes one")
        }
        if header.schemaVersion > NoiseCalibration.schemaVersion {
            throw .newer(
                found: header.schemaVersion, supported: NoiseCalibration.schemaVersion)
        }
        guard let calibration = try? decoder.decode(NoiseCalibration.self, from: Data(bytes)),
            calibration.runs > 1,
            calibration.metrics.allSatisfy({ $0.medians.count > 1 && $0.driftPercent >= 0 })
        else { throw .notAReport(detail: "it is no whole calibration of `touchstone noise`") }
        return calibration
    }

    private struct Header: Decodable {
        let schemaVersion: Int
        // A report has a version too; only this tells them apart.
        let runs: Int
    }
}
