import ArgumentParser
import QuernSystem
import QuernText
import QuernWire

struct EndpointsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints",
    abstract: "List, describe and stop endpoints.",
    subcommands: [ListEndpoints.self, DescribeEndpoint.self, StopEndpoint.self],
    defaultSubcommand: ListEndpoints.self)
}

/// The control plane of this home, for commands.
enum PlatformConnection {
  static func open() throws -> PlatformClient {
    do {
      return try PlatformClient.connect(places: try PlatformPlaces.find())
    } catch let error as PlatformClientError {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    } catch let error as SystemError {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }

  /// Performs an operation; a refusal is said and ends the command.
  static func perform(_ operation: String, _ input: JSONObject) throws -> JSON {
    do {
      return try open().perform(operation, input).output
    } catch let error as PlatformClientError {
      throw CommandStatus.failure(error.message, code: ExitCode.cellFailed)
    }
  }
}

struct ListEndpoints: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The endpoints of this home.")

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    var endpoints: [JSON] = []
    var next: JSON?
    repeat {
      var input = JSONObject()
      if let next { input["NextToken"] = next }
      let page = try PlatformConnection.perform("ListEndpoints", input)
      endpoints += page["Endpoints"]?.arrayValue ?? []
      next = page["NextToken"]
    } while next?.stringValue != nil
    if json {
      Console.out.line(JSON.array(endpoints).text(pretty: true))
      return
    }
    guard !endpoints.isEmpty else {
      Console.out.line("no endpoints. `model |> deploy(\"name\")` in a cell makes one.")
      return
    }
    let rows = endpoints.map { endpoint in
      [
        endpoint["EndpointName"]?.stringValue ?? "", endpoint["EndpointStatus"]?.stringValue ?? "",
        time(endpoint["CreationTime"]), time(endpoint["LastModifiedTime"]),
      ]
    }
    Columns.show(
      [
        .left("name", mayBeCut: true), .left("status", style: Self.style), .left("created"),
        .left("changed"),
      ], rows: rows)
  }

  private static func style(_ status: String) -> Console.Style? {
    switch status {
    case "InService": .green
    case "Failed", "OutOfService": .red
    default: .yellow
    }
  }

  private func time(_ json: JSON?) -> String {
    json?.doubleValue.map { String(Instant(microseconds: Int64($0 * 1e6)).isoString.prefix(19)) }
      ?? ""
  }
}

struct DescribeEndpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Everything that is known of an endpoint, as JSON.")

  @Argument(help: "The endpoint's name.", completion: .custom(HomeNames.endpoints))
  var name: String

  func run() throws {
    let answer = try PlatformConnection.perform(
      "DescribeEndpoint", JSONObject([("EndpointName", .string(name))]))
    Console.out.line(answer.text(pretty: true))
  }
}

struct StopEndpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "End endpoints; ones that are gone stay gone.")

  @Argument(help: "Names of endpoints.", completion: .custom(HomeNames.endpoints))
  var names: [String]

  func run() throws {
    for name in names {
      do {
        let wasThere = try PlatformConnection.open().stop(endpoint: name, act: .none)
        Console.out.line("\(name): \(wasThere ? "stopped" : "was not running")")
      } catch let error as PlatformClientError {
        throw CommandStatus.failure(error.message, code: ExitCode.cellFailed)
      }
    }
  }
}
