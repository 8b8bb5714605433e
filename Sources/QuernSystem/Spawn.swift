import CQuernSystem
import Glibc

/// A program to be started as a child, with everything it is given. What is not named here is not
/// given: other descriptors are closed, signal handlers and masks are reset.
///
/// ```swift
/// var spawn = Spawn("/proc/self/exe", ["quern", "__worker"])
/// spawn.descriptors = [.init(socket, to: 3)]
/// spawn.newSession = true
/// let child = try spawn.spawn()
/// ```
package struct Spawn: Sendable {
  /// Where one of the three standard streams goes.
  package enum Stream: Sendable {
    case inherited
    case null
    case descriptor(Int32)
    /// An open file, kept open until the child has it.
    case file(FileHandle)
  }

  /// A descriptor of the parent and the number it has in the child.
  package struct Passed: Sendable {
    package let from: Int32
    package let to: Int32
    private let owner: (any Sendable & AnyObject)?

    package init(from: Int32, to: Int32) {
      self.from = from
      self.to = to
      owner = nil
    }

    /// The file is kept open until the child has it.
    package init(_ file: FileHandle, to: Int32) {
      from = file.descriptor
      self.to = to
      owner = file
    }

    /// The socket is kept open until the child has it.
    package init(_ socket: UnixSocket, to: Int32) {
      from = socket.descriptor
      self.to = to
      owner = socket
    }
  }

  /// A limit of `setrlimit`, hard and soft.
  package struct ResourceLimit: Hashable, Sendable {
    /// What is limited.
    package enum Kind: Hashable, Sendable {
      /// Private writable memory, in bytes.
      case data
      /// CPU time, in seconds.
      case cpu
      /// The size of a core file, in bytes.
      case core
      /// How many descriptors may be open.
      case openFiles
      /// The size of any one file it writes, in bytes.
      case fileSize
    }

    package let kind: Kind
    package let value: UInt64

    package init(_ kind: Kind, _ value: UInt64) {
      self.kind = kind
      self.value = value
    }

    var number: Int32 {
      switch kind {
      case .data: Int32(RLIMIT_DATA.rawValue)
      case .cpu: Int32(RLIMIT_CPU.rawValue)
      case .core: Int32(RLIMIT_CORE.rawValue)
      case .openFiles: Int32(RLIMIT_NOFILE.rawValue)
      case .fileSize: Int32(RLIMIT_FSIZE.rawValue)
      }
    }
  }

  /// An absolute path, or one from the working directory; `PATH` is not searched.
  package var executable: String
  /// With the program's own name first.
  package var arguments: [String]
  /// Nil: the parent's.
  package var environment: [String: String]?
  /// Nil: the parent's.
  package var directory: String?
  package var standardInput: Stream = .null
  package var standardOutput: Stream = .inherited
  package var standardError: Stream = .inherited
  /// Further descriptors, by their numbers in the child (3 and up).
  package var descriptors: [Passed] = []
  /// Makes the child the leader of a session: no signal of the terminal reaches it.
  package var newSession = false
  /// Makes the child the leader of a process group in the parent's session.
  package var newProcessGroup = false
  /// Sent to the child when the parent's *thread* that spawns it ends: only for threads that last
  /// as long as the process.
  package var parentDeathSignal: Int32?
  package var limits: [ResourceLimit] = []
  /// How many CPUs the child may use; nil for all of the parent's.
  package var cpuCount: Int?
  /// Where counting these CPUs begins, so that several children do not share the first.
  package var cpuFirst = 0
  /// `cgroup.procs` files of the control groups that the child enters.
  package var controlGroupFiles: [String] = []

  package init(_ executable: String, _ arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// The running program itself, under other arguments.
  package static func ownProgram(_ arguments: [String]) -> Spawn {
    Spawn(HostFacts.executablePath, arguments)
  }

  /// Starts the child; returns after its `exec` has succeeded.
  package func spawn() throws(SystemError) -> ChildProcess {
    var null: FileHandle?
    var passed = descriptors
    for (stream, number) in [(standardInput, 0), (standardOutput, 1), (standardError, 2)] {
      switch stream {
      case .inherited: break
      case .descriptor(let from): passed.append(Passed(from: from, to: Int32(number)))
      case .file(let file): passed.append(Passed(file, to: Int32(number)))
      case .null:
        if null == nil { null = try FileHandle.open("/dev/null", .readWrite) }
        if let null { passed.append(Passed(from: null.descriptor, to: Int32(number))) }
      }
    }
    let (pid, step, error) = withExtendedLifetime((self, null)) { start(passed) }
    guard pid > 0 else {
      throw .process(executable: executable, operation: Spawn.name(ofStep: step), errno: error)
    }
    return ChildProcess(pid: pid, isGroupLeader: newSession || newProcessGroup)
  }

  private func start(_ passed: [Passed]) -> (pid: pid_t, step: Int32, errno: Int32) {
    let variables = environment ?? HostFacts.environment()
    let arguments = CStrings(arguments)
    let settings = CStrings(variables.map { "\($0.key)=\($0.value)" }.sorted())
    let groups = CStrings(controlGroupFiles)
    let program = CStrings([executable] + (directory.map { [$0] } ?? []))
    return passed.map(\.from).withUnsafeBufferPointer { from in
      passed.map(\.to).withUnsafeBufferPointer { to in
        limits.map(\.number).withUnsafeBufferPointer { kinds in
          limits.map(\.value).withUnsafeBufferPointer { values in
            var request = quern_spawn_request()
            request.executable = UnsafePointer(program.pointers[0])
            request.arguments = UnsafePointer(arguments.pointers)
            request.environment = UnsafePointer(settings.pointers)
            request.directory = directory == nil ? nil : UnsafePointer(program.pointers[1])
            request.descriptorFrom = from.baseAddress
            request.descriptorTo = to.baseAddress
            request.descriptorCount = Int32(passed.count)
            request.newSession = newSession ? 1 : 0
            request.processGroup = newProcessGroup ? 1 : 0
            request.parentDeathSignal = parentDeathSignal ?? 0
            request.limitKinds = kinds.baseAddress
            request.limitValues = values.baseAddress
            request.limitCount = Int32(limits.count)
            request.cpuCount = Int32(clamping: cpuCount ?? 0)
            request.cpuFirst = Int32(truncatingIfNeeded: cpuFirst) & .max
            request.groupFiles = groups.constants
            request.groupFileCount = Int32(controlGroupFiles.count)
            var step: Int32 = 0
            let pid = withExtendedLifetime((program, arguments, settings, groups)) {
              quern_spawn(&request, &step)
            }
            return (pid, step, errno)
          }
        }
      }
    }
  }

  private static func name(ofStep step: Int32) -> String {
    switch UInt32(bitPattern: step) {
    case quern_spawn_session.rawValue: "a session of its own"
    case quern_spawn_group.rawValue: "its control group"
    case quern_spawn_limits.rawValue: "its limits"
    case quern_spawn_affinity.rawValue: "its CPUs"
    case quern_spawn_descriptors.rawValue: "its descriptors"
    case quern_spawn_directory.rawValue: "its directory"
    case quern_spawn_exec.rawValue: "exec"
    default: "fork"
    }
  }
}

/// Strings as a NULL-terminated array of C strings.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: strings.count + 1)
    for (index, string) in strings.enumerated() {
      (pointers + index).initialize(to: strdup(string))
    }
    (pointers + strings.count).initialize(to: nil)
  }

  var constants: UnsafePointer<UnsafePointer<CChar>?> {
    UnsafeRawPointer(pointers).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
  }

  deinit {
    for index in 0..<count { free(pointers[index]) }
    pointers.deallocate()
  }
}
