import QuernPlan

extension Word {
  /// `process("prepare.py", inputs: {orders: t}, outputs: ["clean"])`
  ///
  /// It reads, as `script` does: program, files, arguments and tables make the cell's key.
  static let process = Word(
    "process", .platform,
    "Run a processing job on the session's instance, with SageMaker's folders for its tables.",
    parameters: [
      .required(
        "program", .string,
        "Its path, beside the notebook or from the root; it is run from processing/input/code "
          + "below $SM_ML_DIR, SageMaker's /opt/ml. What runs it is found as `script` does."),
      .option(
        "inputs", .either([.record, .table]),
        "Tables by name: {orders: t} is `orders.csv` in the folder $SM_INPUT_ORDERS, which is "
          + "processing/input/orders below $SM_ML_DIR. A table alone is called `input`."),
      .option(
        "outputs", .either([.list, .string]),
        "Names of the tables that must come out: the CSV and JSON files in $SM_OUTPUT_CLEAN, "
          + "which is processing/output/clean below $SM_ML_DIR, are `clean`, appended in the "
          + "order of their names. Without it, every folder that has such files is a table."),
      .option(
        "args", .either([.record, .list]),
        "Arguments by name, given as `--name value`; or a list, given as it is. A path that "
          + "begins with /opt/ml leads to the job's own folder; one that the program has in "
          + "itself does not."),
      .option("env", .record, "Variables for its environment; a secret stays hidden."),
      .option(
        "files", .either([.string, .list]),
        "Further files that the program reads or imports; they are laid beside it."),
      .option("interpreter", .string, "What runs it: a name, or a path such as env/bin/python."),
      .option(
        "types", .record, constants: WordCall.typeNames,
        "Types by column of the tables that come out, where they are not to be guessed: {id: str}."),
    ],
    result: .analysed { ScriptCall.result($0, .processing) },
    effect: .reads,
    target: "program",
    examples: [
      WordExample(
        "let done = process(\"prepare.py\", inputs: {cities: read(\"cities.csv\")}, "
          + "outputs: [\"clean\"])\n"
          + "done.clean"),
      WordExample(
        "process(\"report.sh\", inputs: {cities: read(\"cities.csv\")},\n"
          + "  args: {from: \"/opt/ml/processing/input/cities\"}, env: {LEVEL: 2}).log"),
    ],
    body: { call in try ScriptCall(call, .processing).run() })
}
