import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import Testing

/// Errors of tables that no cell can provoke.
@Suite struct ErrorTests {
  @Test func `a saved plan that is none says so`() throws {
    let error = #expect(throws: TableError.self) {
      try Table.fromPlanJSON(try JSON.parse("[\"no such verb\"]"), sources: [])
    }
    #expect(error?.code == "bad-plan")
    #expect(error?.message.hasPrefix("the saved plan cannot be read: ") == true)
  }

  @Test func `an aggregate among single rows says what to do`() {
    let error = TableError.aggregateNotAllowed(place: "an expression over single rows")
    #expect(error.code == "aggregate-not-allowed")
    #expect(error.message == "an aggregate cannot stand in an expression over single rows")
    #expect(error.hints == ["derive the aggregate as a column first"])
  }

  @Test func `a file of bytes is told before it is read as text`() throws {
    let directory = TemporaryFolder()
    let path = directory.file("picture.csv")
    try Disk.real.writeAtomically(path, (0..<3000).map { UInt8(truncatingIfNeeded: $0 * 37) })
    let error = #expect(throws: TableError.self) {
      try TableFiles.open(path, options: CSVOptions(), context: CSVMemory.context())
    }
    #expect(error?.code == "unreadable-format")
    #expect(error?.message.contains("binary data") == true)
    let text = directory.file("text.csv")
    try Disk.real.writeAtomically(text, text: "a,b\n1,\u{1}x\n2,é\n")
    _ = try TableFiles.open(text, options: CSVOptions(), context: CSVMemory.context())
  }
}
