/// Why a role of `quern` could not start: its command line is wrong, which only we write.
package enum RoleError: Error, Sendable, Hashable {
  case missing(String)
  case wrong(String, value: String)
  case unknown(String)

  package var message: String {
    switch self {
    case .missing(let name): "\(name) is missing"
    case .wrong(let name, let value): "\(name) cannot be `\(value)`"
    case .unknown(let name): "\(name) is unknown"
    }
  }
}

/// `--name value` pairs and `--flag`s of a role's command line.
struct RoleArguments {
  var values: [String: String] = [:]
  var flags: Set<String> = []
  /// What follows `--`.
  var rest: [String] = []

  init(_ arguments: [String], flags known: Set<String> = []) throws(RoleError) {
    var index = 0
    while index < arguments.count {
      let name = arguments[index]
      index += 1
      if name == "--" {
        rest = Array(arguments[index...])
        return
      }
      guard name.hasPrefix("--") else { throw .unknown(name) }
      if known.contains(name) {
        flags.insert(name)
        continue
      }
      guard index < arguments.count else { throw .missing(name) }
      values[name] = arguments[index]
      index += 1
    }
  }

  func text(_ name: String) throws(RoleError) -> String {
    guard let value = values[name] else { throw .missing(name) }
    return value
  }

  func int(_ name: String) throws(RoleError) -> Int {
    let value = try text(name)
    guard let number = Int(value) else { throw .wrong(name, value: value) }
    return number
  }

  func number(_ name: String) throws(RoleError) -> Double {
    let value = try text(name)
    guard let number = Double(value), number.isFinite else { throw .wrong(name, value: value) }
    return number
  }
}
