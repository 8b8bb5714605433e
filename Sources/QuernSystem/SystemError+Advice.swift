import Glibc

extension SystemError {
  /// What a user can do about it; nil where the message says all.
  package var advice: String? {
    guard case .file(let path, let operation, let code) = self else { return nil }
    let folder = Path.parent(path)
    switch code {
    case EACCES, EPERM:
      return "another user owns it: `ls -ld \(path)` shows who may \(operation) it"
    case ENOSPC, EDQUOT:
      return "the disk is full: make room (`df -h \(folder)` shows what is left, `quern store gc` "
        + "removes what nothing needs), or write elsewhere"
    case EROFS: return "the disk is read-only: write elsewhere"
    case EISDIR: return "it is a folder: attach(\"\(path)\") reads the tables in it"
    case ENOENT, ENOTDIR:
      return operation == "write" || operation == "create"
        ? "there is no folder \(folder): make it first (`mkdir -p \(folder)`)" : nil
    case EMFILE, ENFILE: return "too many files are open: raise the limit (`ulimit -n 4096`)"
    case ENAMETOOLONG: return "a shorter name or path is needed"
    default: return nil
    }
  }
}
