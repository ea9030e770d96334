// Here: results as the bytes of each format.
// May use: pages and writers.
// Never: where the bytes go.

package import Model
package import Rendering
import Reports

/// Formats in which something can be written.
package enum OutputFormat: String, CaseIterable, Sendable {
    case json, markdown, text, html, junit, openmetrics, csv, github
}

/// A result, as the bytes of each format that its command writes.
package struct OutputDocument {
    /// The bytes of a format; the style is for text.
    package var bytes: (OutputFormat, Style) throws -> [UInt8]
    /// Lines that a step of GitHub Actions reads.
    package var annotations: () -> [String] = { [] }
    /// A page of at most so many bytes, for a step of GitHub Actions.
    package var summary: (_ byteLimit: Int) -> String = { _ in "" }

    /// A page for people, or the same as JSON.
    package static func page(
        text: @escaping (Style) -> String, json: @escaping () throws -> [UInt8]
    ) -> OutputDocument {
        OutputDocument { format, style in
            try format == .json ? json() : Array(text(style).utf8)
        }
    }

    /// A report in every format.
    package static func report(_ report: Report) -> OutputDocument {
        OutputDocument(
            bytes: { format, style in
                switch format {
                case .json: try ReportJSON.encode(report)
                case .markdown: Array(ReportPage.page(report).markdown().utf8)
                case .text: Array(ReportPage.page(report).text(style).utf8)
                case .html: try html([report])
                case .junit: Array(JUnitReport.render(report).utf8)
                case .openmetrics: Array(OpenMetricsText.render(report).utf8)
                case .csv: Array(CSVReport.render(report).utf8)
                case .github: Array(GitHubSummary.render(report).utf8)
                }
            }, annotations: { GitHubSummary.annotations(report) },
            summary: { GitHubSummary.render(report, byteLimit: $0) })
    }

    /// Formats that can hold several reports.
    package static let formatsOfSeveral: [OutputFormat] = [.text, .markdown, .html]

    /// Several reports: side by side on a page for a browser, else one after another.
    package static func reports(_ reports: [Report]) -> OutputDocument {
        if reports.count == 1, let only = reports.first { return report(only) }
        return OutputDocument { format, style in
            switch format {
            case .html: try html(reports)
            case .markdown:
                Array(reports.map { ReportPage.page($0).markdown() }.joined(separator: "\n").utf8)
            default:
                Array(reports.map { ReportPage.page($0).text(style) }.joined(separator: "\n").utf8)
            }
        }
    }

    private static func html(_ reports: [Report]) throws -> [UInt8] {
        Array(try HTMLReport.render(reports, template: PageTemplate.html).utf8)
    }

    /// A run that was held against a baseline.
    package static func check(_ report: RegressionReport) -> OutputDocument {
        OutputDocument(
            bytes: { format, style in
                switch format {
                case .json: try DocumentJSON.encode(report)
                case .junit: Array(RegressionJUnit.render(report).utf8)
                case .openmetrics: Array(RegressionMetrics.render(report).utf8)
                case .github: Array(RegressionSummary.render(report).utf8)
                case .text, .markdown, .html, .csv:
                    Array(RegressionPage.page(report).text(style).utf8)
                }
            }, annotations: { RegressionSummary.annotations(report) },
            summary: { RegressionSummary.render(report, byteLimit: $0) })
    }
}
