import CQuernSystem
import Glibc

/// A shared library opened at first use, through prototypes that we declare.
///
/// ```swift
/// let zstd = try DynamicLibrary.open(["libzstd.so.1"], apt: "libzstd1")
/// let version = try zstd.symbol("ZSTD_versionNumber", as: (@convention(c) () -> UInt32).self)
/// ```
package struct DynamicLibrary: @unchecked Sendable {
  /// The name under which it was found.
  package let name: String
  private let handle: UnsafeMutableRawPointer

  /// The first of several names that the loader finds; the error names what installs the library.
  ///
  /// It stays loaded: libraries with threads of their own do not survive being closed.
  package static func open(_ names: [String], apt: String) throws(SystemError) -> DynamicLibrary {
    var reason = "no name was given"
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        return DynamicLibrary(name: name, handle: handle)
      }
      reason = dlerror().map { String(cString: $0) } ?? "unknown"
    }
    throw .missingLibrary(name: names.first ?? apt, apt: apt, reason: reason)
  }

  /// A function or variable of the library, seen as the type that its header gives it.
  package func symbol<T>(_ name: String, as type: T.Type) throws(SystemError) -> T {
    guard let symbol = dlsym(handle, name) else {
      throw .missingSymbol(library: self.name, symbol: name)
    }
    precondition(MemoryLayout<T>.size == MemoryLayout<UnsafeRawPointer>.size, "not a pointer type")
    return unsafeBitCast(symbol, to: type)
  }

  /// Whether the library has a symbol: newer functions are used where they exist.
  package func has(_ name: String) -> Bool { dlsym(handle, name) != nil }

  /// The file the loader took the library from, for the numeric profile.
  package func path(ofSymbol name: String) -> String? {
    guard let symbol = dlsym(handle, name), let file = quern_library_path(symbol) else {
      return nil
    }
    return String(cString: file)
  }
}
