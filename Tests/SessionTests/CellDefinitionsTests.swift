import QuernSession
import QuernText
import QuernWire
import Testing

@Suite struct CellDefinitionsTests {
  private func definition(_ name: String, _ version: Int) -> CellReport.Definition {
    let digest = SHA256.hash("\(name) \(version)")
    return .init(name: name, version: version, digest: digest, blob: digest, type: "int")
  }

  @Test func atAPromptTheLatestCounts() {
    var definitions = CellDefinitions()
    _ = definitions.settle("1", defined: [definition("x", 1)], replaces: false)
    _ = definitions.settle("2", defined: [definition("x", 2)], replaces: false)
    #expect(definitions.latest("x")?.version == 2)
    #expect(definitions.entries.count == 1)
  }

  @Test func aCellThatRunsAgainSeesWhatItSawTheFirstTime() {
    var definitions = CellDefinitions()
    _ = definitions.settle("a", defined: [definition("x", 1)], replaces: true)
    _ = definitions.settle("b", defined: [definition("x", 2)], replaces: true)
    #expect(definitions.visible("x", in: "b", above: ["a"])?.version == 1)
    #expect(definitions.visible("x", in: "c", above: ["a", "b"])?.version == 2)
    #expect(definitions.visible("x", in: "a", above: [])?.version == 2)
  }

  @Test func namesThatACellNoLongerDefinesVanish() {
    var definitions = CellDefinitions()
    _ = definitions.settle("a", defined: [definition("x", 1), definition("y", 1)], replaces: true)
    let touched = definitions.settle("a", defined: [definition("y", 2)], replaces: true)
    #expect(touched == ["x", "y"])
    #expect(definitions.latest("x") == nil)
    #expect(definitions.latest("y")?.version == 2)
  }

  @Test func entriesAreWrittenAndReadBack() throws {
    var definitions = CellDefinitions()
    _ = definitions.settle("a", defined: [definition("x", 1)], replaces: true)
    _ = definitions.settle("b", defined: [definition("x", 2)], replaces: true)
    let entries = try definitions.entries.map {
      try CellDefinitions.Entry(MessageFields($0.json, of: "entry"))
    }
    #expect(CellDefinitions(entries: entries) == definitions)
  }
}
