extension Unicode.Scalar {
    /// Whether it can be shown as it is: it neither steers a terminal nor hides, and stands alone.
    package var isHarmless: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned, .nonspacingMark, .enclosingMark:
            false
        default: true
        }
    }
}
