import QuernPlan

extension Word {
  /// `script("clean.py", input: t, args: {min: 3})`
  ///
  /// It reads: the program's bytes are in the cell's trace and its inputs in the cell's key, so
  /// that a cell whose program, files, arguments and tables are the same is not run again.
  static let script = Word(
    "script", .platform,
    "Run any program on the session's instance: tables go in and come out as CSV files.",
    parameters: [
      .required(
        "program", .string,
        "Its path, beside the notebook or from the root. Its `#!` line says what runs it, else its "
          + "suffix (.py, .sh, .R, .jl, .js, .pl, .rb), else it is run itself."),
      .option(
        "input", .either([.table, .record]),
        "A table, which the program finds as `input.csv` in the folder $SM_CHANNEL_INPUT, or "
          + "several by name: {orders: t} is `orders.csv` in $SM_CHANNEL_ORDERS. The same folders "
          + "are processing/input and input/data below $SM_ML_DIR, SageMaker's /opt/ml."),
      .option(
        "args", .either([.record, .list]),
        "Arguments by name, given as `--name value` and as $SM_HPS and $SM_HP_NAME; or a list, "
          + "given as it is. A path that begins with /opt/ml leads to the script's own folder."),
      .option(
        "output", .either([.string, .list]),
        "Names of the tables that must come out; else every table does: `clean.csv`, or the CSV "
          + "files in a folder `clean`, in $SM_OUTPUT_DATA_DIR or processing/output is `clean`."),
      .option(
        "files", .either([.string, .list]),
        "Further files that the program reads or imports; they are laid beside it."),
      .option("env", .record, "Variables for its environment; a secret stays hidden."),
      .option("interpreter", .string, "What runs it: a name, or a path such as env/bin/python."),
      .option(
        "types", .record, constants: WordCall.typeNames,
        "Types by column of the tables that come out, where they are not to be guessed: {id: str}."),
    ],
    result: .analysed { ScriptCall.result($0, .training) },
    effect: .reads,
    target: "program",
    examples: [
      WordExample("script(\"clean.py\", input: read(\"cities.csv\"), args: {min: 3})"),
      WordExample(
        "let done = script(\"match.sh\", input: {left: read(\"cities.csv\")}, output: \"matched\")\n"
          + "done.matched"),
    ],
    body: { call in try ScriptCall(call, .training).run() })
}
