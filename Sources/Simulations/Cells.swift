/// All simulated cases: what they promise is asserted by the tests with few trials and by
/// `make simulate` with many.
package enum Cells {
    package static var all: [Cell] {
        MedianCells.all + PercentileCells.all + GateCells.all
    }

    /// Those of which anything is promised.
    package static var promised: [Cell] {
        all.filter(\.isPromised)
    }
}
