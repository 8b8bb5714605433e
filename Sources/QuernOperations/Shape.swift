/// The type of a value in an operation's input or output, with its limits.
///
/// Shapes are data: one validator, one reader and one writer per wire form walk them.
package indirect enum Shape: Sendable {
  case text(TextLimits)
  case choice([String])
  case integer(NumberLimits)
  case number(NumberLimits)
  case boolean
  /// Seconds since 1970 on the JSON wire.
  case timestamp
  case list(Shape, CountLimits)
  case map(key: Shape, value: Shape, CountLimits)
  case structure(StructureShape)
}

/// Limits of a string: its length in characters, and the pattern that all of it must match.
package struct TextLimits: Sendable {
  package var count: CountLimits
  package var pattern: String?
}

/// The smallest and largest count that is allowed; nil when there is no such limit.
package struct CountLimits: Sendable {
  package var minimum: Int?
  package var maximum: Int?
}

/// The smallest and largest number that is allowed; nil when there is no such limit.
package struct NumberLimits: Sendable {
  package var minimum: Int?
  package var maximum: Int?
}

/// A structure: its name and its members, in the order of the service model.
package struct StructureShape: Sendable {
  package let name: String
  package let members: [MemberShape]

  package init(_ name: String, _ members: [MemberShape]) {
    self.name = name
    self.members = members
  }
}

/// One member of a structure.
package struct MemberShape: Sendable {
  package let name: String
  package let shape: Shape
  package let isRequired: Bool

  package static func required(_ name: String, _ shape: Shape) -> MemberShape {
    MemberShape(name: name, shape: shape, isRequired: true)
  }

  package static func optional(_ name: String, _ shape: Shape) -> MemberShape {
    MemberShape(name: name, shape: shape, isRequired: false)
  }

  /// The name as AWS's error texts print it: its first word in lower case.
  package var camelName: String { MemberShape.camelName(name) }

  /// `EndpointName` → `endpointName`, `ETag` → `eTag`, `S3Uri` → `s3Uri`.
  package static func camelName(_ name: String) -> String {
    let run = name.prefix { $0.isUppercase }
    let rest = name.dropFirst(run.count)
    if run.count > 1, let next = rest.first, next.isLowercase {
      return run.dropLast().lowercased() + run.suffix(1) + rest
    }
    return run.lowercased() + rest
  }
}

// How the generated files write shapes.
extension Shape {
  /// A string without limits.
  package static let text = Shape.text(TextLimits(count: CountLimits(), pattern: nil))

  package static func string() -> Shape { .text }

  package static func string(pattern: String) -> Shape {
    .text(TextLimits(count: CountLimits(), pattern: pattern))
  }

  package static func string(length: ClosedRange<Int>, pattern: String? = nil) -> Shape {
    .text(TextLimits(count: CountLimits(length), pattern: pattern))
  }

  package static func string(length: PartialRangeFrom<Int>, pattern: String? = nil) -> Shape {
    .text(TextLimits(count: CountLimits(minimum: length.lowerBound), pattern: pattern))
  }

  package static func string(length: PartialRangeThrough<Int>, pattern: String? = nil) -> Shape {
    .text(TextLimits(count: CountLimits(maximum: length.upperBound), pattern: pattern))
  }

  package static func choice<Values: CaseIterable & RawRepresentable>(
    _ type: Values.Type
  ) -> Shape where Values.RawValue == String {
    .choice(Values.allCases.map(\.rawValue))
  }

  package static func integer() -> Shape { .integer(NumberLimits()) }

  package static func integer(_ range: ClosedRange<Int>) -> Shape {
    .integer(NumberLimits(minimum: range.lowerBound, maximum: range.upperBound))
  }

  package static func integer(_ range: PartialRangeFrom<Int>) -> Shape {
    .integer(NumberLimits(minimum: range.lowerBound))
  }

  package static func number() -> Shape { .number(NumberLimits()) }

  package static func number(_ range: ClosedRange<Int>) -> Shape {
    .number(NumberLimits(minimum: range.lowerBound, maximum: range.upperBound))
  }

  package static func number(_ range: PartialRangeFrom<Int>) -> Shape {
    .number(NumberLimits(minimum: range.lowerBound))
  }

  package static func list(_ element: Shape) -> Shape { .list(element, CountLimits()) }

  package static func list(_ element: Shape, count: ClosedRange<Int>) -> Shape {
    .list(element, CountLimits(count))
  }

  package static func list(_ element: Shape, count: PartialRangeFrom<Int>) -> Shape {
    .list(element, CountLimits(minimum: count.lowerBound))
  }

  package static func map(_ key: Shape, _ value: Shape) -> Shape {
    .map(key: key, value: value, CountLimits())
  }

  package static func map(_ key: Shape, _ value: Shape, count: ClosedRange<Int>) -> Shape {
    .map(key: key, value: value, CountLimits(count))
  }
}

extension CountLimits {
  init(_ range: ClosedRange<Int>) {
    self.init(minimum: range.lowerBound, maximum: range.upperBound)
  }
}
