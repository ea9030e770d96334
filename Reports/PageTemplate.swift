/// The frame of a report's page for a browser.
package enum PageTemplate {
    /// The text of `page.html`: Mustache, with its styles inside.
    package static let html = String(decoding: PackageResources.page_html, as: UTF8.self)
}
