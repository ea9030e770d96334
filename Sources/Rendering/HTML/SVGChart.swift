import Foundation
import Model

/// A chart being drawn: a picture that says in words what it shows.
struct SVGChart {
    private let width: Double
    private let height: Double
    private var parts: [String] = []

    /// - Parameters:
    ///   - width: Of the drawing area in units; the page scales it.
    ///   - height: The same.
    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// What a screen reader says of the chart comes first in it.
    func svg(_ description: String) -> String {
        "<svg viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\" "
            + "aria-label=\"\(HTMLText.escape(description))\">" + parts.joined() + "</svg>"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class style: String
    ) {
        parts.append(
            "<line class=\"\(style)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" "
                + "x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>")
    }

    /// A rectangle, with a text that is shown where a pointer rests on it.
    mutating func bar(
        _ x: Double, _ y: Double, width: Double, height: Double, class style: String,
        hint: String? = nil
    ) {
        parts.append(
            "<rect class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "width=\"\(Self.number(max(0, width)))\" "
                + "height=\"\(Self.number(max(0, height)))\"" + Self.end("rect", hint))
    }

    mutating func dot(
        _ x: Double, _ y: Double, radius: Double = 3, class style: String, hint: String? = nil
    ) {
        parts.append(
            "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
                + "r=\"\(Self.number(radius))\"" + Self.end("circle", hint))
    }

    mutating func path(_ points: [(x: Double, y: Double)], class style: String) {
        let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
        parts.append(
            "<polyline class=\"\(style)\" points=\"\(list.joined(separator: " "))\"/>")
    }

    /// A word; `anchor` is `start`, `middle` or `end`.
    mutating func text(
        _ text: String, _ x: Double, _ y: Double, anchor: String = "start",
        class style: String = "label"
    ) {
        parts.append(
            "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "text-anchor=\"\(anchor)\">\(HTMLText.escape(text, limit: 200))</text>")
    }

    private static func end(_ name: String, _ hint: String?) -> String {
        hint.map { "><title>\(HTMLText.escape($0, limit: 300))</title></\(name)>" } ?? "/>"
    }

    /// A coordinate with one decimal place, without one where it is none.
    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = (min(1e6, max(-1e6, value)) * 10).rounded()
        if tenths.truncatingRemainder(dividingBy: 10) == 0 { return String(Int(tenths / 10)) }
        return String(tenths / 10)
    }
}

/// A chart on the page: its title, the picture, and the same as a table.
struct HTMLFigure {
    var title: String
    var svg: String
    /// What the picture cannot say in words.
    var note: String?
    /// The figures; nil if they stand elsewhere on the page.
    var table: Page.Table?

    var html: String {
        var parts = ["<figure>", HTMLText.element("figcaption", title), svg]
        if let note { parts.append(HTMLText.element("p", note, class: "note")) }
        if let table {
            parts.append("<details><summary>Figures</summary>")
            parts.append(HTMLWriter.table(table))
            parts.append("</details>")
        }
        parts.append("</figure>")
        return parts.joined()
    }
}
