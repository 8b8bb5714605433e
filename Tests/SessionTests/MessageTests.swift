import Glibc
import QuernPlan
import QuernSyntax
import QuernSystem
import QuernWire
import Testing

@testable import QuernSession

/// What is said about sessions and the platform: each code with its text, as users read it.
@Suite struct MessageTests {
  @Test func sessionsSayWhatHappenedAndWhatToDo() {
    let texts: [(SessionError, String, String)] = [
      (
        .owned(directory: "/h/s"), "session-owned",
        "the session in /h/s is in use by another worker that does not answer. "
          + "Hint: wait until it ends, or end it"
      ),
      (
        .workerDied(running: "c3", exit: nil), "worker-died",
        "the session's worker went away while cell c3 was running. "
          + "Hint: finished cells are kept; run again with --resume"
      ),
      (
        .journalDamaged(path: "/h/j", offset: 12, reason: "its checksum differs"),
        "journal-damaged",
        "the journal /h/j is damaged at byte 12: its checksum differs. "
          + "Hint: start afresh without --resume; the file is kept"
      ),
      (
        .tooNew(path: "/h/j", version: 9), "session-too-new",
        "/h/j has format 9, which a later Quern wrote. Hint: update quern"
      ),
      (
        .disk(operation: "write", path: "/h/j", errno: ENOSPC), "session-disk",
        "write failed on /h/j: \(ErrnoText.of(ENOSPC)). Hint: make room (`quern store gc` removes "
          + "what nothing needs) and run again with --resume; what was finished is kept"
      ),
      (
        .wire(.closed(path: "/h/socket")), "session-connection",
        "the connection to /h/socket was closed before its answer was complete"
      ),
      (
        .refused(code: "session-ending", message: "the session is ending"), "session-ending",
        "the session is ending"
      ),
      (
        .refused(code: "session-ended", message: "the session was ended: asked"), "session-ended",
        "the session was ended: asked"
      ),
      (
        .refused(code: "protocol-version", message: "the worker speaks protocol 1"),
        "protocol-version", "the worker speaks protocol 1"
      ),
    ]
    for (error, code, message) in texts {
      #expect(error.code == code)
      #expect(error.message == message)
    }
    // Said by front ends and workers as they are.
    for code in ["budget-spent", "instance-busy", "instance-differs", "session-not-isolated"] {
      #expect(SessionError.refused(code: code, message: "no").code == code)
    }
    let open = SessionError.notIsolated("leaving the network: Operation not permitted")
    #expect(open.code == "isolation-impossible")
    #expect(open.message.hasPrefix("the session was not started: it is to have no network"))
    #expect(open.message.contains("(leaving the network: Operation not permitted). Hint: let users"))
  }

  @Test func thePlatformsAbsenceHasFourReasons() {
    let texts: [(PlatformClientError, String, String)] = [
      (
        .notInstalled(path: "/b/quern-platform"), "platform-not-installed",
        "the platform's program is not at /b/quern-platform. "
          + "Hint: build it with `swift build --product quern-platform`"
      ),
      (
        .notStarted(reason: "it ended at once", log: "/h/platform.log"), "platform-not-started",
        "the platform did not start: it ended at once. Hint: see /h/platform.log"
      ),
      (
        .newerPlatform(version: 7), "platform-newer",
        "the platform that runs in this home speaks protocol 7, newer than this program's. "
          + "Hint: upgrade, or stop it with `quern platform down`"
      ),
      (
        .wire(.unreachable(path: "/h/socket", errno: ECONNREFUSED)), "platform-unreachable",
        "nothing answers at /h/socket: \(ErrnoText.of(ECONNREFUSED))"
      ),
    ]
    for (error, code, message) in texts {
      #expect(error.code == code)
      #expect(error.message == message)
    }
  }

  @Test func mistakesThatOnlyTheSessionKnowsHaveTheirCodes() {
    let said: [(RuntimeError, String, String)] = [
      (
        SessionMistake.unknownScheme("ftp", "ftp://host/a.csv"), "unknown-scheme",
        "files of `ftp://` cannot be opened: ftp://host/a.csv"
      ),
      (
        SessionMistake.platformRefused("ValidationException", "the name is taken"),
        "platform-refused", "the name is taken"
      ),
      (
        SessionMistake.platformUnreachable("nothing answers"), "platform-unreachable",
        "nothing answers"
      ),
      (
        SessionMistake.modelNotRegistered("churn", groups: ["churns"], approvedOnly: true),
        "model-not-registered", "there is no approved version of `churn` in the registry"
      ),
      (
        SessionMistake.modelDamaged("churn/3", "it is cut short"), "model-damaged",
        "the model churn/3 cannot be read: it is cut short"
      ),
    ]
    for (error, code, message) in said {
      #expect(error.diagnostic.code == code)
      #expect(error.diagnostic.message == message)
    }
    let refused = SessionMistake.actRefused("write", at: SourceRange(0, 5))
    #expect(refused.code == "act-refused")
    #expect(refused.hints == ["run it without --no-act"])
    let lost = SessionMistake.valueLost("t", "its blob is damaged")
    #expect(lost.code == "value-lost")
    #expect(lost.hints == ["run the cell that defines it again"])
    let kept = SessionMistake.notKept("t", "no space left")
    #expect(kept.code == "value-not-kept")
    #expect(kept.message == "the value of `t` could not be kept: no space left")
    let full = SessionMistake.of(
      SessionError.disk(operation: "write", path: "/h/store/a", errno: 28))
    #expect(full.code == "file-error")
    #expect(full.message == "cannot write /h/store/a: No space left on device")
    #expect(full.hints.first?.contains("`quern store gc`") == true)
  }

  @Test func anInstanceThatIsTooLargeNamesOneThatFits() {
    let host = HostCapacity(cpuCount: 2, memoryBytes: 4 << 30)
    let unknown = #expect(throws: InstanceError.self) { try host.resolve("ml.m5.huge") }
    #expect(unknown?.code == "unknown-instance")
    #expect(
      unknown?.message == "there is no instance type `ml.m5.huge`; did you mean ml.m5.large?")
    let error = #expect(throws: InstanceError.self) { try host.resolve("ml.m5.24xlarge") }
    #expect(error?.code == "instance-too-large")
    #expect(error?.message.contains("Hint: the nearest type that fits is") == true)
  }
}
