import ArgumentParser
import QuernLearning
import QuernSystem
import QuernTable
import QuernText

/// Tasks of `./dev bench`, timed inside the process, without session or display.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time one task; used by ./dev bench.", shouldDisplay: false)

  @Argument(help: "csv, q1, q5, scan, sort, rank, lag, rolling, above-mean, predict-row")
  var task: String

  @Argument(help: "The data: a CSV file; of predict-row the last column is the target.")
  var path: String

  @Option(help: "Threads.")
  var threads = HostFacts.cpuCount

  @Option(help: "How often.")
  var repeats = 3

  func run() throws {
    let context = TableContext(
      arena: .unlimited, workers: Workers(threadCount: threads), interrupt: Interrupt(),
      notes: Notes())
    var seconds: [Double] = []
    var result = ""
    let body = try prepare(context)
    for _ in 0..<repeats {
      let started = Clock.system.monotonicNs()
      result = try body()
      seconds.append(Double(Clock.system.monotonicNs() - started) / 1e9)
    }
    let json = JSON.object(
      JSONObject([
        ("tool", .string("quern")), ("task", .string(task)), ("threads", .int(Int64(threads))),
        ("med", .number(seconds.sorted()[seconds.count / 2])),
        ("min", .number(seconds.min() ?? 0)), ("result", .string(result)),
      ]))
    Console.out.line(json.text())
  }

  private func prepare(_ context: TableContext) throws -> () throws -> String {
    if task == "csv" {
      let path = path
      return {
        let table = try Table.readCSV(path: path, options: CSVOptions(), context: context)
        return "\(try table.collect(context).rowCount) rows"
      }
    }
    if task == "predict-row" { return try prediction(context) }
    let read = try Table.readCSV(path: path, options: CSVOptions(), context: context)
    let table = Table(data: try read.collect(context))
    // A plan keeps its rows: each round needs one of its own.
    return { "\(try query(table).collect(context).rowCount) rows" }
  }

  private func query(_ table: Table) throws -> Table {
    func sum(_ name: String) -> (name: String, expression: ColumnExpression) {
      (name, .aggregate(.sum, .column(name)))
    }
    switch task {
    case "q1": return try table.summarise([sum("v1")], by: ["id1"])
    case "q5": return try table.summarise([sum("v1"), sum("v2"), sum("v3")], by: ["id6"])
    case "scan":
      return
        try table
        .filter(
          .binary(
            .and, .binary(.greater, .column("v3"), .literal(.int(25))),
            .between(.column("id4"), .literal(.int(10)), .literal(.int(80))))
        )
        .summarise([sum("v3")], by: [])
    case "sort":
      return try table.sort([
        SortKey(expression: .column("id6"), descending: false),
        SortKey(expression: .column("v3"), descending: true),
      ])
    case "rank": return try window(.rank(.min, descending: false), of: table)
    case "lag": return try window(.shift(1), of: table)
    case "rolling": return try window(.rolling(.mean, rows: 7, least: 7), of: table)
    case "above-mean":
      let mean = ColumnExpression.aggregate(.mean, .column("v3"))
      return try table.derive(
        [(name: "r", expression: .binary(.subtract, .column("v3"), mean))], by: ["id6"])
    default: throw ValidationError("there is no task `\(task)`")
    }
  }

  /// A window over `v3` within each `id6`.
  private func window(_ function: Window.Function, of table: Table) throws -> Table {
    try table.derive(
      [(name: "r", expression: .windowed(function, .column("v3"), over: nil))], by: ["id6"])
  }

  /// The mean time of one row by 100 trees, in this process.
  private func prediction(_ context: TableContext) throws -> () throws -> String {
    let table = try Table.readCSV(path: path, options: CSVOptions(), context: context)
    let trees = AlgorithmSpec(
      name: "xgboost", parameters: [("rounds", .int(100)), ("max_depth", .int(6))])
    let target = table.schema.names.last ?? ""
    let model = try Model.train(
      TrainRequest(table: table, algorithm: trees, target: target),
      LearningContext(table: context, fit: .inProcess))
    let first = try table.head(1).collect(context)
    let record = model.inputSchema.fields.compactMap { field in
      first.schema.index(of: field.name).map { (field.name, first.scalar(row: 0, column: $0)) }
    }
    let count = 100_000
    return {
      let started = Clock.system.monotonicNs()
      for _ in 0..<count { _ = try model.scoreRow(record: record) }
      let nanoseconds = (Clock.system.monotonicNs() - started) / Int64(count)
      return "\(Numbers.fixed(Double(nanoseconds) / 1000, places: 2)) µs a row"
    }
  }
}
