import QuernSystem
import QuernTesting
import QuernValue
import QuernWords
import Testing

/// A function that was saved runs in another session as it did in its own.
@Suite struct SavedFunctionTests {
  private func saved(_ definition: String, _ name: String) throws -> Value {
    let session = SimulatedSession(registry: Words.registry)
    let outcome = session.run(definition)
    #expect(outcome.errors.isEmpty)
    let store = MemoryValueStore()
    let value = try #require(session.values[name])
    return try ValueCodec.decode(ValueCodec.encode(value, into: store), from: store)
  }

  private func check(
    _ definition: String, _ call: String, _ expected: Value,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let other = SimulatedSession(registry: Words.registry)
    other.define("f", try saved(definition, "f"))
    let outcome = other.run(call)
    #expect(outcome.result == expected, sourceLocation: location)
  }

  @Test func aLambdaKeepsWhatItCaptured() throws {
    try check("let k = 10\nlet f = x => x + k", "f(1)", .int(11))
  }

  @Test func aFunctionKeepsItsDefaultsAndItself() throws {
    try check("fn f(n, least = 1) = if n <= least then n else n * f(n - 1)", "f(5)", .int(120))
  }

  @Test func aBlockIsSavedAsText() throws {
    try check("fn f(n) = do\n  let a = n + 1\n  a * a\nend", "f(2)", .int(9))
  }

  @Test func aFunctionThatCapturedAFunctionKeepsIt() throws {
    try check("fn g(x) = x * 2\nfn f(x) = g(x) + 1", "f(4)", .int(9))
  }

  @Test func anExpressionOverColumnsInsideOfAFunctionIsKept() throws {
    try check("let least = 3\nfn f(c) = c > least", "f(2) == false", .bool(true))
  }
}
