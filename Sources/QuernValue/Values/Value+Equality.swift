import QuernLearning
import QuernPlot
import QuernTable
import QuernText

extension Value: Equatable {
  /// Whether both are the same value of the same type: text by bytes, floats by value, tables by
  /// plan, functions by text and what they captured.
  ///
  /// The language's `==` is another thing: it knows `null` and compares ints with floats.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.float(let a), .float(let b)): a == b
    case (.int(let a), .int(let b)), (.date(let a), .date(let b)), (.time(let a), .time(let b)),
      (.datetime(let a), .datetime(let b)), (.instant(let a), .instant(let b)),
      (.size(let a), .size(let b)):
      a == b
    case (.duration(let m, let a), .duration(let n, let b)): m == n && a == b
    case (.string(let a), .string(let b)), (.pattern(let a), .pattern(let b)),
      (.secret(let a), .secret(let b)), (.constant(let a), .constant(let b)):
      a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)): a == b
    case (.record(let a), .record(let b)): a == b
    case (.range(let a, let b), .range(let c, let d)): a == c && b == d
    case (.function(let a), .function(let b)): a == b
    default: sameComposite(left, right)
    }
  }

  /// The same plan over the same rows in memory, or the same pinned files.
  private static func same(_ a: Table, _ b: Table) -> Bool {
    let (left, right) = (a.leaves, b.leaves)
    guard left.count == right.count, a.planJSON() == b.planJSON() else { return false }
    return zip(left, right).allSatisfy { pair in
      switch pair {
      case (.data(let x), .data(let y)): x === y || x.contentDigest() == y.contentDigest()
      case (.source(let x), .source(let y)): x === y || x.identity == y.identity
      case (.placeholder(let x), .placeholder(let y)): x == y
      case (.data, _), (.source, _), (.placeholder, _): false
      }
    }
  }

  /// The same request over the same tables, drawn the same.
  private static func same(_ a: Plot, _ b: Plot) -> Bool {
    a.json == b.json && a.tables.count == b.tables.count
      && zip(a.tables, b.tables).allSatisfy { $0 === $1 || same($0, $1) }
  }

  /// A model that cannot be written is equal to itself alone.
  private static func same(_ a: Model, _ b: Model) -> Bool {
    do throws(LearningError) {
      return try a.digest() == b.digest()
    } catch {
      return false
    }
  }

  private static func sameComposite(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.column(let a), .column(let b)): a == b
    case (.table(let a), .table(let b)): a === b || same(a, b)
    case (.recipe(let a), .recipe(let b)): a == b
    case (.step(let a), .step(let b)): a == b
    case (.selection(let a), .selection(let b)): a == b
    case (.across(let a), .across(let b)): a == b
    case (.algorithm(let a), .algorithm(let b)): a == b
    case (.model(let a), .model(let b)): a === b || same(a, b)
    case (.evaluation(let a), .evaluation(let b)): a.json == b.json
    case (.endpoint(let a), .endpoint(let b)): a == b
    case (.plot(let a), .plot(let b)): same(a, b)
    default: false
    }
  }
}

extension Record: Equatable {
  package static func == (left: Record, right: Record) -> Bool {
    left.values == right.values
      && left.names.elementsEqual(right.names) { $0.utf8.elementsEqual($1.utf8) }
  }
}

extension FunctionValue: Equatable {
  package static func == (left: FunctionValue, right: FunctionValue) -> Bool {
    left === right
      || left.origin == right.origin && left.source.utf8.elementsEqual(right.source.utf8)
        && left.captured.elementsEqual(right.captured) {
          $0.name == $1.name && $0.value == $1.value
        }
  }
}
