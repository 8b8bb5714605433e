import QuernSystem
import QuernTable
import Testing

@Suite struct CSVParallelTests {
  /// Rows of pieces that make cutting hard: quotes, doubled quotes, line ends and delimiters in
  /// quotes, quotes in plain text.
  private func text(_ random: inout CSVRandom, rows: Int) -> String {
    let fields = [
      "1", "23", "", "\"\"", "\"a,b\"", "\"line\nend\"", "\"\"\"\"", "\"x\"\"y\"\"\"", "q\"q",
      "\"\n\n\"", "plain", "\"\"\",\n\"\"\"", "é", "\"ü\n\"",
    ]
    var text = "a,b,c\n"
    for _ in 0..<rows {
      text += (0..<3).map { _ in random.pick(fields) }.joined(separator: ",")
      text += random.below(8) == 0 ? "\r\n" : "\n"
    }
    return text
  }

  @Test func piecesAndThreadsDoNotShow() throws {
    let seed = CSVRandom.seed
    var random = CSVRandom(seed: seed)
    for _ in 0..<6 {
      let bytes = Array(text(&random, rows: 60).utf8)
      let whole = try CSVMemory.read(bytes)
      #expect(whole.rows.count >= 55, "seed \(seed)")
      for threads in [1, 2, 4] {
        for block in [1, 5, 64, 65, 200, 1000] {
          let cut = try CSVMemory.read(bytes, threads: threads, block: block)
          #expect(cut == whole, "seed \(seed), \(threads) threads, pieces of \(block)")
        }
      }
    }
  }

  @Test func errorsAndNotesAreTheSameForAllPieces() throws {
    let seed = CSVRandom.seed
    var random = CSVRandom(seed: seed)
    for _ in 0..<5 {
      var lines = text(&random, rows: 40).split(separator: "\n", omittingEmptySubsequences: false)
      for _ in 0..<3 { lines.insert("odd,line", at: 1 + random.below(lines.count - 1)) }
      let bytes = Array(lines.joined(separator: "\n").utf8)
      for onError in CSVOptions.OnError.allCases {
        let options = CSVOptions(onError: onError)
        let whole = Result { try CSVMemory.read(bytes, options) }
        for block in [3, 64, 150] {
          let cut = Result { try CSVMemory.read(bytes, options, threads: 3, block: block) }
          switch (whole, cut) {
          case (.success(let a), .success(let b)):
            #expect(a == b, "seed \(seed), pieces of \(block)")
          case (.failure(let a), .failure(let b)):
            #expect("\(a)" == "\(b)", "seed \(seed), pieces of \(block)")
          default: Issue.record("seed \(seed), pieces of \(block): \(whole) and \(cut)")
          }
        }
      }
    }
  }

  @Test func damagedTextNeverTraps() throws {
    let seed = CSVRandom.seed
    var random = CSVRandom(seed: seed)
    let alphabet: [UInt8] = Array("\",;\n\r\t|'0129.-/: aTZ?\u{0}".utf8) + [0xFF, 0xC3, 0xEF]
    for round in 0..<150 {
      var bytes = Array(text(&random, rows: 8).utf8)
      bytes += Array("2024-01-02,1/13/2020,12:30\n1.5,-3,true\n".utf8)
      for _ in 0..<(1 + random.below(12)) {
        let at = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[at] = random.pick(alphabet)
        case 1: bytes.insert(random.pick(alphabet), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(9)))
        }
      }
      let options = CSVOptions(
        onError: random.pick(CSVOptions.OnError.allCases), dateOrder: .monthFirst)
      let whole = Result { try CSVMemory.read(bytes, options) }
      let cut = Result { try CSVMemory.read(bytes, options, threads: 2, block: 17) }
      switch (whole, cut) {
      case (.success(let a), .success(let b)): #expect(a == b, "seed \(seed), round \(round)")
      case (.failure(let a), .failure(let b)):
        #expect(a is TableError)
        #expect("\(a)" == "\(b)", "seed \(seed), round \(round)")
      default: Issue.record("seed \(seed), round \(round): \(whole) and \(cut)")
      }
    }
  }

  @Test func columnsAndRowsThatAreNotAskedForAreNotRead() throws {
    var text = "id,name,when\n"
    for row in 0..<500 { text += "\(row),\"n\(row)\",2024-01-0\(1 + row % 9)\n" }
    let context = CSVMemory.context(threads: 2)
    let table = try Table.readCSV(
      path: "t.csv", context: context, opener: CSVMemory.opener(Array(text.utf8)))
    let some = try table.filter(.binary(.greater, .column("id"), .literal(.int(496))))
      .select(["when", "name"]).collect(context)
    #expect(
      CSVMemory.describe(some)
        == CSVRead(
          schema: "when date, name str",
          rows: ["2024-01-03|n497", "2024-01-04|n498", "2024-01-05|n499"], notes: [],
          noteTexts: []))
    let none = try table.filter(.binary(.less, .column("id"), .literal(.int(-1)))).collect(context)
    #expect(none.rowCount == 0)
    let first = try table.head(2).collect(context)
    #expect(CSVMemory.describe(first).rows == ["0|n0|2024-01-01", "1|n1|2024-01-02"])
    #expect(try table.rowCount(context) == 500)
  }

  @Test func groupsLieOnTheGridOf65536Rows() throws {
    var text = "n\n"
    for row in 0..<66_000 { text += row == 40 ? "x\n" : "\(row % 10)\n" }
    let options = CSVOptions(types: ["n": .int], onError: .skip, blockBytes: 10_000)
    let context = CSVMemory.context(threads: 2)
    let table = try Table.readCSV(
      path: "t.csv", options: options, context: context, opener: CSVMemory.opener(Array(text.utf8)))
    let data = try table.collect(context)
    #expect(data.groups.map(\.rowCount) == [65_536, 463])
    #expect(data.scalar(row: 40, column: 0) == .int(1))
    #expect(data.scalar(row: 65_998, column: 0) == .int(9))
  }
}
