import CQuernSystem
import Glibc

/// What signals do to this process.
package enum Signals {
  /// Makes a write to a pipe or socket that nobody reads an error of the write. Every program of
  /// ours calls this first: by default such a write ends the process without a word.
  package static func ignoreBrokenPipes() {
    _ = quern_interrupt_on_signal(SIGPIPE, nil)
  }

  /// Ignores a signal.
  package static func ignore(_ signal: Int32) throws(SystemError) {
    let error = quern_interrupt_on_signal(signal, nil)
    guard error == 0 else { throw .call(operation: "ignore signal \(signal)", errno: error) }
  }
}
