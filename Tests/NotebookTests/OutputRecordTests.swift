import QuernNotebook
import QuernText
import QuernValue
import Testing

struct OutputRecordTests {
  private func roundTrip(_ record: OutputRecord) throws -> OutputRecord {
    let (text, blobs) = record.written()
    let byName = Dictionary(blobs.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
    return try OutputRecord.read(text) { byName[$0] }
  }

  @Test func everyKindOfOutputComesBack() throws {
    let record = OutputRecord(entries: [
      .init(
        id: "read the file", index: 1, status: "ok",
        outputs: [
          .stream("one\ntwo\n"), .stream("no end"), .note("kept 3 of 4"), .warning("leak"),
          .display(MIMEBundle(plain: "--- looks like a mark\n=== this too\n\\and this")),
          .result(
            MIMEBundle([
              .init("text/plain", .text("a\n\nb")), .init("text/html", .text("<b>a</b>")),
              .init("application/json", .json(.object(JSONObject([("a", .int(1))])))),
            ])),
        ]),
      .init(id: "cell-2", index: 2, status: "ok", outputs: []),
      .init(
        id: "cell-3", index: 3, status: "error unknown-column",
        outputs: [.error(ErrorOutput(code: "unknown-column", message: "m", rendered: "m"))]),
    ])
    #expect(try roundTrip(record) == record)
  }

  @Test func aPictureLiesInAFileThatOthersOpen() throws {
    let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    let picture = MIMEBundle([
      .init("text/plain", .text("p")), .init("image/png", .text(Base64.encode(bytes))),
    ])
    let record = OutputRecord(entries: [
      .init(id: "a", index: 1, status: "ok", outputs: [.result(picture)])
    ])
    let blob = try #require(record.written().blobs.first)
    #expect(blob.name.hasSuffix(".png") && blob.bytes == bytes)
    #expect(try roundTrip(record) == record)
  }

  @Test func progressIsNotSaved() {
    let record = OutputRecord(entries: [
      .init(
        id: "a", index: 1, status: "ok",
        outputs: [.progress(ProgressOutput(label: "x", done: 1, total: 2, unit: "rounds"))])
    ])
    #expect(record.written().text == "quern outputs 1\n\n=== cell 1 a · ok\n")
  }

  @Test func theSameOutputsAreTheSameBytes() {
    let bundle = MIMEBundle([.init("text/plain", .text("x")), .init("text/html", .text("<i>"))])
    let record = OutputRecord(entries: [
      .init(id: "a", index: 1, status: "ok", outputs: [.result(bundle)])
    ])
    #expect(record.written().text == record.written().text)
    #expect(record.written().blobs.count == 1)
  }

  @Test func aMissingBlobIsNamed() {
    let bundle = MIMEBundle([.init("text/plain", .text("x")), .init("text/html", .text("<i>"))])
    let record = OutputRecord(entries: [
      .init(id: "a", index: 1, status: "ok", outputs: [.result(bundle)])
    ])
    let error = #expect(throws: OutputRecordError.self) {
      try OutputRecord.read(record.written().text) { _ in nil }
    }
    #expect(error?.message.hasPrefix("blobs/") == true)
  }
}
