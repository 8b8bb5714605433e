import QuernREPL
import QuernSystem
import QuernTesting
import QuernText
import QuernWire
import Testing

@Suite struct HistoryTests {
  @Test func `entries of several lines come back whole`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/history"
    let first = EntryHistory(path: path)
    first.add("let x = do\n  1\nend")
    first.add("x")
    #expect(first.takeFailure() == nil)
    #expect(EntryHistory(path: path).entries == ["let x = do\n  1\nend", "x"])
  }

  @Test func `repetitions and what begins with a blank are left out`() throws {
    let folder = TemporaryFolder()
    let history = EntryHistory(path: folder.path + "/history")
    for entry in ["a", "a", " secret", "b", "a"] { history.add(entry) }
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test func `two prompts keep each other's entries`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/history"
    let (one, two) = (EntryHistory(path: path), EntryHistory(path: path))
    one.add("a")
    two.add("b")
    one.add("c")
    #expect(EntryHistory(path: path).entries == ["a", "b", "c"])
  }

  @Test func `the file stays bounded and damaged lines are passed over`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/history"
    let big = String(repeating: "x", count: 60_000)
    let lines = (0..<40).map { JSON.string("\($0)\(big)").text() + "\n" }.joined()
    try Disk.real.writeAtomically(path, text: "{\"cut\n" + lines)
    let history = EntryHistory(path: path)
    history.add("last")
    #expect(try Disk.real.read(path).count < EntryHistory.fileByteCountMax)
    #expect(EntryHistory(path: path).entries.last == "last")
  }

  @Test func `a place that cannot be written is told once`() throws {
    let history = EntryHistory(path: "/dev/null/history")
    history.add("a")
    #expect(history.takeFailure() != nil)
    #expect(history.takeFailure() == nil)
    #expect(history.entries == ["a"])
  }

  @Test func `the arrow keys walk through what begins as typed`() {
    var walk = HistoryWalk(entries: ["let a = 1", "sum(a)", "let b = 2", "let b = 2"], draft: "let")
    #expect(walk.back() == "let b = 2")
    #expect(walk.back() == "let a = 1")
    #expect(walk.back() == nil)
    #expect(walk.forward() == "let b = 2")
    #expect(walk.forward() == "let")
    #expect(walk.forward() == nil)
  }
}

@Suite struct SavedNotebookTests {
  private func cell(
    _ source: String, result: Int? = nil, reads: Int? = nil
  ) -> SessionCells.Cell {
    var report = CellReport(id: source, index: 1, status: .ok, seconds: 0)
    let digest = SHA256.hash(source)
    if let result {
      report.defined = [
        .init(name: "_", version: result, digest: digest, blob: digest, type: "table")
      ]
    }
    if let reads { report.read = [.init(name: "_", version: reads)] }
    return SessionCells.Cell(source: source, report: report)
  }

  @Test func `cells become fences below a title`() {
    let saved = SavedNotebook(title: "walk", cells: [cell("let x = 1"), cell("x\n")])
    #expect(saved.text == "# walk\n\n```quern\nlet x = 1\n```\n\n```quern\nx\n```\n")
    #expect(saved.cellCount == 2)
  }

  @Test func `a last result that is taken gets a name`() {
    let saved = SavedNotebook(
      title: "t",
      cells: [
        cell("t |> head(3) # three", result: 1), cell("|> sort(.a)", result: 2, reads: 1),
        cell("_ |> count_rows() + len(\"_\")", reads: 2),
      ])
    let fences = saved.text.split(separator: "```").map(String.init)
    #expect(fences[1] == "quern\nlet result_1 = t |> head(3) # three\nresult_1\n")
    #expect(fences[3] == "quern\nlet result_2 = result_1 |> sort(.a)\nresult_2\n")
    #expect(fences[5] == "quern\nresult_2 |> count_rows() + len(\"_\")\n")
  }

  @Test func `a notebook keeps every byte and gets what it lacks`() {
    let text = "---\nseed: 7\n---\nProse.\n\n```quern\nlet x = 1\n```"
    let saved = SavedNotebook(
      after: text, having: ["let x = 1"], cells: [cell("let x = 1"), cell("x + 1")])
    #expect(saved.text == text + "\n\n```quern\nx + 1\n```\n")
    #expect(saved.cellCount == 1)
  }
}
