import QuernValue
import Testing

@Suite struct RecordTests {
  @Test func aRecordKeepsTheOrderOfItsNames() {
    var record = Record([("b", .int(1)), ("a", .int(2))])
    record["b"] = .int(3)
    record["c"] = .null
    #expect(record.names == ["b", "a", "c"])
    #expect(record["b"] == .int(3))
  }

  @Test func namesAreComparedByBytes() {
    let record = Record([("é", .int(1))])
    #expect(record["e\u{301}"] == nil)
  }
}
