import ArgumentParser
import Model
import Rendering
import Runs

/// `--noise FILE`: what is known of the drift between runs.
struct NoiseOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file of `touchstone noise` of this machine, for the probability that a repetition "
                + "passes.", valueName: "file"))
    var noise: String?

    /// - Throws: exit code 66 when there is no such file, 65 when it is none.
    func load() throws -> NoiseCalibration? {
        guard let noise else { return nil }
        let bytes = try InputFile.read(noise, byteLimit: 4 << 20)
        do {
            return try CalibrationJSON.decode(bytes)
        } catch {
            throw CommandFailure(.badInput, "\(noise): \(error)")
        }
    }
}
