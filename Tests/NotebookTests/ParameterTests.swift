import QuernNotebook
import Testing

struct ParameterTests {
  private func declared(_ source: String) throws -> [NotebookParameter] {
    let text = "```quern\n\(source)\n```\n"
    return NotebookParameter.declared(in: try Notebook.read(Array(text.utf8), path: "n.md"))
  }

  private func check(_ source: String, _ given: [(String, String)]) throws -> (
    [String: String], [String]
  ) {
    let (values, errors) = ParameterValues.check(
      given: given.map { (name: $0.0, text: $0.1) }, declared: try declared(source))
    return (values.literals, errors.map(\.message))
  }

  @Test func valuesBecomeLiteralsOfTheirType() throws {
    let source = """
      param region: str = "eu"
      param rate: float = 0.1
      param rounds: int = 10
      param day: date = @2026-01-01
      param names: list[str] = []
      """
    let (values, errors) = try check(
      source,
      [
        ("region", "us \"x\""), ("rate", "1"), ("rounds", "-3"), ("day", "2026-02-28"),
        ("names", "[\"a\", \"b\"]"),
      ])
    #expect(errors.isEmpty)
    #expect(values["region"] == "\"us \\\"x\\\"\"")
    #expect(values["rounds"] == "-3")
    #expect(values["day"] == "@2026-02-28")
    #expect(values["names"] == "[\"a\", \"b\"]")
  }

  @Test func everyMistakeIsSaidAtOnce() throws {
    let source = """
      param region: str in ["eu", "us"] = "eu"
      param rounds: int in 1..500 = 10
      param path: str
      """
    let (_, errors) = try check(
      source, [("regoin", "eu"), ("region", "mars"), ("rounds", "many"), ("rounds", "900")])
    #expect(errors.count == 5)
    #expect(errors[0] == "there is no parameter `regoin`; did you mean `region`?")
    #expect(errors[1] == "parameter `region`: `mars` is not in [\"eu\", \"us\"]")
    #expect(errors[2] == "parameter `rounds` is int: `many` is not an int")
    #expect(errors[3] == "parameter `rounds`: `900` is not in 1..500")
    #expect(errors[4].hasPrefix("parameter `path` needs a value: -p path=…"))
  }

  @Test func anOptionalParameterNeedsNoValue() throws {
    #expect(try check("param limit: int?", []).1.isEmpty)
  }
}
