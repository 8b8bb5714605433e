import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `track({lr: 0.1})`, `track("loss", 0.3, step: 4)`
  static let track = Word(
    "track", .platform, "Add parameters or a metric to the innermost run.",
    parameters: [
      .required(
        "what", .either([.record, .string]), "A record of parameters, or a metric's name."),
      .optional("value", .number, "The metric's value."),
      .option("step", .int, "At which step it was measured."),
    ],
    result: .type(.null),
    isQuiet: true,
    examples: [WordExample("track({lr: 0.1})"), WordExample("track(\"loss\", 0.3, step: 4)")],
    body: { call in
      var run = RunRecord(
        kind: "track", name: nil,
        token: call.token,
        seed: call.context.seed, startedMicroseconds: call.host.now(), seconds: 0)
      if case .record(let record) = call.value("what") {
        run.parameters = record.fields.map { ($0.name, $0.value.scalar?.json() ?? .null) }
      } else {
        let name = try call.string("what") ?? ""
        guard let value = try call.double("value") else { throw call.missing("value") }
        run.metrics = [(name, value)]
        if let step = try call.int("step") {
          run.steps = [RunStep(step: step, name: name, value: value)]
        }
      }
      try call.host.record(run)
      return .null
    })
}
