import QuernSystem
import QuernTesting
import QuernWords
import Testing

/// Every `.cells` file under `Tests/Conformance`, in each mode.
@Suite struct ConformanceTests {
  @Test(arguments: ConformanceFiles.all, ConformanceRunner.Mode.allCases)
  func cellsComeToWhatTheirFileSays(name: String, mode: ConformanceRunner.Mode) throws {
    let path = "\(ConformanceFiles.folder)/\(name)"
    let file = CellsFile(try Disk.real.readText(path))
    let (mismatches, corrected) = try ConformanceRunner.run(
      file, mode: mode, registry: Words.registry)
    if ConformanceFiles.isUpdating, mode == .inProcess {
      try Disk.real.writeAtomically(path, text: corrected.text)
      return
    }
    for mismatch in mismatches { Issue.record("\(name), \(mode.rawValue), \(mismatch)") }
  }

  @Test func aFileReadsBackAsItWasWritten() throws {
    for name in ConformanceFiles.all {
      let text = try Disk.real.readText("\(ConformanceFiles.folder)/\(name)")
      #expect(CellsFile(text).text == text, "\(name) is not in the form that an update writes")
    }
  }
}
