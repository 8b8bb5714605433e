import QuernNotebook
import QuernText
import QuernValue
import Testing

struct PageTests {
  private static let markdown = """
    ---
    title: A <title>
    ---
    # One & all

    ![p](p.png)

    ```quern
    #| label: first
    let x = "<b>"
    ```

    ## Two

    ```quern
    y
    ```

    ## Three

    ```quern
    z
    ```

    """

  private func exported(lock: JSON? = nil) throws -> ExportedNotebook {
    let bytes = Array(Self.markdown.utf8)
    let table =
      "<table style=\"x\">\n<thead><tr><th scope=\"col\" style=\"text-align:left\">a|b<br>"
      + "<span style=\"y\">str</span></th><th style=\"text-align:right;\">n<br><span>int</span></th>"
      + "</tr></thead>\n<tbody>\n<tr><td>x &lt; y*</td><td>1</td></tr>\n</tbody>\n</table>\n"
      + "<p style=\"opacity:.6\">… 2 more rows</p>"
    let bundle = MIMEBundle([
      MIMEBundle.Entry("text/plain", .text("plain")), MIMEBundle.Entry("text/html", .text(table)),
    ])
    let picture = MIMEBundle([
      MIMEBundle.Entry("text/plain", .text("plain")),
      MIMEBundle.Entry("image/svg+xml", .text("<?xml version=\"1.0\"?>\n<svg>…</svg>")),
    ])
    let record = OutputRecord(entries: [
      OutputRecord.Entry(
        id: "first", index: 1, status: "ok",
        outputs: [.note("kept 1 of 2"), .display(bundle), .result(picture)]),
      OutputRecord.Entry(
        id: "cell-2", index: 2, status: "error unknown-name",
        outputs: [
          .error(ErrorOutput(code: "unknown-name", message: "m", rendered: "error[…]\n  <y>"))
        ]),
    ])
    return ExportedNotebook(
      document: try NotebookDocument.read(bytes, path: "n.md"),
      notebook: try Notebook.read(bytes, path: "n.md"), record: record, name: "n.md",
      run: ["seconds": 1.5, "started": "2026-01-02T03:04:05Z", "cell_seconds": ["first": 0.25]],
      lock: lock)
  }

  @Test func aPageHoldsEverythingAndNeedsNothing() throws {
    let page = PageHTML(try exported()) { _ in "data:image/png;base64,AA==" }.text
    #expect(page.contains("<title>A &lt;title&gt;</title>"))
    #expect(page.contains("name=\"viewport\""))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("src=\"data:image/png;base64,AA==\""))
    #expect(page.contains(">&lt;b&gt;<"), "code is escaped")
    #expect(!page.contains("#| label"))
    #expect(page.contains("<svg>…</svg>") && !page.contains("<?xml"))
    #expect(page.contains("250 ms") && page.contains("ran 2026-01-02 03:04 UTC"))
    #expect(page.contains("class=\"cell failed\"") && page.contains("  &lt;y&gt;"))
    #expect(page.contains("not run"))
    #expect(page.contains("<a href=\"#two\">Two</a>"))
    for word in ["<script", "http-src", "@import", "<link"] { #expect(!page.contains(word)) }
    #expect(!page.contains("src=\"http"))
  }

  @Test func markdownHasTablesAndPictures() throws {
    let page = PageMarkdown(try exported(), folder: "n.files")
    #expect(
      page.text.contains(
        "| a\\|b<br><sub>str</sub> | n<br><sub>int</sub> |\n| --- | ---: |\n| x &lt; y\\* | 1 |\n"),
      "\(page.text)")
    #expect(page.text.contains("\n… 2 more rows\n"))
    #expect(page.text.contains("> kept 1 of 2\n"))
    let picture = try #require(page.pictures.first)
    #expect(picture.path.hasPrefix("n.files/") && picture.path.hasSuffix(".svg"))
    #expect(page.text.contains("![first](\(picture.path))"))
    #expect(page.text.contains("```text\nerror[…]\n  <y>\n```\n"))
  }

  @Test func aCellThatWasEditedIsMarked() throws {
    let lock: JSON = ["cells": [["id": "first", "source": "000000000000"]]]
    let exported = try exported(lock: lock)
    #expect(exported.cells.map(\.isChanged) == [true, false, false])
    let page = PageHTML(exported) { _ in nil }.text
    #expect(page.contains("changed since its outputs were made"))
    let source = "#| label: first\nlet x = \"<b>\""
    let same: JSON = [
      "cells": [["id": "first", "source": .string(NotebookLock.sourceDigest(source))]]
    ]
    #expect(try self.exported(lock: same).cells.map(\.isChanged) == [false, false, false])
  }

  @Test func outputsOfAJupyterFileAreRead() throws {
    let json = """
      {"cells": [{"cell_type": "code", "id": "a", "execution_count": 1, "source": "1", "metadata": {},
      "outputs": [{"output_type": "stream", "name": "stdout", "text": ["a\\n", "b"]},
      {"output_type": "execute_result", "data": {"text/plain": ["1"]}, "metadata": {}},
      {"output_type": "error", "ename": "e", "evalue": "v", "traceback": ["t"]}]}],
      "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
      """
    let record = JupyterNotebook.record(of: try Notebook.read(Array(json.utf8), path: "n.ipynb"))
    let entry = try #require(record?.entries.first)
    #expect(entry.status == "error e")
    #expect(
      entry.outputs == [
        .stream("a\nb"), .result(MIMEBundle(plain: "1")),
        .error(ErrorOutput(code: "e", message: "v", rendered: "t")),
      ])
  }
}
