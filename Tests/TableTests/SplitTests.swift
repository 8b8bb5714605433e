import QuernTable
import QuernText
import Testing

@Suite struct SplitTests {
  private let stream = RandomStream(seed: 7, word: "split", ordinal: 0)

  private func table(_ count: Int, groupRows: Int = 100) throws -> Table {
    let schema = Schema([("n", .int), ("id", .string), ("y", .bool), ("t", .date)])
    let rows = (0..<count).map { number -> [Scalar] in
      let date: Scalar = number % 17 == 3 ? .null : .date(Int64(number * 7919 % 100))
      return [.int(Int64(number)), .string("c\(number / 3)"), .bool(number % 10 == 0), date]
    }
    return Table(data: try TableData.build(schema, rows: rows, groupRows: groupRows))
  }

  private func numbers(_ parts: [Table]) throws -> [[Int]] {
    try parts.map { try $0.allRows().map { Int($0[0].doubleValue ?? -1) } }
  }

  @Test func `a random split deals every row once, in the shares asked for`() throws {
    let parts = try numbers(
      try table(1000).split(SplitSpec(shares: [0.6, 0.2, 0.2], random: stream)))
    #expect(parts.map(\.count) == [600, 200, 200])
    #expect(parts.flatMap { $0 }.sorted() == Array(0..<1000))
    #expect(parts.allSatisfy { $0 == $0.sorted() })
    let two = try numbers(try table(10).split(SplitSpec(shares: [0.8], random: stream)))
    #expect(two.map(\.count) == [8, 2])
  }

  @Test func `stratify gives each value its share in every part`() throws {
    let table = try table(1000)
    let parts = try numbers(
      try table.split(SplitSpec(shares: [0.7, 0.3], random: stream, stratify: "y")))
    #expect(parts.map { $0.filter { $0 % 10 == 0 }.count } == [70, 30])
    #expect(parts.flatMap { $0 }.sorted() == Array(0..<1000))
  }

  @Test func `a group stays on one side, whatever rows are added`() throws {
    let spec = SplitSpec(shares: [0.5, 0.3, 0.2], random: stream, group: "id", stratify: "y")
    let few = try numbers(try table(600).split(spec))
    let many = try numbers(try table(3000, groupRows: 77).split(spec))
    for part in 0..<3 {
      #expect(many[part].filter { $0 < 600 } == few[part])
      let ids = Set(many[part].map { $0 / 3 })
      for other in 0..<3 where other != part {
        #expect(ids.isDisjoint(with: many[other].map { $0 / 3 }))
      }
      #expect(abs(Double(many[part].count) / 3000 - spec.shares[part]) < 0.05)
    }
  }

  @Test func `order puts earlier rows first and keeps ties together`() throws {
    let source = try table(500)
    let parts = try source.split(SplitSpec(shares: [0.6, 0.4], random: stream, order: "t"))
    let dates = try parts.map { try $0.allRows().map { $0[3] } }
    let earlier = dates[0].compactMap { if case .date(let day) = $0 { day } else { nil } }
    let later = dates[1].compactMap { if case .date(let day) = $0 { day } else { nil } }
    #expect(dates[0].allSatisfy { !$0.isNull })
    #expect((earlier.max() ?? 0) < (later.min() ?? 0))
    #expect(earlier.count >= 300 && earlier.count < 306)
    #expect(dates[0].count + dates[1].count == 500)
  }

  @Test func `group and order exclude each other, and shares add up`() throws {
    let table = try table(3)
    #expect(throws: TableError.self) {
      try table.split(SplitSpec(shares: [0.5, 0.5], random: stream, group: "id", order: "t"))
    }
    #expect(throws: TableError.self) {
      try table.split(SplitSpec(shares: [0.5, 0.6], random: stream))
    }
    #expect(throws: TableError.self) { try table.split(SplitSpec(shares: [1.2], random: stream)) }
  }

  @Test func `a part is the same rows when its plan is read back`() throws {
    let parts = try table(300).split(
      SplitSpec(shares: [0.6, 0.2, 0.2], random: stream, stratify: "y"))
    #expect(try parts.map { try $0.fresh().allRows() } == parts.map { try $0.allRows() })
  }

  @Test func `folds measure on every row once, groups whole, classes in their shares`() throws {
    let source = try table(900)
    for (group, stratify) in [([], nil), ([], "y"), (["id"], nil), (["id"], "y")] {
      let folds = try source.folds(5, stream, groups: group, stratify: stratify)
      let valid = try numbers(folds.map(\.valid))
      #expect(valid.flatMap { $0 }.sorted() == Array(0..<900))
      for (fold, measured) in zip(folds, valid) {
        let trained = try numbers([fold.train])[0]
        #expect((trained + measured).sorted() == Array(0..<900))
        #expect(abs(measured.count - 180) < 8)
        if stratify != nil { #expect(abs(measured.filter { $0 % 10 == 0 }.count - 18) < 4) }
        if !group.isEmpty {
          #expect(Set(trained.map { $0 / 3 }).isDisjoint(with: measured.map { $0 / 3 }))
        }
      }
    }
  }

  @Test func `folds by group do not depend on the order of the rows`() throws {
    func sides(_ source: Table) throws -> [[Int]] {
      try numbers(try source.folds(4, stream, groups: ["id"]).map(\.valid)).map { $0.sorted() }
    }
    let source = try table(300)
    let turned = try source.sort([SortKey(expression: .column("n"), descending: true)])
    #expect(try sides(source) == sides(turned))
  }

  @Test func `folds in order train on what is earlier, and survive JSON`() throws {
    let source = try table(400)
    let folds = try source.folds(3, stream, order: "n")
    for (place, fold) in folds.enumerated() {
      let (trained, measured) = (try numbers([fold.train])[0], try numbers([fold.valid])[0])
      #expect(trained == Array(0..<(100 * (place + 1))))
      #expect(measured == Array((100 * (place + 1))..<(100 * (place + 2))))
    }
    for fold in folds + (try source.folds(3, stream, groups: ["id", "y"])) {
      for table in [fold.train, fold.valid] {
        let read = try Table.fromPlanJSON(table.planJSON(), sources: table.leaves)
        #expect(try numbers([read]) == numbers([table]))
        #expect(read.planJSON() == table.planJSON())
      }
    }
  }
}
