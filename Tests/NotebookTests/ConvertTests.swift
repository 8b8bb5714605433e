import QuernNotebook
import QuernText
import Testing

/// Markdown → Jupyter → Markdown and back again, byte for byte.
struct ConvertTests {
  private func jupyter(_ markdown: String) throws -> String {
    let document = try NotebookDocument.read(Array(markdown.utf8), path: "n.md")
    return JupyterNotebook.text(JupyterDocument.json(document))
  }

  private func markdown(_ jupyter: String) throws -> String {
    let document = try NotebookDocument.read(Array(jupyter.utf8), path: "n.ipynb")
    return MarkdownDocument.text(document)
  }

  private func checkMarkdown(_ text: String, _ comment: Comment = "") throws {
    let json = try jupyter(text)
    let back = try markdown(json)
    #expect(
      back.utf8.elementsEqual(text.utf8),
      "\(comment)\n\(text.debugDescription)\n\(back.debugDescription)\n\(json)")
    let here = try Notebook.read(Array(text.utf8), path: "n.md")
    let there = try Notebook.read(Array(json.utf8), path: "n.ipynb")
    #expect(here.cells.map(\.source) == there.cells.map(\.source), "\(comment)")
    #expect(here.cells.map(\.id) == there.cells.map(\.id), "\(comment)\n\(text)\n\(json)")
    #expect(here.frontMatter.seed == there.frontMatter.seed)
  }

  @Test(arguments: [
    "", "\n", "\n\n", "a", "a\n", "# T\n\ntext\n",
    "```quern\n1\n```", "```quern\n```\n", "```quern\n\n```\n", "```quern\n\n\n```\n",
    "---\nseed: 7\n---\n", "---\nseed: 7\n---", "---\n---\n\na\n",
    "---\ntitle: \"A: b\" # c\nseed: 7\ntags:\n  - a\n  - b\n---\n# T\n```quern\n1\n```\n",
    "---\ntitle: 1_000\nidle: 15min\nx: 1.50\ny: {a: b}\nz: {\"a\": 1}\n---\n",
    "a\n\n\n```quern\n1\n```\n\n\n\n```quern\n2\n```\nb",
    "~~~~ quern\n```\n~~~~\n", "````quern\n```quern\n````\n", "  ```quern\n  a\n b\n  ```\n",
    "```quern id=\"a1\" tags=[\"x\", \"y z\"]\n1\n```\n", "```quern tags=[\"x\",\"y\"]\n1\n```\n",
    "```{quern, echo=false}\n#| label: a b\n1\n```\n", "```quern   \n1\n```   \n",
    "a\r\n\r\n```quern\r\n1\r\n```\r\n", "a\n```quern\r\n1\n2\r\n```\n", "a\r\nb\n", "a\r\n\r\nb",
    "<!-- #md -->\n```quern\n1\n```\n<!-- #endmd -->\n", "<!-- #md -->\n",
    "<!-- #region x -->\na\n<!-- #endregion -->\n\nb\n",
    "<!-- #region -->\n```quern\n1\n```\n<!-- #endregion -->\n",
    "<!-- #raw -->\n<!-- #endraw -->\n", "```python\n```quern\n```\n",
    "---\njupyter: {\"kernelspec\":{\"name\":\"q\"}}\nseed: 2\n---\n\n```quern\nseed\n```\n",
  ])
  func markdownComesBack(text: String) throws { try checkMarkdown(text) }

  @Test func myst() throws {
    let text = """
      ---
      jupytext:
        text_representation:
          extension: .md
          format_name: myst
      kernelspec:
        display_name: Quern
        name: quern
      ---

      # Title

      +++ {"tags": ["a"]}

      second

      ```{code-cell} quern
      :tags: [hide-input, "b c"]
      :label: first

      1 + 1
      ```

      ```{code-cell} quern
      ---
      tags: [x]
      ---
      2
      ```

      ```{code-cell} ipython3
      no_cell()
      ```

      """
    try checkMarkdown(text)
    let notebook = try Notebook.read(Array(text.utf8), path: "n.md")
    #expect(notebook.cells.map(\.source) == ["\n1 + 1", "2"])
    #expect(notebook.cells.map(\.firstLine) == [20, 28])
    #expect(notebook.cells.map(\.id) == ["first", "cell-2"])
    let json = try JSON.parse(jupyter(text))
    #expect(json["cells"]?.arrayValue?.count == 5)
    #expect(json["cells"]?[1]?["metadata"]?["tags"]?[0]?.stringValue == "a")
    #expect(json["cells"]?[2]?["metadata"]?["tags"]?[1]?.stringValue == "b c")
  }

  @Test func anEditInJupyterArrivesInMarkdown() throws {
    let json = try jupyter("a\n\n\n~~~~ quern\n1\n~~~~\n\n  ```quern\n 2\n  ```\n")
    let edited = json.replacing("\"1\"", with: "\"11\"").replacing("\"2\"", with: "\"~~~~\"")
    #expect(
      try markdown(edited)
        == "a\n\n\n~~~~ quern\n11\n~~~~\n\n  ```quern\n  ~~~~\n  ```\n")
  }

  @Test func aNotebookOfAnotherLanguageIsRefused() {
    let json =
      "{\"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}, \"nbformat\": 4}"
    let error = #expect(throws: NotebookError.self) {
      try NotebookDocument.read(Array(json.utf8), path: "n.ipynb")
    }
    #expect(error?.message.contains("cells are Python") == true)
  }

  @Test func twoCellsOfOneLabelAreRefused() {
    let cell = "{\"cell_type\": \"code\", \"source\": \"#| label: a\\n1\"}"
    let json = "{\"cells\": [\(cell), \(cell)], \"nbformat\": 4}"
    #expect(throws: NotebookError.self) {
      try NotebookDocument.read(Array(json.utf8), path: "n.ipynb")
    }
  }

  @Test func randomMarkdownComesBack() throws {
    var random = ConvertRandom(seed: ConvertRandom.seed)
    for round in 0..<400 {
      let text = random.markdown()
      // Only what is a notebook: an unclosed cell is refused before anything is converted.
      guard (try? Notebook.read(Array(text.utf8), path: "n.md")) != nil else { continue }
      try checkMarkdown(text, "seed \(ConvertRandom.seed), round \(round)")
    }
  }

  @Test func randomJupyterComesBack() throws {
    var random = ConvertRandom(seed: ConvertRandom.seed)
    for round in 0..<400 {
      let json = random.jupyter()
      // Two cells of one label are refused.
      guard let text = try? markdown(json) else { continue }
      let back = try jupyter(text)
      #expect(
        back.utf8.elementsEqual(json.utf8),
        "seed \(ConvertRandom.seed), round \(round)\n\(json)\n\(text)\n\(back)")
    }
  }
}
