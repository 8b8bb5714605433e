internal import QuernSystem
internal import QuernText

/// What a kernel that takes the place of a killed one must know of it.
///
/// The file is there from the first cell to an orderly shutdown.
struct KernelState {
  /// The cell that was running.
  struct Running {
    var cell: String
    var parent: RequestParent
    var identities: [[UInt8]]
    /// Its events come after this one.
    var sequence: UInt64
    var storesHistory: Bool
    var code: String
    var cellId: String?
  }

  var executionCount = 0
  var running: Running?

  private static let codeByteCountMax = 16 << 10

  init() {}

  /// Nil where no kernel was killed here.
  static func read(_ path: String, disk: Disk = .real) -> KernelState? {
    do {
      let json = try JSON.parse(try disk.read(path))
      var state = KernelState()
      guard let count = json["count"]?.intValue else { return nil }
      state.executionCount = Int(count)
      if let running = json["running"], let cell = running["cell"]?.stringValue,
        let header = running["parent"]?.stringValue, let id = running["id"]?.stringValue,
        let sequence = running["sequence"]?.intValue
      {
        let identities = (running["identities"]?.arrayValue ?? []).compactMap {
          $0.stringValue.flatMap { Hex.decode($0) }
        }
        state.running = Running(
          cell: cell, parent: RequestParent(header: Array(header.utf8), id: id),
          identities: identities, sequence: UInt64(max(0, sequence)),
          storesHistory: running["stores"]?.boolValue ?? true,
          code: running["code"]?.stringValue ?? "", cellId: running["cellId"]?.stringValue)
      }
      return state
    } catch {
      return nil
    }
  }

  var json: JSON {
    var object = JSONObject([("count", .int(Int64(executionCount)))])
    if let running {
      object["running"] = .members([
        ("cell", .string(running.cell)),
        ("parent", .string(String(decoding: running.parent.header, as: UTF8.self))),
        ("id", .string(running.parent.id)),
        ("identities", .array(running.identities.map { .string(Hex.encode($0)) })),
        ("sequence", .int(Int64(running.sequence))), ("stores", .bool(running.storesHistory)),
        ("code", .string(running.code.utf8.count > Self.codeByteCountMax ? "" : running.code)),
        ("cellId", running.cellId.map { .string($0) } ?? .null),
      ])
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
