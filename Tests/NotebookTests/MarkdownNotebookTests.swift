import QuernNotebook
import Testing

struct MarkdownNotebookTests {
  private func read(_ text: String) throws -> Notebook {
    try Notebook.read(Array(text.utf8), path: "n.md")
  }

  @Test func onlyQuernFencesAreCells() throws {
    let notebook = try read(
      """
      # One

      ```python
      x = 1
      ```

      ```quern
      let x = 1
      ```

      ~~~~ quern
      x + 1
      ~~~~
      ````
      ```quern
      not a cell
      ```
      ````
      """)
    #expect(notebook.cells.map(\.source) == ["let x = 1", "x + 1"])
    #expect(notebook.cells.map(\.firstLine) == [8, 12])
    #expect(notebook.cells.map(\.title) == ["One", "One"])
    #expect(notebook.cells.map(\.id) == ["cell-1", "cell-2"])
  }

  @Test func anIndentedFenceLosesItsIndentFromEachLine() throws {
    let notebook = try read("  ```quern\n  let x = do\n    1\n  end\n  ```\n")
    #expect(notebook.cells.map(\.source) == ["let x = do\n  1\nend"])
  }

  @Test func frontMatterIsReadWithQuotesAndComments() throws {
    let notebook = try read(
      "---\ntitle: \"Churn: who leaves\"\nseed: 7 # lucky\ninstance: ml.m5.large\nidle: 15min\n---\n"
    )
    #expect(notebook.frontMatter.title == "Churn: who leaves")
    #expect(notebook.frontMatter.seed == 7)
    #expect(notebook.frontMatter.instance == "ml.m5.large")
    #expect(notebook.frontMatter.idleSeconds == 900)
    #expect(notebook.warnings.isEmpty)
  }

  @Test func aMisspeltFrontMatterKeyIsNamed() throws {
    let notebook = try read("---\ninstanc: ml.m5.large\n---\n")
    #expect(
      notebook.warnings.map(\.text)
        == ["line 2: `instanc` means nothing to Quern; did you mean `instance`?"])
  }

  @Test func optionsAreReadAndAMisspeltOneIsNamed() throws {
    let notebook = try read("```quern\n#| label: prep\n#| timout: 30s\n#| cache: false\n1\n```\n")
    #expect(notebook.cells[0].id == "prep")
    #expect(!notebook.cells[0].options.usesCache)
    #expect(
      notebook.warnings.map(\.text)
        == ["line 3: there is no cell option \"timout\"; did you mean \"timeout\"?"])
  }

  @Test func anUnclosedCellNamesItsLine() {
    #expect(throws: NotebookError.unclosedCell(path: "n.md", line: 3)) {
      try read("text\n\n```quern\nlet x = 1\n")
    }
  }

  @Test func twoCellsOfOneLabelAreRefused() {
    #expect(throws: NotebookError.duplicateCell(path: "n.md", id: "a", line: 6)) {
      try read("```quern\n#| label: a\n1\n```\n```quern\n#| label: a\n2\n```\n")
    }
  }

  @Test func windowsLineEndsAreLineEnds() throws {
    let notebook = try read("---\r\nseed: 3\r\n---\r\n```quern\r\nlet x = 1\r\nx\r\n```\r\n")
    #expect(notebook.frontMatter.seed == 3)
    #expect(notebook.cells.map(\.source) == ["let x = 1\nx"])
  }

  @Test func aFileThatIsNotUTF8NamesTheByte() {
    #expect(throws: NotebookError.notUTF8(path: "n.md", offset: 3)) {
      try Notebook.read([0x61, 0xC3, 0xA9, 0xFF, 0x62], path: "n.md")
    }
  }

  @Test func aHeadThatCannotBeReadNamesItsLine() {
    let error = #expect(throws: NotebookError.self) {
      try read("---\nseed: many\n---\n```quern\n1\n```\n")
    }
    #expect(error?.code == "front-matter")
    #expect(error?.message.hasPrefix("n.md, line 2: ") == true)
  }

  @Test func mistakesHaveStableCodes() {
    let mistakes: [(NotebookError, String)] = [
      (.notUTF8(path: "n.md", offset: 3), "notebook-not-utf8"),
      (.unclosedCell(path: "n.md", line: 3), "unclosed-cell"),
      (.notJSON(path: "n.ipynb", line: 1, column: 2, message: "a"), "notebook-not-json"),
      (.notANotebook(path: "n.ipynb", message: "a"), "not-a-notebook"),
      (.duplicateCell(path: "n.md", id: "a", line: 6), "duplicate-cell"),
    ]
    for (mistake, code) in mistakes { #expect(mistake.code == code) }
  }

  @Test func formattingChangesCellsOnly() throws {
    let text = "---\nseed: 1\n---\nprose   here\n\n```quern\n#| label: a\nlet   x=1\n```\n\n* a\n"
    let (formatted, problems) = try MarkdownNotebook.formatted(text, path: "n.md")
    #expect(problems.isEmpty)
    #expect(formatted == text.replacing("let   x=1", with: "let x = 1"))
    #expect(try MarkdownNotebook.formatted(formatted, path: "n.md").0 == formatted)
  }
}
