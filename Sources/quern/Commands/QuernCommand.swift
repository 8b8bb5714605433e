import ArgumentParser

struct QuernCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quern",
    abstract: "An ML notebook and platform: prepare data, train, record and deploy.",
    discussion: """
      quern                           the prompt
      quern run churn.md              run a notebook; outputs go to churn.out/
      quern -e 'sum([1, 2, 3])'       evaluate an expression
      quern script.qn                 run a script; `-` or a pipe reads standard input
      quern endpoints                 what is deployed
      """,
    version: QuernProgram.version,
    subcommands: [
      ReplCommand.self, RunCommand.self, EvaluateCommand.self, FormatCommand.self,
      EndpointsCommand.self, SessionsCommand.self, ConvertCommand.self, PlatformCommand.self,
      InstancesCommand.self, CostCommand.self, BudgetCommand.self, WordsCommand.self,
      DocsCommand.self, BenchCommand.self, ExportCommand.self, KernelCommand.self,
      WhyCommand.self,
    ],
    defaultSubcommand: EvaluateCommand.self)
}
