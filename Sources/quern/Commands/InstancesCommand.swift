import ArgumentParser
import QuernSession
import QuernSystem
import QuernTable
import QuernText

struct InstancesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "instances",
    abstract: "Instances by name, their types, and AWS's prices as dated data of yours.",
    discussion: """
      An instance is what a session runs on; it has its session's name. Types that are asked for \
      by name are promised their memory while they run; sessions that ask for nothing share the \
      rest of the machine.
      """,
    subcommands: [
      ListInstances.self, InstanceTypes.self, CreateInstance.self, StartInstances.self,
      StopInstances.self, ResizeInstance.self, UpdateInstance.self, DescribeInstance.self,
      InstanceLogs.self, DeleteInstances.self, InstancePricesCommand.self,
    ],
    defaultSubcommand: ListInstances.self)
}

struct InstanceTypes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "types", abstract: "Every type, with what fits this machine.")

  @Flag(help: "Only those that run here.")
  var fitting = false

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let prices = InstancePrices.find(home: try HomeFolder.find().path)
    let table = try InstanceTable.table(host: .current, prices: prices)
    let fits = table.schema.index(of: "fits") ?? 0
    try TableListing.show(table, asJSON: json) { !fitting || $0[fits] == .bool(true) }
  }
}

struct InstancePricesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices",
    abstract: "The prices that `cost` sets beside the local ones, as CSV.",
    discussion: """
      Running here costs nothing. What AWS would ask is data with a date, and yours to edit:
        quern instances prices --write     puts it into prices.csv of the home
      """)

  @Flag(help: "Write them to prices.csv of the home, where they can be edited.")
  var write = false

  func run() throws {
    let home = try HomeFolder.find().path
    if let problem = InstancePrices.problem(home: home) {
      Console.error.line(Console.error.styled("quern: ", .yellow) + problem)
    }
    let text = InstancePrices.find(home: home).text
    guard write else {
      Console.out.write(text)
      return
    }
    let path = InstancePrices.file(home: home)
    guard !Disk.real.exists(path) else {
      throw CommandStatus.failure("\(path) is there already, and stays as it is")
    }
    do throws(SystemError) {
      try Disk.real.writeAtomically(path, text: text)
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
    Console.out.line(path)
  }
}

/// The home, for commands that only look at it.
enum HomeFolder {
  static func find() throws -> HomeDirectory {
    do throws(SystemError) {
      return try HomeDirectory.find()
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }
}

/// A small table of the language as a command's listing.
enum TableListing {
  static func show(
    _ table: Table, asJSON: Bool, where isShown: ([Scalar]) -> Bool = { _ in true }
  ) throws {
    guard let data = table.materialised else { return }
    let names = data.schema.names
    let rows = (0..<data.rowCount).map { data.row($0) }.filter(isShown)
    if asJSON {
      let items = rows.map { row in
        JSON.object(JSONObject(zip(names, row).map { ($0, $1.json()) }))
      }
      Console.out.line(JSON.array(items).text(pretty: true))
      return
    }
    Columns.show(header: names, rows: rows.map { $0.map { text($0) } })
  }

  private static func text(_ scalar: Scalar) -> String {
    switch scalar {
    case .null: ""
    case .float(let value): Numbers.significant(value, digits: 4)
    case .instant: String(scalar.text.prefix(19))
    case .bool, .int, .string, .date, .time, .datetime, .duration, .size, .list, .structure:
      scalar.text
    }
  }
}
