import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import Testing

/// Files that are known from before are opened without being read.
@Suite struct SavedSourceTests {
  private static let texts: [(name: String, text: String)] = [
    ("plain.csv", "a,b,c\n" + (0..<500).map { "\($0),\($0)e-1,t\($0 % 7)\n" }.joined()),
    ("dates.csv", "d;x;q\n31/12/2024;1,5;\"a;b\"\n01/02/2024;NA;\"c\nd\"\n"),
    ("nulls.csv", "a,b\n1,\n,x\nNA,-\n"),
    ("ambiguous.tsv", "when\tn\n13/2/2024\t007\n3/4/2024\t012\n"),
    ("bare.csv", "1,true\n2,false\n"),
    ("empty.csv", ""),
    ("bom.csv", "\u{FEFF}k,v\nä,1\n"),
    ("lines.jsonl", "{\"a\": 1, \"b\": [1, 2]}\n{\"a\": null, \"c\": {\"d\": \"2024-01-01\"}}\n"),
    ("array.json", "[{\"a\": 1},\n {\"a\": 2.5}]"),
  ]

  private func isSame(_ a: any PinnedFile, _ b: any PinnedFile) throws -> Bool {
    let context = CSVMemory.context()
    return try a.schema == b.schema && a.rowCountIfKnown == b.rowCountIfKnown
      && a.contentDigest(context) == b.contentDigest(context)
      && Table(source: a).allRows() == Table(source: b).allRows()
      && a.saved().text() == b.saved().text()
  }

  @Test(arguments: texts.indices)
  func `a source made of what was known of its file gives the same rows`(_ place: Int) throws {
    let (name, text) = Self.texts[place]
    let directory = TemporaryFolder()
    let path = directory.file(name)
    try Disk.real.writeAtomically(path, text: text)
    for options in [CSVOptions(), CSVOptions(missing: ["t3", "x"], onError: .null)] {
      let first = try TableFiles.open(path, options: options, context: CSVMemory.context())
      let saved = try JSON.parse(first.saved().text())
      let again = try #require(try TableFiles.restore(path, options: options, saved: saved))
      #expect(try isSame(first, again))
    }
  }

  @Test func `rows that are left out stay so`() throws {
    let directory = TemporaryFolder()
    let path = directory.file("bad.csv")
    let rows = (0..<300).map { $0 % 50 == 7 ? "\($0),x\n" : "\($0),\($0)\n" }.joined()
    try Disk.real.writeAtomically(path, text: "a,b\n" + rows)
    let options = CSVOptions(onError: .skip)
    let first = try TableFiles.open(path, options: options, context: CSVMemory.context())
    #expect(first.rowCountIfKnown == 294)
    let again = try #require(try TableFiles.restore(path, options: options, saved: first.saved()))
    #expect(try isSame(first, again))
  }

  @Test func `nothing of the file is read, and what is no such text is nothing`() throws {
    let directory = TemporaryFolder()
    let path = directory.file("a.csv")
    try Disk.real.writeAtomically(path, text: "a,b\n1,2\n3,4\n")
    let context = CSVMemory.context()
    let first = try TableFiles.open(path, options: CSVOptions(), context: context)
    let digest = try first.fileDigest(context)
    // Whoever restores says that it is the same; that nothing is read shows where it is not.
    try Disk.real.writeAtomically(path, text: "!!!!!!!!!!!!")
    let again = try #require(
      try TableFiles.restore(path, options: CSVOptions(), saved: first.saved()))
    again.know(fileDigest: digest)
    #expect(again.schema == first.schema)
    #expect(again.rowCountIfKnown == 2)
    #expect(try again.contentDigest(context) == first.contentDigest(context))
    for text in ["null", "{}", "{\"csv\": 2}", "{\"csv\": 1, \"encoding\": \"utf-8\"}"] {
      #expect(
        try TableFiles.restore(path, options: CSVOptions(), saved: JSON.parse(text)) == nil)
    }
    try Disk.real.remove(path)
    #expect(throws: TableError.self) {
      try TableFiles.restore(path, options: CSVOptions(), saved: first.saved())
    }
  }
}
