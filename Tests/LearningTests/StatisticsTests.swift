import QuernSystem
import QuernText
import Testing

@testable import QuernLearning

/// Tests of significance against scipy; scripts/reference_statistics.py made the numbers.
@Suite struct StatisticsTests {
  private func close(_ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    if found == expected { return true }
    return (found - expected).magnitude
      <= tolerance * max(found.magnitude, expected.magnitude, 1e-290)
      || (found - expected).magnitude < 1e-14
  }

  @Test func correlationsAreThoseOfScipy() throws {
    let cases = try Reference.load("statistics.json")["correlations"]?.arrayValue ?? []
    #expect(cases.count == 10)
    for (place, one) in cases.enumerated() {
      let (x, y) = (one["x"]?.doubles ?? [], one["y"]?.doubles ?? [])
      for method in Correlation.Method.allCases {
        let found = try Correlation.of(x, y, method, interrupt: nil)
        let expected = one[method.rawValue]?.doubles ?? []
        #expect(close(found.value, expected[0]), "case \(place), \(method): \(found)")
        #expect(close(found.p, expected[1], 1e-7), "case \(place), \(method): \(found)")
      }
      let interval = try Correlation.of(x, y, .pearson, interrupt: nil).interval(level: 0.95)
      let expected = one["interval"]?.doubles ?? []
      guard x.count > 3 else { continue }
      #expect(close(interval?.low, expected[0]) && close(interval?.high, expected[1]), "\(place)")
    }
  }

  @Test func missingValuesLeaveTheirPairOut() throws {
    let found = try Correlation.of(
      [1, .nan, 2, 4, 7], [2, 9, .nan, 3, 9], .pearson, interrupt: nil)
    let plain = try Correlation.of([1, 4, 7], [2, 3, 9], .pearson, interrupt: nil)
    #expect(found == plain && found.count == 3)
    for method in Correlation.Method.allCases {
      #expect(try Correlation.of([1, 1, 1], [1, 2, 3], method, interrupt: nil).value == nil)
      #expect(try Correlation.of([1], [2], method, interrupt: nil).value == nil)
      #expect(try Correlation.of([], [], method, interrupt: nil).count == 0)
    }
  }

  @Test func pairsAreTheSameOnAnyNumberOfThreads() throws {
    let stream = RandomStream(seed: 3, word: "test", ordinal: 0)
    let columns = (0..<6).map { column in
      (0..<500).map { stream.normal(UInt64($0 * 6 + column)) }
    }
    let one = try Correlation.pairs(
      of: columns, .spearman, workers: Workers(threadCount: 1), interrupt: Interrupt())
    let four = try Correlation.pairs(
      of: columns, .spearman, workers: Workers(threadCount: 4), interrupt: Interrupt())
    #expect(one == four && one.count == 15)
  }

  @Test func meansAreThoseOfScipy() throws {
    let cases = try Reference.load("statistics.json")["means"]?.arrayValue ?? []
    #expect(cases.count == 15)
    for (place, one) in cases.enumerated() {
      let (x, y) = (one["x"]?.doubles ?? [], one["y"]?.doubles ?? [])
      let name = one["alternative"]?.stringValue ?? ""
      let alternative = try #require(MeanTest.Alternative(rawValue: name))
      let (a, b) = (MeanTest.Sample(x), MeanTest.Sample(y))
      var tests = [
        ("welch", MeanTest.two(a, b, isPooled: false, alternative, level: 0.9)),
        ("student", MeanTest.two(a, b, isPooled: true, alternative, level: 0.9)),
        ("one", MeanTest.one(a, mean: 0.3, alternative, level: 0.9)),
      ]
      if x.count == y.count {
        let pairs = MeanTest.Sample(zip(x, y).map { $0 - $1 })
        tests.append(("paired", MeanTest.one(pairs, mean: 0, alternative, level: 0.9)))
      }
      for (name, found) in tests {
        let expected = one[name]?.arrayValue?.map(\.doubleValue) ?? []
        let found = try #require(found)
        let values = [found.t, found.df, found.p, found.low, found.high]
        for (found, expected) in zip(values, expected) {
          #expect(close(found, expected, 1e-7), "case \(place), \(name), \(alternative)")
        }
      }
    }
  }

  @Test func countsAreThoseOfScipy() throws {
    let counts = try #require(try Reference.load("statistics.json")["counts"])
    for one in counts["independence"]?.arrayValue ?? [] {
      let found = try #require(
        CountTest.independence(
          one["counts"]?.doubles ?? [], columnCount: Int(one["columns"]?.intValue ?? 0),
          isCorrected: one["corrected"]?.boolValue ?? false))
      #expect(close(found.chiSquare, one["chisq"]?.doubleValue))
      #expect(close(found.p, one["p"]?.doubleValue) && Int64(found.df) == one["df"]?.intValue)
      #expect(zip(found.expected, one["expected"]?.doubles ?? []).allSatisfy { close($0, $1) })
    }
    for one in counts["fit"]?.arrayValue ?? [] {
      let found = try #require(
        CountTest.fit(one["counts"]?.doubles ?? [], expected: one["expected"]?.doubles ?? []))
      #expect(close(found.chiSquare, one["chisq"]?.doubleValue))
      #expect(close(found.p, one["p"]?.doubleValue))
    }
  }

  @Test func tailsAreThoseOfScipy() throws {
    let tails = try #require(try Reference.load("statistics.json")["tails"])
    for row in tails["student"]?.rows ?? [] {
      #expect(close(Distributions.studentAbove(row[0], df: row[1]), row[2], 1e-8), "\(row)")
    }
    for row in tails["quantile"]?.rows ?? [] {
      #expect(
        close(Distributions.studentQuantile(above: row[0], df: row[1]), row[2], 1e-8), "\(row)")
    }
    for row in tails["chisq"]?.rows ?? [] {
      #expect(close(Distributions.chiSquareAbove(row[0], df: row[1]), row[2], 1e-9), "\(row)")
    }
  }
}
