import QuernLearning
import QuernSystem
import QuernTable
import QuernText
import QuernValue
import Testing

@Suite struct ValueCodecTests {
  private let context = TableContext(
    arena: .unlimited, workers: .shared(2), interrupt: Interrupt())

  @Test(arguments: 0..<300)
  func everyValueComesBackFromItsBytes(seed: Int) throws {
    let store = MemoryValueStore()
    var random = RandomValues(seed: seed)
    let value = random.value(depth: 4)
    let bytes = try ValueCodec.encode(value, into: store)
    #expect(try ValueCodec.decode(bytes, from: store) == value, "seed \(seed)")
    let again = try ValueCodec.decode(bytes, from: store)
    #expect(
      try ValueCodec.digest(again, context) == ValueCodec.digest(value, context), "seed \(seed)")
  }

  @Test(arguments: 0..<200)
  func damagedBytesAreAnErrorAndNeverATrap(seed: Int) throws {
    let store = MemoryValueStore()
    var random = RandomValues(seed: seed)
    var bytes = try ValueCodec.encode(random.value(depth: 3), into: store)
    for _ in 0..<3 {
      let place = random.below(bytes.count)
      bytes[place] = UInt8(truncatingIfNeeded: random.below(256))
      _ = try? ValueCodec.decode(bytes, from: store)
      _ = try? ValueCodec.decode(Array(bytes.prefix(place)), from: store)
    }
  }

  @Test func equalZerosHaveEqualDigests() throws {
    let digest = try ValueCodec.digest(.float(0), context)
    #expect(try ValueCodec.digest(.float(-0.0), context) == digest)
    #expect(try ValueCodec.digest(.int(0), context) != digest)
  }

  @Test func aTableComesBackWithItsRows() throws {
    let store = MemoryValueStore()
    let schema = Schema([("a", .int), ("b", .string)])
    let data = try TableData.build(
      schema, rows: [[.int(1), .string("x")], [.null, .string("y")]])
    let table = try Table(data: data).filter(.isNull(.column("a"), negated: true))
    let bytes = try ValueCodec.encode(.table(table), into: store)
    guard case .table(let again) = try ValueCodec.decode(bytes, from: store) else {
      Issue.record("no table")
      return
    }
    #expect(try again.collect(context).rowCount == 1)
    #expect(
      try ValueCodec.digest(.table(again), context) == ValueCodec.digest(.table(table), context))
  }

  @Test func aNewerFormatIsRefusedByName() throws {
    let store = MemoryValueStore()
    var bytes = try ValueCodec.encode(.null, into: store)
    bytes[2] = 9
    #expect(throws: CodecError.newer(version: 9)) {
      try ValueCodec.decode(bytes, from: store)
    }
  }

  @Test func valuesNestedTooDeepAreRefused() throws {
    var value = Value.int(1)
    for _ in 0..<300 { value = .list([value]) }
    #expect(throws: CodecError.tooDeep) {
      try ValueCodec.encode(value, into: MemoryValueStore())
    }
  }
}
