package import QuernSystem
package import QuernTable

/// What can go wrong between a table and a model.
package enum LearningError: Error, Sendable {
  /// The user's mistake, declared in `LearningError+Messages.swift`.
  case mistake(LearningMistake)
  /// A verb of a recipe, or a scan of the data, failed.
  case table(TableError)
  case interrupted
  case timeout
  case outOfMemory(OutOfMemory)
  /// The process that trains ended without an answer.
  case helperDied(reason: String)
  /// A native library is absent or answered with an error.
  case library(name: String, message: String, hint: String?)
}

/// A user's mistake: what is wrong in one line, and what to do.
package struct LearningMistake: Hashable, Sendable {
  /// Stable, in kebab case: `unknown-parameter`.
  package var code: String
  package var message: String
  package var hints: [String]
  /// The column that it is about, where it is about one.
  package var column: String?
  /// The option or parameter that it is about.
  package var parameter: String?

  package init(
    code: String, message: String, hints: [String] = [], column: String? = nil,
    parameter: String? = nil
  ) {
    self.code = code
    self.message = message
    self.hints = hints
    self.column = column
    self.parameter = parameter
  }
}

extension LearningError {
  /// Stable, in kebab case.
  package var code: String {
    switch self {
    case .mistake(let mistake): mistake.code
    case .table(let error): error.code
    case .interrupted: "interrupted"
    case .timeout: "timed-out"
    case .outOfMemory: "out-of-memory"
    case .helperDied: "training-died"
    case .library: "native-library"
    }
  }

  /// One line, in the user's words.
  package var message: String {
    switch self {
    case .mistake(let mistake): mistake.message
    case .table(let error): error.message
    case .interrupted: "interrupted"
    case .timeout: "the time limit of the cell was reached"
    case .outOfMemory(let error): TableError.outOfMemory(error).message
    case .helperDied(let reason): "the training process ended: \(reason)"
    case .library(let name, let message, _): "\(name): \(message)"
    }
  }

  /// What to do next.
  package var hints: [String] {
    switch self {
    case .mistake(let mistake): mistake.hints
    case .table(let error): error.hints
    case .interrupted, .timeout: []
    case .outOfMemory(let error): TableError.outOfMemory(error).hints
    case .helperDied: []
    case .library(_, _, let hint): hint.map { [$0] } ?? []
    }
  }

  /// The column that it is about, where it is about one.
  package var column: String? {
    switch self {
    case .mistake(let mistake): mistake.column
    case .table(let error): error.column
    case .interrupted, .timeout, .outOfMemory, .helperDied, .library: nil
    }
  }

  /// The option that it is about, where it is about one.
  package var parameter: String? {
    switch self {
    case .mistake(let mistake): mistake.parameter
    case .table, .interrupted, .timeout, .outOfMemory, .helperDied, .library: nil
    }
  }

  /// Runs `body`, turning what layers below throw into a learning error.
  package static func wrapping<Value>(_ body: () throws -> Value) throws(LearningError) -> Value {
    do {
      return try body()
    } catch let error as LearningError {
      throw error
    } catch let error as TableError {
      throw LearningError(error)
    } catch let error as OutOfMemory {
      throw .outOfMemory(error)
    } catch let error as Interrupted {
      throw LearningError(error)
    } catch let error as SystemError {
      throw .library(name: "system", message: error.message, hint: nil)
    } catch {
      throw .helperDied(reason: "\(error)")
    }
  }
}
