import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `script("clean.py", input: t, args: {min: 3})`
  ///
  /// It reads: the program's bytes are in the cell's trace and its inputs in the cell's key, so
  /// that a cell whose program, files, arguments and tables are the same is not run again.
  static let script = Word(
    "script", .platform,
    "Run any program on the session's instance: tables go in and come out as CSV files.",
    parameters: [
      .required(
        "program", .string,
        "Its path, beside the notebook or from the root. Its `#!` line says what runs it, else its "
          + "suffix (.py, .sh, .R, .jl, .js, .pl, .rb), else it is run itself."),
      .option(
        "input", .either([.table, .record]),
        "A table, which the program finds as `input.csv` in the folder $SM_CHANNEL_INPUT, or "
          + "several by name: {orders: t} is `orders.csv` in $SM_CHANNEL_ORDERS. The same folders "
          + "are processing/input and input/data below $SM_ML_DIR, SageMaker's /opt/ml."),
      .option(
        "args", .either([.record, .list]),
        "Arguments by name, given as `--name value` and as $SM_HPS and $SM_HP_NAME; or a list, "
          + "given as it is. A path that begins with /opt/ml leads to the script's own folder."),
      .option(
        "output", .either([.string, .list]),
        "Names of the tables that must come out; else every table does: `clean.csv`, or the CSV "
          + "files in a folder `clean`, in $SM_OUTPUT_DATA_DIR or processing/output is `clean`."),
      .option(
        "files", .either([.string, .list]),
        "Further files that the program reads or imports; they are laid beside it."),
      .option("env", .record, "Variables for its environment; a secret stays hidden."),
      .option("interpreter", .string, "What runs it: a name, or a path such as env/bin/python."),
      .option(
        "types", .record, constants: WordCall.typeNames,
        "Types by column of the tables that come out, where they are not to be guessed: {id: str}."),
    ],
    result: .analysed(ScriptCall.result),
    effect: .reads,
    target: "program",
    examples: [
      WordExample("script(\"clean.py\", input: read(\"cities.csv\"), args: {min: 3})"),
      WordExample(
        "let done = script(\"match.sh\", input: {left: read(\"cities.csv\")}, output: \"matched\")\n"
          + "done.matched"),
    ],
    body: { call in try ScriptCall(call).run() })
}

/// One call of `script`: arguments into a request, outcome into a record.
private struct ScriptCall {
  let call: WordCall
  private let request: ScriptRequest

  init(_ call: WordCall) throws {
    self.call = call
    var types: [String: DataType] = [:]
    for field in try call.record("types")?.fields ?? [] {
      types[field.name] = try call.dataType(field.value, for: "types")
    }
    let outputs = try ScriptCall.names("output", call)
    if let clash = outputs?.first(where: { $0 == "log" }) {
      throw RuntimeError(.scriptOutputName(clash, at: call.range(of: "output")))
    }
    let arguments = try ScriptArguments(call)
    request = ScriptRequest(
      program: try call.string("program") ?? "", inputs: try ScriptCall.inputs(call),
      hyperparameters: arguments.hyperparameters, arguments: arguments.line, outputs: outputs,
      files: try ScriptCall.names("files", call) ?? [],
      environment: try ScriptCall.environment(call),
      interpreter: try call.string("interpreter"), types: types)
  }

  func run() throws -> Value {
    let outcome = try call.host.runScript(request) { text in try call.emit(.stream(text)) }
    for note in outcome.notes { try call.emit(.note(note)) }
    var record = Record()
    for (name, table) in outcome.tables { record[name] = .table(table) }
    record["log"] = .string(outcome.log)
    return .record(record)
  }

  /// The record's fields are known where the outputs are named.
  static func result(_ call: StaticCall) -> StaticType {
    let names: [String]
    switch call.argument("output")?.exact {
    case .string(let name)?: names = [name]
    case .list(let values)?: names = values.compactMap { $0.interpolated }
    default: return .plain(.record)
    }
    return .record(
      names.map { StaticType.Member($0, .anyTable) } + [StaticType.Member("log", .string)])
  }

  /// A name, or a list of names.
  private static func names(_ parameter: String, _ call: WordCall) throws -> [String]? {
    switch call.value(parameter) {
    case .null: return nil
    case .string(let text): return [text]
    case .list(let values):
      return try values.map { value in
        guard case .string(let text) = value else { throw call.wrong(parameter, value) }
        return text
      }
    case let other: throw call.wrong(parameter, other)
    }
  }

  private static func inputs(_ call: WordCall) throws -> [(name: String, table: Table)] {
    switch call.value("input") {
    case .null: return []
    case .table(let table): return [("input", table)]
    case .record(let record):
      return try record.fields.map { field in
        guard case .table(let table) = field.value else {
          throw RuntimeError(
            .scriptInput(
              field.name, found: field.value.type.nameWithArticle, at: call.range(of: "input")))
        }
        guard ScriptArguments.isPlain(field.name) else {
          throw RuntimeError(.scriptName(field.name, at: call.range(of: "input")))
        }
        return (field.name, table)
      }
    case let other: throw call.wrong("input", other)
    }
  }

  private static func environment(_ call: WordCall) throws -> [(name: String, value: String)] {
    try (call.record("env")?.fields ?? []).map { field in
      if case .secret(let text) = field.value { return (field.name, text) }
      guard let text = field.value.interpolated else {
        throw RuntimeError(
          .scriptArgument(
            field.name, found: field.value.type.nameWithArticle, at: call.range(of: "env")))
      }
      return (field.name, text)
    }
  }
}

/// `args:` as hyperparameters and as a command line.
private struct ScriptArguments {
  let hyperparameters: JSONObject
  let line: [String]

  init(_ call: WordCall) throws {
    switch call.value("args") {
    case .null:
      hyperparameters = JSONObject()
      line = []
    case .list(let values):
      hyperparameters = JSONObject()
      line = try values.map { try Self.text($0, "args", call) }
    case .record(let record):
      var object = JSONObject()
      var line: [String] = []
      for field in record.fields where !field.value.isNull {
        let text = try Self.text(field.value, field.name, call)
        object[field.name] = JSONValue.json(field.value)
        // As SageMaker's toolkit: one letter takes one dash.
        line += [(field.name.count == 1 ? "-" : "--") + field.name, text]
      }
      hyperparameters = object
      self.line = line
    case let other: throw call.wrong("args", other)
    }
  }

  /// Single values as they stand inside of a text, lists and records as JSON.
  private static func text(_ value: Value, _ name: String, _ call: WordCall) throws -> String {
    switch value {
    case .list, .record:
      if value.scalar != nil { return JSONValue.json(value).text() }
    default:
      if let text = value.interpolated { return text }
    }
    throw RuntimeError(
      .scriptArgument(name, found: value.type.nameWithArticle, at: call.range(of: "args")))
  }

  /// Whether a name can be one of a file and of a variable.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
  }
}
