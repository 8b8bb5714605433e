import QuernSyntax

extension DiagnosticCatalogue {
  /// The platform, sessions, and notebooks as files.
  static let around: [DiagnosticKind] = platformKinds + sessionKinds + documentsKinds

  private static func kind(
    _ phase: DiagnosticKind.Phase, _ code: String, _ title: String, _ explanation: String,
    _ example: String = ""
  ) -> DiagnosticKind {
    DiagnosticKind(code, phase, title: title, explanation: explanation, example: example)
  }

  private static let platformKinds: [DiagnosticKind] = [
    kind(
      .platform, "endpoint-not-serving", "An endpoint that does not answer yet, or no more",
      "`wait` waits for it, `why` tells what happened, `logs` what it printed."),
    kind(
      .platform, "endpoint-refused", "An endpoint that did not take the request",
      "Its contract is closed: the message names the field that is absent or of "
        + "another type."),
    kind(
      .platform, "bad-request", "A request that is no record of the model's inputs",
      "JSON records, JSON lines and CSV are taken."),
    kind(
      .platform, "absent-field", "A field that is absent and that no step fills",
      "Give it, or train with an imputing step for it."),
    kind(
      .platform, "field-type", "A field of another type than the model's",
      "Numbers are written without quotes."),
    kind(
      .platform, "field-count", "A CSV record with more or fewer values than the model has inputs",
      "They stand in the order of the training columns."),
    kind(
      .platform, "model-not-registered", "A model that the registry does not have",
      "`m |> register(\"group\")` keeps one there."),
    kind(
      .platform, "model-damaged", "A registered model that cannot be read",
      "Register it again."),
    kind(
      .platform, "metric-type", "A metric that is no number",
      "Metrics of a run or of a registered model are numbers."),
    kind(
      .platform, "platform-refused", "The platform did not take the request",
      "The note under the message has AWS's code for it."),
    kind(
      .platform, "platform-unreachable", "The platform does not answer",
      "`quern platform up` starts it."),
    kind(
      .platform, "platform-not-installed", "The platform's program is not there",
      "quern-platform lies beside quern."),
    kind(
      .platform, "platform-not-started", "The platform did not come up",
      "The message shows the last lines of its log."),
    kind(
      .platform, "platform-newer", "The platform was started by a later Quern",
      "Update quern, or stop that platform."),
    kind(
      .platform, "script-missing", "A program's file that is not there",
      "Paths start at the notebook's folder.",
      "script(\"absent.py\")"),
    kind(
      .platform, "script-not-runnable", "A file that nothing says how to run",
      "Give it a `#!` line, a suffix such as .py, or say `interpreter:`."),
    kind(
      .platform, "interpreter-missing", "An interpreter that is not on this machine",
      "Install it, or name another."),
    kind(
      .platform, "script-failed", "A program that ended with an error",
      "Its last lines stand under the message."),
    kind(
      .platform, "script-input", "An input of a program that is no table",
      "Single values go into `args:`."),
    kind(
      .platform, "script-argument", "An argument that has no form on a command line",
      "Texts, numbers, bools and lists of them have one."),
    kind(
      .platform, "script-name", "A name that cannot be a file's",
      "Letters, digits, `_` and `-` can."),
    kind(
      .platform, "script-output", "A table that the program did not leave",
      "It writes name.csv into the folder that $SM_OUTPUT_DATA_DIR names; a processing job writes "
        + "files into processing/output/name."),
    kind(
      .platform, "instance-no-capacity", "An instance type whose memory is promised to others",
      "The message names who has it, and the nearest type that fits what is left."),
    kind(
      .platform, "scratch-full", "A program that wrote more than its instance's scratch holds",
      "`quern instances update NAME --volume 20` gives it more."),
    kind(
      .platform, "isolation-impossible", "Isolation that this machine does not allow",
      "The program was not started; the message says what the machine has to allow."),
    kind(
      .platform, "unknown-instance", "An instance type that does not exist",
      "`instances()` lists the catalogue.",
      "instance(\"ml.m5.huge\")"),
    kind(
      .platform, "instance-too-large", "An instance type larger than this machine",
      "The message names the nearest that fits."),
  ]

  private static let sessionKinds: [DiagnosticKind] = [
    kind(
      .session, "act-refused", "An act in a run that may not act",
      "`--no-act` stops before the first act."),
    kind(
      .session, "nobody-to-ask", "A question in a run without a user",
      "Give the answer as a `param`."),
    kind(
      .session, "answer-not-read", "An answer that is not of the type asked for",
      "`ask` asks three times; answer with a literal of its type."),
    kind(
      .session, "too-many-questions", "More open questions than a session holds",
      "Answer some first."),
    kind(
      .session, "unknown-scheme", "A path of a kind that is not opened",
      "Files of this machine and folders of it are.",
      "read(\"ftp://host/a.csv\")"),
    kind(
      .session, "value-lost", "A kept value that cannot be read back",
      "Run the cell that defines it again."),
    kind(
      .session, "value-not-kept", "A value that could not be written to the home",
      "Make room on the disk, and run the cell again."),
    kind(
      .session, "session-owned", "A session that another worker holds",
      "Wait until it ends, or end it with `quern sessions stop`."),
    kind(
      .session, "session-ended", "A session that was ended",
      "Somebody stopped it; open it again, what was finished is kept."),
    kind(
      .session, "instance-busy", "A move to another type while another front end's cell runs",
      "Wait until it has ended."),
    kind(
      .session, "instance-differs",
      "A session that runs on another instance type, with others at it",
      "`quern instances resize` moves it when nothing runs."),
    kind(
      .session, "session-not-isolated", "Isolation for a session that runs with the host's network",
      "Stop it first: its values are kept."),
    kind(
      .session, "lifecycle-failed", "A lifecycle script that failed",
      "What it printed is in the folder that the message names."),
    kind(
      .session, "budget-spent", "A session whose budget is spent",
      "Nothing is lost: raise the budget with `quern budget set`, or wait for the "
        + "next period."),
    kind(
      .session, "session-busy", "Hibernation of a session whose cell is running",
      "Wait until it has ended, or interrupt it."),
    kind(
      .session, "session-ending", "A session that is ending",
      "Open it again."),
    kind(
      .session, "session-too-new", "A session written by a later Quern",
      "Update quern."),
    kind(
      .session, "session-disk", "The session's folder cannot be read or written",
      "The message has the path and the system's reason."),
    kind(
      .session, "session-connection", "The connection to the session broke",
      "Run again with --resume: what was finished is kept."),
    kind(
      .session, "journal-damaged", "A journal that cannot be read",
      "Its file is kept; start afresh without --resume."),
    kind(
      .session, "worker-died", "The process that runs cells ended",
      "Finished cells are kept: run again with --resume."),
    kind(
      .session, "queue-full", "More waiting cells than a session holds",
      "Wait until some have run."),
    kind(
      .session, "protocol", "A message that cannot be read",
      "Front end and worker are of different releases, or something else spoke at "
        + "the socket."),
    kind(
      .session, "protocol-version", "A front end of another release",
      "Stop the session and open it again with this quern."),
    kind(
      .session, "kernel-stopped", "A Jupyter kernel that was shut down during a cell",
      "Start it again and run the cell; what was finished before is kept."),
    kind(
      .session, "not-run", "A cell in Jupyter behind one that failed",
      "Mend the cell above and run both."),
    kind(
      .session, "unknown-command", "A command after `:` that is none",
      "`:help` lists them."),
  ]

  private static let documentsKinds: [DiagnosticKind] = [
    kind(
      .documents, "unclosed-cell", "A cell of a notebook that is never closed",
      "End it with a line of three backticks."),
    kind(
      .documents, "front-matter", "A head of a notebook that cannot be read",
      "It is a few lines of `key: value` between two lines of `---`."),
    kind(
      .documents, "notebook-not-utf8", "A notebook that is not UTF-8",
      "Save it as UTF-8."),
    kind(
      .documents, "notebook-not-json", "A Jupyter notebook that is not JSON",
      "It was merged or cut short."),
    kind(
      .documents, "not-a-notebook", "A file that is no notebook",
      "Notebooks are Markdown with ```quern cells, or Jupyter's .ipynb."),
    kind(
      .documents, "duplicate-cell", "One label for two cells",
      "Labels name a cell's outputs, so each is its own."),
  ]
}
