/// The known names most like a misspelt one, best first; empty when none is alike.
///
/// Alike is a name that holds the given one or is held by it, and one at an edit distance of at
/// most a third of the longer; of the latter, those much farther off than the best are left out.
/// - Source: the bounds are ours.
/// - Complexity: O(known.count · name.count · longest known name), with `name` cut at 64
///   characters.
package func nearestNames(to name: String, among known: [String], count: Int = 3) -> [String] {
    let wanted = name.lowercased().prefix(64)
    guard !wanted.isEmpty else { return [] }
    var scored: [(isApart: Bool, distance: Int, name: String)] = []
    for candidate in known {
        let lowered = candidate.lowercased()
        let distance = editDistance(Array(wanted), Array(lowered))
        // Below four letters nearly every name holds another.
        let holds =
            min(wanted.count, lowered.count) >= 4
            && (lowered.contains(wanted) || wanted.contains(lowered))
        if holds || distance * 3 <= max(wanted.count, lowered.count) {
            scored.append((!holds, distance, candidate))
        }
    }
    let best = scored.map(\.distance).min() ?? 0
    scored.removeAll { $0.isApart && $0.distance > 2 * best + 1 }
    scored.sort { left, right in
        guard left.isApart == right.isApart else { return right.isApart }
        return (left.distance, left.name) < (right.distance, right.name)
    }
    return scored.prefix(count).map(\.name)
}

/// Least number of single-letter insertions, deletions, replacements and swaps of neighbours
/// between two words.
///
/// - Source: optimal string alignment, the restricted form of Damerau's distance (1964).
package func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for column in right.indices {
            let isSame = left[row] == right[column]
            var least = min(
                last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                least = min(least, beforeLast[column - 1] + 1)
            }
            current.append(least)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
