internal import QuernSystem
internal import QuernText

/// What a kernel that takes the place of a killed one must know of it.
///
/// The file is there from the first cell to an orderly shutdown.
struct KernelState {
  /// The cell that was running.
  struct Running {
    /// The id under which the session has it.
    var cell: String
    /// The last event before it.
    var sequence: UInt64
    var request: ExecuteRequest
  }

  var executionCount = 0
  var running: Running?

  /// A larger cell is not kept here: where the session has not got it yet, it is lost.
  private static let codeByteCountMax = 4 << 20

  init() {}

  /// Nil where no kernel was killed here.
  static func read(_ path: String, disk: Disk = .real) -> KernelState? {
    do {
      let json = try JSON.parse(try disk.read(path))
      var state = KernelState()
      guard let count = json["count"]?.intValue else { return nil }
      state.executionCount = Int(count)
      if let running = json["running"], let cell = running["cell"]?.stringValue,
        let sequence = running["sequence"]?.intValue,
        let request = ExecuteRequest(kept: running)
      {
        state.running = Running(
          cell: cell, sequence: UInt64(max(0, sequence)), request: request)
      }
      return state
    } catch {
      return nil
    }
  }

  var json: JSON {
    var object = JSONObject([("count", .int(Int64(executionCount)))])
    if let running, running.request.code.utf8.count <= Self.codeByteCountMax {
      var kept = running.request.kept
      kept["cell"] = .string(running.cell)
      kept["sequence"] = .int(Int64(running.sequence))
      object["running"] = .object(kept)
    }
    return .object(object)
  }
}

/// The file of a `KernelState`: written at the beginning and end of each cell, so without a sync;
/// it has to survive the kernel, not the machine.
final class KernelStateFile {
  private let path: String
  private var handle: FileHandle?

  init(path: String) {
    self.path = path
  }

  func write(_ state: KernelState) {
    do throws(SystemError) {
      let file = try opened()
      var bytes = state.json.utf8()
      // What is left of a longer state is blank, and JSON may end in blanks.
      let size = Int(try file.size())
      if size > bytes.count {
        bytes.append(contentsOf: repeatElement(0x20, count: size - bytes.count))
      }
      let written: Result<Void, SystemError> = bytes.withUnsafeBytes { buffer in
        do throws(SystemError) {
          return .success(try file.pwrite(buffer, at: 0))
        } catch {
          return .failure(error)
        }
      }
      try written.get()
    } catch {
      // Without it a killed kernel's successor begins anew; cells run all the same.
      handle = nil
    }
  }

  private func opened() throws(SystemError) -> FileHandle {
    if let handle { return handle }
    let file = try FileHandle.open(path, .readWrite, permissions: 0o600)
    handle = file
    return file
  }

  func remove() {
    handle?.close()
    handle = nil
    do {
      try Disk.real.remove(path)
    } catch {
      // A file that stays makes the next kernel take the session up as it is.
      return
    }
  }
}
