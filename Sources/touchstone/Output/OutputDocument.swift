import Model
import Rendering

/// A result, as the bytes of each format that its command writes.
struct OutputDocument {
    /// The bytes of a format; the style is for text.
    var bytes: (OutputFormat, Style) throws -> [UInt8]
    /// Lines that a step of GitHub Actions reads.
    var annotations: () -> [String] = { [] }
    /// A page of at most so many bytes, for a step of GitHub Actions.
    var summary: (_ byteLimit: Int) -> String = { _ in "" }

    /// A page for people, or the same as JSON.
    static func page(
        text: @escaping (Style) -> String, json: @escaping () throws -> [UInt8]
    ) -> OutputDocument {
        OutputDocument { format, style in
            try format == .json ? json() : Array(text(style).utf8)
        }
    }

    static func report(_ report: Report) -> OutputDocument {
        OutputDocument(
            bytes: { format, style in
                switch format {
                case .json: try ReportJSON.encode(report)
                case .markdown: Array(MarkdownReport.render(report).utf8)
                case .text: Array(TextReport.render(report, style: style).utf8)
                case .junit: Array(JUnitReport.render(report).utf8)
                case .openmetrics: Array(OpenMetricsText.render(report).utf8)
                case .csv: Array(CSVReport.render(report).utf8)
                case .github: Array(GitHubSummary.render(report).utf8)
                }
            }, annotations: { GitHubSummary.annotations(report) },
            summary: { GitHubSummary.render(report, byteLimit: $0) })
    }

    static func check(_ report: RegressionReport) -> OutputDocument {
        OutputDocument(
            bytes: { format, style in
                switch format {
                case .json: try DocumentJSON.encode(report)
                case .junit: Array(RegressionJUnit.render(report).utf8)
                case .openmetrics: Array(RegressionMetrics.render(report).utf8)
                case .github: Array(RegressionSummary.render(report).utf8)
                case .text, .markdown, .csv:
                    Array(RegressionText.render(report, style: style).utf8)
                }
            }, annotations: { RegressionSummary.annotations(report) },
            summary: { RegressionSummary.render(report, byteLimit: $0) })
    }
}
