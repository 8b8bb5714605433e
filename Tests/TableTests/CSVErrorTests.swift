import QuernSystem
import QuernTable
import Synchronization
import Testing

@Suite struct CSVErrorTests {
  private let ragged = "a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n\"x\"y,1,2\n13,14,15\n"

  @Test func raggedRowsAreErrorsByLine() {
    checkCSVError(
      ragged,
      "t.csv, line 3: 2 fields, not 3; 3 rows do not fit, in lines 3, 5, 6",
      hint: "on_error: skip leaves such rows out, "
        + "on_error: null fills them up with null")
    checkCSVError("a,b\n1,2\n3\n", "t.csv, line 3: 1 field, not 2")
  }

  @Test func raggedRowsCanBeLeftOutOrFilled() {
    checkCSV(
      ragged, "a int, b int, c int", ["1|2|3", "6|7|8", "13|14|15"], notes: ["bad-rows"],
      options: CSVOptions(onError: .skip))
    checkCSV(
      ragged, "a int, b int, c int",
      ["1|2|3", "4|5|~", "6|7|8", "9|10|11", "~|1|2", "13|14|15"], notes: ["bad-rows"],
      options: CSVOptions(onError: .null))
  }

  @Test func theLineOfABadRowCountsLineEndsInQuotes() {
    checkCSVError("a,b\n\"x\ny\nz\",1\n2\n", "t.csv, line 5: 1 field, not 2")
  }

  @Test func aQuoteThatNeverClosesNamesItsLine() {
    checkCSVError(
      "a,b\n1,2\n\"x,3\n4,5\n", "t.csv, line 3: a quote that never closes")
    checkCSV(
      "a,b\n1,2\n\"x,3\n4,5\n", "a int, b int", ["1|2"], notes: ["bad-rows"],
      options: CSVOptions(onError: .skip))
  }

  @Test func aValueThatIsNotOfTheGivenTypeIsAnErrorByLine() {
    let text = "k,x\na,1\nb,two\nc,3\nd,four\n"
    checkCSVError(
      text, "t.csv, line 3, .x: `two` is not int, as 1 more in this column",
      options: CSVOptions(types: ["x": .int]))
    checkCSV(
      text, "k str, x int", ["a|1", "b|~", "c|3", "d|~"], notes: ["bad-values"],
      options: CSVOptions(types: ["x": .int], onError: .null))
    checkCSV(
      text, "k str, x int", ["a|1", "c|3"], notes: ["bad-values"],
      options: CSVOptions(types: ["x": .int], onError: .skip))
  }

  @Test func whereBadValuesMayPassNearlyAllValuesTellTheType() {
    let good = (1...30).map { "\($0)" }
    let text = "x\n" + good.joined(separator: "\n") + "\nbroken\n"
    checkCSV(
      text, "x int", good + ["~"], notes: ["bad-values"], options: CSVOptions(onError: .null))
    checkCSV(text, "x int", good, notes: ["bad-values"], options: CSVOptions(onError: .skip))
  }

  @Test func aMissingFileAndADirectoryAreFileErrors() throws {
    let context = CSVMemory.context()
    let missing = #expect(throws: TableError.self) {
      try Table.readCSV(path: "/nowhere/x.csv", context: context)
    }
    #expect(missing?.code == "file-error")
    let directory = #expect(throws: TableError.self) {
      try Table.readCSV(path: "/", context: context)
    }
    #expect(directory?.code == "file-error")
  }

  @Test func aFileThatChangedIsSourceChanged() throws {
    let bytes = Array("a,b\n1,x\n".utf8)
    let modified = Atomic<Int64>(7)
    let opener: CSVOpener = { (_) throws(SystemError) in
      var file = CSVMemory.file(bytes)
      file.status = { () throws(SystemError) in
        CSVMemory.status(bytes.count, modified: modified.load(ordering: .relaxed))
      }
      return file
    }
    let context = CSVMemory.context()
    let table = try Table.readCSV(path: "t.csv", context: context, opener: opener)
    modified.store(8, ordering: .relaxed)
    let error = #expect(throws: TableError.self) { try table.collect(context) }
    #expect(error?.code == "source-changed")
  }

  @Test func anyFailedReadIsAnErrorAndLeavesNoMemoryBehind() throws {
    var text = "a,b,c\n"
    for row in 0..<200 { text += "\(row),\"x, \(row)\",2024-01-01\n" }
    let bytes = Array(text.utf8)
    var failures = 0
    for turn in 0..<1000 {
      let arena = Arena(limitBytes: 64 << 20)
      let left = Atomic<Int>(turn)
      let opener: CSVOpener = { (_) throws(SystemError) in
        let plain = CSVMemory.file(bytes)
        var file = plain
        file.read = { (buffer, offset) throws(SystemError) in
          if left.subtract(1, ordering: .relaxed).oldValue == 0 {
            throw .file(path: "t.csv", operation: "read", errno: 5)
          }
          return try plain.read(buffer, offset)
        }
        return file
      }
      let context = CSVMemory.context(threads: 2, arena: arena)
      do throws(TableError) {
        let options = CSVOptions(blockBytes: 300, sampleBytes: 512)
        let table = try Table.readCSV(
          path: "t.csv", options: options, context: context, opener: opener)
        let count = try table.collect(context).rowCount
        #expect(count == 200)
        #expect(failures > 15)
        return
      } catch {
        failures += 1
        #expect(error.code == "file-error")
        #expect(arena.usedBytes == 0, "read number \(turn)")
      }
    }
    Issue.record("reading never succeeded")
  }

  @Test func memoryThatIsNotThereIsAnError() throws {
    var text = "a,b\n"
    for row in 0..<2000 { text += "\(row),a longer text number \(row)\n" }
    let bytes = Array(text.utf8)
    var sawFailure = false
    for limit in [1 << 10, 40 << 10, 100 << 10, 150 << 10, 4 << 20] {
      let arena = Arena(limitBytes: limit)
      let context = CSVMemory.context(arena: arena)
      do throws(TableError) {
        let table = try Table.readCSV(
          path: "t.csv", context: context, opener: CSVMemory.opener(bytes))
        let count = try table.collect(context).rowCount
        #expect(count == 2000)
      } catch {
        sawFailure = true
        #expect(error.code == "out-of-memory")
        #expect(arena.usedBytes == 0)
      }
    }
    #expect(sawFailure)
  }

  @Test func anInterruptStopsReading() {
    let context = CSVMemory.context()
    context.interrupt.raise()
    let error = #expect(throws: TableError.self) {
      try Table.readCSV(
        path: "t.csv", context: context, opener: CSVMemory.opener(Array("a\n1\n".utf8)))
    }
    #expect(error?.code == "interrupted")
  }
}
