import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import Testing

@Suite struct CSVWriterTests {
  private func written(_ data: TableData) -> String {
    String(decoding: CSVWriter.text(data), as: UTF8.self)
  }

  @Test func fieldsAreQuotedOnlyWhereTheyMust() throws {
    let data = try TableData.build(
      Schema([("name", .string), ("a b,c", .float)]),
      rows: [
        [.string("plain"), .float(1.5)], [.string("a,b"), .null],
        [.string("say \"hi\""), .float(2)],
        [.string(""), .float(-0.5)], [.null, .float(1e300)], [.string("two\nlines"), .float(3)],
        [.string(" blank"), .float(4)], [.string("NA"), .float(5)], [.string("?"), .float(6)],
      ])
    #expect(
      written(data) == """
        name,"a b,c"
        plain,1.5
        "a,b",
        "say ""hi""\",2.0
        "",-0.5
        ,1e300
        "two
        lines",3.0
        " blank",4.0
        "NA",5.0
        "?",6.0

        """)
  }

  @Test func everyTypeHasItsText() throws {
    let data = try TableData.build(
      Schema([
        ("b", .bool), ("i", .int), ("d", .date), ("t", .time), ("w", .datetime), ("z", .instant),
        ("s", .size), ("u", .duration), ("l", .list(.int)),
      ]),
      rows: [
        [
          .bool(true), .int(-9_223_372_036_854_775_808), .date(-1), .time(3_600_000_000),
          .datetime(1_500_000), .instant(0), .size(7),
          .duration(months: 0, microseconds: 1_000_000),
          .list([.int(1), .int(2)]),
        ]
      ])
    #expect(
      written(data)
        == "b,i,d,t,w,z,s,u,l\ntrue,-9223372036854775808,1969-12-31,01:00:00,"
        + "1970-01-01T00:00:01.500,1970-01-01T00:00:00Z,7,1s,\"[1,2]\"\n")
  }

  /// A random value of a type that text can carry.
  private func value(_ type: DataType, _ random: inout CSVRandom) -> Scalar {
    if random.below(6) == 0 { return .null }
    let wide = Int64(random.below(1 << 50)) - (1 << 49)
    switch type {
    case .bool: return .bool(random.below(2) == 0)
    case .int: return .int(random.below(3) == 0 ? wide : Int64(random.below(100)))
    case .float:
      return .float(Double(wide) / Double(random.pick([1, 3, 1000, 1 << 40]) as Int))
    case .date: return .date(Int64(random.below(80_000)) - 30_000)
    case .time: return .time(Int64(random.below(86_400)) * 1_000_000)
    case .datetime: return .datetime(wide / 8)
    case .instant: return .instant(wide / 8)
    default:
      let parts = [
        "a", "B", " ", "\"", ",", "\n", "\r", ";", "ü", "𝄞", "x", "'", "\t", "longer text",
      ]
      return .string((0..<random.below(9)).map { _ in random.pick(parts) }.joined())
    }
  }

  @Test func whatIsWrittenReadsBackTheSame() throws {
    let seed = CSVRandom.seed
    var random = CSVRandom(seed: seed)
    let types: [DataType] = [.string, .bool, .int, .float, .date, .time, .datetime, .instant]
    for round in 0..<25 {
      let schema = Schema(
        fields: (0...random.below(6)).map { Field(name: "c\($0)", type: random.pick(types)) })
      var rows = (0..<(1 + random.below(40))).map { _ in
        schema.fields.map { value($0.type, &random) }
      }
      // At least one value of each type, and one text that is nothing but text.
      rows.append(
        schema.fields.map {
          switch $0.type {
          case .string: .string("text")
          case .float: .float(0.5)
          case .int: .int(1)
          case .bool: .bool(true)
          case .date: .date(1)
          case .time: .time(1)
          case .datetime: .datetime(1)
          default: .instant(1)
          }
        })
      let data = try TableData.build(schema, rows: rows)
      let context = CSVMemory.context(threads: 2)
      let options = CSVOptions(header: true, blockBytes: 50)
      let table = try Table.readCSV(
        path: "t.csv", options: options, context: context,
        opener: CSVMemory.opener(CSVWriter.text(data)))
      let back = try table.collect(context)
      #expect(back.schema == schema, "seed \(seed), round \(round)")
      for row in 0..<data.rowCount {
        #expect(back.row(row) == data.row(row), "seed \(seed), round \(round), row \(row)")
      }
    }
  }

  @Test func gzipIsWrittenAndReadByItsName() throws {
    let directory = TemporaryFolder()
    let schema = Schema([("n", .int), ("s", .string)])
    let rows = (0..<5000).map { [Scalar.int(Int64($0)), .string("text, number \($0 % 17)")] }
    let data = try TableData.build(schema, rows: rows)
    let path = directory.file("t.csv.gz")
    try CSVWriter.write(data, to: path)
    try CSVWriter.write(data, to: directory.file("u.csv.gz"))
    let bytes = try Disk.real.read(path)
    #expect(bytes.prefix(2) == [0x1F, 0x8B])
    #expect(bytes == (try Disk.real.read(directory.file("u.csv.gz"))))
    let context = CSVMemory.context(threads: 2)
    let options = CSVOptions(blockBytes: 1000)
    let back = try Table.readCSV(path: path, options: options, context: context).collect(context)
    #expect(back.schema == schema)
    #expect(back.scalars(0) == data.scalars(0))
    #expect(back.scalars(1) == data.scalars(1))
    // Two members one after the other are one file.
    let twice = bytes + bytes.prefix(bytes.count)
    let both = try CSVMemory.read(twice, CSVOptions(onError: .skip))
    #expect(both.rows.count == 10_000)
    for cut in [bytes.count / 2, bytes.count - 3] {
      let error = #expect(throws: TableError.self) { try CSVMemory.read(Array(bytes[..<cut])) }
      #expect(error?.message == "t.csv is not what it should be: the compressed data is cut short")
    }
  }

  @Test func zstdIsRead() throws {
    let bytes: [UInt8] = [
      0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x61, 0x00, 0x00, 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C,
      0x78, 0x0A, 0x32, 0x2C, 0x79, 0x0A, 0x2E, 0x9F, 0x21, 0x46,
    ]
    checkCSV(bytes: bytes, "a int, b str", ["1|x", "2|y"])
  }

  @Test func tabsAreWrittenByName() throws {
    let directory = TemporaryFolder()
    let data = try TableData.build(
      Schema([("a", .int), ("b", .string)]), rows: [[.int(1), .string("x\ty")]])
    try CSVWriter.write(data, to: directory.file("t.tsv"))
    #expect(try Disk.real.readText(directory.file("t.tsv")) == "a\tb\n1\t\"x\ty\"\n")
  }

  @Test func aFileThatCannotBeFinishedLeavesTheOldOneAndNothingElse() throws {
    let directory = TemporaryFolder()
    let path = directory.file("t.csv")
    try Disk.real.writeAtomically(path, text: "old")
    var disk = Disk.real
    disk.rename = { (_, to) throws(SystemError) in
      throw .file(path: to, operation: "rename", errno: 28)
    }
    let data = try TableData.build(Schema([("a", .int)]), rows: [[.int(1)]])
    let error = #expect(throws: TableError.self) { try CSVWriter.write(data, to: path, disk: disk) }
    #expect(error?.code == "file-error")
    #expect(try Disk.real.readText(path) == "old")
    #expect(try Disk.real.list(directory.path) == ["t.csv"])
  }

  @Test func jsonLinesHoldOneObjectPerRow() throws {
    let directory = TemporaryFolder()
    let data = try TableData.build(
      Schema([("a", .int), ("when", .date)]), rows: [[.int(1), .date(0)], [.null, .null]])
    try JSONLinesWriter.write(data, to: directory.file("t.jsonl"))
    #expect(
      try Disk.real.readText(directory.file("t.jsonl"))
        == "{\"a\":1,\"when\":\"1970-01-01\"}\n{\"a\":null,\"when\":null}\n")
  }
}
