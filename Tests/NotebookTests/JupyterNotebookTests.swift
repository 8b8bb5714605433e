import QuernNotebook
import QuernText
import QuernValue
import Testing

struct JupyterNotebookTests {
  static let text = """
    {
     "cells": [
      {
       "cell_type": "markdown",
       "id": "a1",
       "metadata": {},
       "source": [
        "# Title\\n"
       ]
      },
      {
       "cell_type": "code",
       "execution_count": null,
       "id": "b2",
       "metadata": {
        "tags": []
       },
       "outputs": [],
       "source": [
        "let x = 1\\n",
        "x"
       ]
      }
     ],
     "metadata": {
      "kernelspec": {
       "display_name": "Quern",
       "name": "quern"
      },
      "quern": {
       "seed": 5
      }
     },
     "nbformat": 4,
     "nbformat_minor": 5
    }

    """

  private func read(_ text: String) throws -> Notebook {
    try Notebook.read(Array(text.utf8), path: "n.ipynb")
  }

  @Test func cellsKeepTheirIdsAndPlaces() throws {
    let notebook = try read(Self.text)
    #expect(notebook.cells.map(\.id) == ["b2"])
    #expect(notebook.cells.map(\.position) == [1])
    #expect(notebook.cells.map(\.source) == ["let x = 1\nx"])
    #expect(notebook.cells.map(\.title) == ["Title"])
    #expect(notebook.frontMatter.seed == 5)
  }

  @Test func nothingChangesWhereNothingRan() throws {
    let json = try #require(try read(Self.text).jupyter)
    #expect(JupyterNotebook.text(JupyterNotebook.withOutputs(json, outputs: [:])) == Self.text)
  }

  @Test func outputsGoIntoTheirCell() throws {
    let json = try #require(try read(Self.text).jupyter)
    let outputs = JupyterNotebook.outputs(
      [.stream("a\n"), .stream("b\n"), .result(MIMEBundle(plain: "1"))], count: 1)
    let written = JupyterNotebook.text(
      JupyterNotebook.withOutputs(json, outputs: [1: (count: 1, outputs: outputs)]))
    let again = try read(written)
    let cell = try #require(again.jupyter?["cells"]?.arrayValue?[1])
    #expect(cell["execution_count"]?.intValue == 1)
    #expect(cell["outputs"]?.arrayValue?.count == 2)
    #expect(cell["outputs"]?.arrayValue?[0]["text"]?.arrayValue?.count == 2)
    #expect(cell["id"]?.stringValue == "b2")
  }

  @Test func cellsAreAppendedAndNothingElseChanges() throws {
    let before = try JSON.parse(Self.text)
    let after = JupyterNotebook.appending(before, sources: ["x + 1", "let y = 2\ny"])
    let read = try JupyterNotebook.read(JupyterNotebook.text(after), path: "n.ipynb")
    let old = try JupyterNotebook.read(Self.text, path: "n.ipynb")
    #expect(read.cells.count == old.cells.count + 2)
    #expect(Set(read.cells.map(\.id)).count == read.cells.count)
    #expect(read.cells.suffix(2).map(\.source) == ["x + 1", "let y = 2\ny"])
    let kept = after["cells"]?.arrayValue?.prefix(before["cells"]?.arrayValue?.count ?? 0)
    #expect(kept.map(Array.init) == before["cells"]?.arrayValue)
    #expect(JupyterNotebook.text(JupyterNotebook.appending(before, sources: [])) == Self.text)
  }

  @Test func brokenJSONNamesThePlace() throws {
    let error = #expect(throws: NotebookError.self) { try read("{\"cells\": [}") }
    #expect(error?.message.contains("line 1") == true)
  }

  @Test func anOldNotebookNamesTheRemedy() {
    let error = #expect(throws: NotebookError.self) { try read("{\"cells\": [], \"nbformat\": 3}") }
    #expect(error?.message.contains("nbconvert") == true)
  }
}
