import QuernSystem
import QuernText

/// The frozen numbers that scripts/reference_numbers.py wrote beside itself.
enum Reference {
  static func load(_ name: String) throws -> JSON {
    // Tests/LearningTests/Support/Reference.swift → the package.
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let path = root.joined(separator: "/") + "/scripts/reference_numbers/" + name
    return try JSON.parse(try Disk.real.read(path))
  }
}

extension JSON {
  var doubles: [Double] { (arrayValue ?? []).map { $0.doubleValue ?? .nan } }
  var rows: [[Double]] { (arrayValue ?? []).map(\.doubles) }
  var ints: [Int] { doubles.map { Int($0) } }
}
