import ArgumentParser
import QuernSystem
import QuernText
import QuernWire

struct PlatformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "platform",
    abstract: "Start and stop the platform; print what boto3 needs to reach it.",
    subcommands: [PlatformUp.self, PlatformDown.self, PlatformEnvironment.self])
}

struct PlatformUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start the control plane, if it does not run.")

  func run() throws {
    let client = try PlatformConnection.open()
    Console.out.line("the platform of \(client.places.home.path) is up")
  }
}

struct PlatformDown: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "End the control plane; endpoints serve on.")

  func run() throws {
    do {
      guard let client = try PlatformClient.connectIfRunning(places: try PlatformPlaces.find())
      else {
        Console.out.line("the platform is not running")
        return
      }
      _ = try client.retire(evenIfBusy: true)
      Console.out.line("the platform is down")
    } catch let error as PlatformClientError {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }
}

struct PlatformEnvironment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Print the environment that points boto3 and the AWS CLI at this home.",
    discussion: "eval $(quern platform env)")

  func run() throws {
    let client = try PlatformConnection.open()
    let places = client.places
    do {
      let keys = try JSON.parse(Disk.real.read(places.credentials))
      let ports = try JSON.parse(Disk.real.read(places.ports))
      let variables = [
        ("AWS_ENDPOINT_URL_SAGEMAKER", port(ports, "control")),
        ("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", port(ports, "route")),
        ("AWS_ACCESS_KEY_ID", keys["accessKeyId"]?.stringValue),
        ("AWS_SECRET_ACCESS_KEY", keys["secretAccessKey"]?.stringValue),
        ("AWS_DEFAULT_REGION", keys["region"]?.stringValue ?? "us-east-1"),
      ]
      for (name, value) in variables {
        if let value { Console.out.line("export \(name)=\(value)") }
      }
    } catch let error as SystemError {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    } catch let error as JSONError {
      throw CommandStatus.failure(
        "\(places.credentials): \(error.message)", code: ExitCode.sessionLost)
    }
  }

  private func port(_ ports: JSON, _ name: String) -> String? {
    ports[name]?.intValue.map { "http://127.0.0.1:\($0)" }
  }
}
