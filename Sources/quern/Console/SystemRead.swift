import Glibc

/// `read(2)` of standard input, repeated when a signal cuts it short.
func systemRead(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
  while true {
    let count = Glibc.read(0, buffer.baseAddress, buffer.count)
    if count >= 0 || errno != EINTR { return count }
  }
}
