import QuernPlan
import QuernREPL
import QuernTable
import QuernWire
import QuernWords
import Testing

@Suite struct CompleterTests {
  private let completer = Completer(
    registry: WordRegistry(Words.all),
    names: KnownNames([
      NameDescription(
        name: "customers", version: 1, type: "table", summary: "7 043 rows, 3 columns",
        columns: [
          .init(name: "tenure", type: .int, missingShare: 0.002),
          .init(name: "total", type: .float, missingShare: 0),
          .init(name: "Charge  Amount", type: .string, missingShare: nil),
        ]),
      NameDescription(
        name: "place", version: 1, type: "record", members: [.init(name: "city", type: "str")]),
      NameDescription(
        name: "ratio", version: 1, type: "function", summary: "(a, b)", formals: ["a", "b"],
        requiredCount: 2),
      NameDescription(name: "_", version: 4, type: "table", columns: [
        .init(name: "n", type: .int, missingShare: 0)
      ]),
    ]),
    commands: [
      ("save", true, "Write."), ("plan", false, "Plan."), ("instance", false, "Move."),
      ("cost", false, "Cost."), ("session", false, "Go."),
    ],
    stored: StoredNames { kind in
      switch kind {
      case .endpoint: [Candidate("churn-live", detail: ""), Candidate("line", detail: "")]
      case .session: [Candidate("mine", detail: "")]
      case .instanceType: ["ml.t3.medium", "ml.m5.large"].map { Candidate($0, detail: "") }
      }
    },
    list: { folder in
      folder == "data/" ? [("churn.csv", false)] : [("data", true), ("notes.md", false)]
    })

  /// What is offered where the text ends: the texts, and the details where asked.
  private func offered(_ text: String, details: Bool = false) -> [String] {
    completer.complete(text, at: text.utf8.count).candidates.map {
      details ? "\($0.text) \($0.detail)" : $0.text
    }
  }

  @Test func `endpoints and instance types complete where they are meant`() {
    #expect(offered("m |> deploy(\"ch") == ["churn-live"])
    #expect(offered("endpoint(\"") == ["churn-live", "line"])
    #expect(offered("m |> deploy(\"x\", instance: \"ml.m") == ["ml.m5.large"])
    #expect(offered("instance(\"ml.t") == ["ml.t3.medium"])
    #expect(offered(":instance ") == ["ml.t3.medium", "ml.m5.large"])
    #expect(offered(":instance m5") == ["ml.m5.large"])
    #expect(offered(":cost o") == ["on", "off"])
    #expect(offered(":session m") == ["mine"])
    #expect(offered("read(\"da") == ["data/"])
  }

  @Test func `columns of a piped table come with their types and missing shares`() {
    #expect(
      offered("customers |> filter(.t", details: true) == [
        "tenure int · 0.2 % missing", "total float",
      ])
    #expect(offered("filter(customers, .te") == ["tenure"])
    #expect(offered("customers |> filter(.tenure > 3 and .to") == ["total"])
  }

  @Test func `columns follow the steps of a pipe`() {
    #expect(
      offered("customers |> select([.total]) |> rename(sum_all = .total) |> filter(.") == [
        "sum_all"
      ])
    #expect(offered("customers |> derive(rate = .total / .tenure) |> sort(.ra") == ["rate"])
    #expect(offered("customers\n  |> derive(rate = .total / .tenure)\n  |> sort(.ra") == ["rate"])
    #expect(offered("let small = customers |> head(2)\nsmall |> filter(.ten") == ["tenure"])
  }

  @Test func `a column that the same call defines is offered`() {
    #expect(offered("customers |> derive(rate = .total, twice = .ra") == ["rate"])
  }

  @Test func `odd names come in backticks`() {
    #expect(offered("customers |> filter(.Ch") == ["`Charge  Amount`"])
    #expect(offered("customers |> filter(.`Ch") == ["`Charge  Amount`"])
  }

  @Test func `in an argument that is not begun columns and options are offered`() {
    let first = offered("customers |> filter(")
    #expect(first.prefix(3) == [".tenure", ".total", ".`Charge  Amount`"])
    #expect(!first.contains("upper("))
    #expect(offered("customers |> split(0.8, se").first == "seed: ")
    #expect(offered("customers |> split(0.8, seed: 1, se").contains("seed: ") == false)
  }

  @Test func `the value of an option is one of its constants`() {
    #expect(offered("customers |> join(customers, on: .tenure, kind: le") == ["left"])
  }

  @Test func `a step takes what is piped`() {
    let steps = offered("customers |> des")
    #expect(steps == ["describe("])
    #expect(offered("customers |> uppe").isEmpty)
    #expect(offered("\"a\" |> uppe") == ["upper("])
    #expect(offered("customers |> rat") == ["ratio("])
    #expect(offered("|> desc") == ["describe("])
    #expect(offered("|> filter(.") == ["n"])
  }

  @Test func `names stand before words and say what they are`() {
    #expect(
      offered("cust", details: true) == ["customers table · 7 043 rows, 3 columns"])
    #expect(offered("let x = plac") == ["place"])
    #expect(offered("le").contains("let "))
  }

  @Test func `fields of records and tables`() {
    #expect(offered("place.") == ["city"])
    #expect(offered("place.ci", details: true) == ["city str"])
    #expect(offered("customers.to") == ["total"])
  }

  @Test func `paths in strings and commands`() {
    #expect(offered("read(\"da") == ["data/"])
    #expect(offered("read(\"data/ch") == ["churn.csv"])
    #expect(completer.complete("read(\"data/ch", at: 13).range == 11..<13)
    #expect(offered(":save no") == ["notes.md"])
    #expect(offered("upper(\"da").isEmpty)
  }

  @Test func `commands and questions`() {
    #expect(offered(":sa") == [":save"])
    #expect(offered(":plan custo") == ["customers"])
    #expect(completer.complete(":plan custo", at: 11).range == 6..<11)
    #expect(offered("?filt") == ["filter"])
    #expect(offered("??filt") == ["filter"])
  }

  @Test func `the signature heads what is offered in a call`() {
    let found = completer.complete("customers |> head(", at: 18)
    #expect(found.heading == Words.registry["head"]?.signature)
    #expect(completer.complete("ratio(", at: 6).heading == "ratio(a, b)")
  }

  @Test func `no place of any text stops it`() {
    let text = "customers |> derive(a = sum(.x), b: \"{.y}\") |> f(.`q r`, z.y[1], :x ?y"
    for offset in 0...text.utf8.count { _ = completer.complete(text, at: offset) }
    for end in 0...text.count {
      let part = String(text.prefix(end))
      _ = completer.complete(part, at: part.utf8.count)
    }
  }
}
