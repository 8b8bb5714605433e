import QuernPlan
import QuernTable
import QuernText
import QuernValue

/// One call of `script` or `process`: arguments into a request, outcome into a record.
struct ScriptCall {
  let call: WordCall
  private let request: ScriptRequest

  init(_ call: WordCall, _ contract: ScriptContract) throws {
    self.call = call
    var types: [String: DataType] = [:]
    for field in try call.record("types")?.fields ?? [] {
      types[field.name] = try call.dataType(field.value, for: "types")
    }
    let arguments = try ScriptArguments(call, contract)
    request = ScriptRequest(
      contract: contract, program: try call.string("program") ?? "",
      inputs: try ScriptCall.inputs(call, contract),
      hyperparameters: arguments.hyperparameters, arguments: arguments.line,
      outputs: try ScriptCall.outputs(call, contract),
      files: try ScriptCall.names("files", call) ?? [],
      environment: try ScriptCall.environment(call, contract),
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
  static func result(_ call: StaticCall, _ contract: ScriptContract) -> StaticType {
    let names: [String]
    switch call.argument(contract.outputs)?.exact {
    case .string(let name)?: names = [name]
    case .list(let values)?: names = values.compactMap { $0.interpolated }
    default: return .plain(.record)
    }
    return .record(
      names.map { StaticType.Member($0, .anyTable) } + [StaticType.Member("log", .string)])
  }

  private static func outputs(
    _ call: WordCall, _ contract: ScriptContract
  ) throws -> [String]? {
    let names = try names(contract.outputs, call)
    for name in names ?? [] {
      let range = call.range(of: contract.outputs)
      if name == "log" { throw RuntimeError(.scriptOutputName(name, at: range)) }
      // A processing job's outputs are folders, which are made before it begins.
      if contract == .processing, !ScriptArguments.isPlain(name) {
        throw RuntimeError(.processOutputName(name, at: range))
      }
    }
    return names
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

  private static func inputs(
    _ call: WordCall, _ contract: ScriptContract
  ) throws -> [(name: String, table: Table)] {
    let range = call.range(of: contract.inputs)
    switch call.value(contract.inputs) {
    case .null: return []
    case .table(let table): return [("input", table)]
    case .record(let record):
      return try record.fields.map { field in
        guard case .table(let table) = field.value else {
          throw RuntimeError(
            .scriptInput(field.name, found: field.value.type.nameWithArticle, at: range))
        }
        guard ScriptArguments.isPlain(field.name) else {
          throw RuntimeError(.scriptName(field.name, of: contract.inputs, at: range))
        }
        if contract == .processing, field.name == "code" {
          throw RuntimeError(.processInputName(field.name, at: range))
        }
        return (field.name, table)
      }
    case let other: throw call.wrong(contract.inputs, other)
    }
  }

  private static func environment(
    _ call: WordCall, _ contract: ScriptContract
  ) throws -> [(name: String, value: String)] {
    try (call.record("env")?.fields ?? []).map { field in
      if case .secret(let text) = field.value { return (field.name, text) }
      guard let text = field.value.interpolated else {
        throw RuntimeError(
          .scriptArgument(
            field.name, found: field.value.type.nameWithArticle, tables: contract.inputs,
            at: call.range(of: "env")))
      }
      return (field.name, text)
    }
  }
}

extension ScriptContract {
  /// What the parameters are called that name tables in and out.
  fileprivate var inputs: String { self == .training ? "input" : "inputs" }
  fileprivate var outputs: String { self == .training ? "output" : "outputs" }
}

/// `args:` as hyperparameters and as a command line.
private struct ScriptArguments {
  let hyperparameters: JSONObject
  let line: [String]

  init(_ call: WordCall, _ contract: ScriptContract) throws {
    switch call.value("args") {
    case .null:
      hyperparameters = JSONObject()
      line = []
    case .list(let values):
      hyperparameters = JSONObject()
      line = try values.map { try Self.text($0, "args", call, contract) }
    case .record(let record):
      var object = JSONObject()
      var line: [String] = []
      for field in record.fields where !field.value.isNull {
        let text = try Self.text(field.value, field.name, call, contract)
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
  private static func text(
    _ value: Value, _ name: String, _ call: WordCall, _ contract: ScriptContract
  ) throws -> String {
    switch value {
    case .list, .record:
      if value.scalar != nil { return JSONValue.json(value).text() }
    default:
      if let text = value.interpolated { return text }
    }
    throw RuntimeError(
      .scriptArgument(
        name, found: value.type.nameWithArticle, tables: contract.inputs,
        at: call.range(of: "args")))
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
