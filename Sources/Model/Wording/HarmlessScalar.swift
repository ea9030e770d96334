extension Unicode.Scalar {
    /// Whether it can be shown as it is: it does not steer a terminal, it is visible, and it does
    /// not attach to the character before it.
    package var isHarmless: Bool {
        // The properties are looked up in tables; most text is ASCII.
        if value < 0x7F { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned, .nonspacingMark, .enclosingMark:
            false
        // Letters that no font draws, such as U+3164, are default ignorable.
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
