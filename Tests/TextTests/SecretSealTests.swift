import QuernText
import Testing

@Suite struct SecretSealTests {
  private let seal = SecretSeal(key: Array(0..<32))

  @Test(arguments: ["", "x", "hunter2", "pässwörd", String(repeating: "long ", count: 500)])
  func whatIsClosedOpensAgain(_ text: String) {
    let closed = seal.close(text)
    #expect(seal.open(closed) == text)
    #expect(closed == seal.close(text), "the same bytes each time")
    #expect(!String(decoding: closed, as: UTF8.self).contains("hunter"))
  }

  @Test func lengthsAreHiddenToTheNextBlock() {
    #expect(seal.close("a").count == seal.close(String(repeating: "a", count: 60)).count)
    #expect(seal.close("a").count < seal.close(String(repeating: "a", count: 61)).count)
  }

  @Test func anotherKeyOpensNothing() {
    #expect(SecretSeal(key: Array(1..<33)).open(seal.close("hunter2")) == nil)
  }

  @Test func everyChangedBitIsSeen() {
    let closed = seal.close("hunter2")
    for place in closed.indices {
      for bit in 0..<8 {
        var changed = closed
        changed[place] ^= 1 << UInt8(bit)
        #expect(seal.open(changed) == nil, "byte \(place), bit \(bit)")
      }
      #expect(seal.open(Array(closed[..<place])) == nil, "cut at \(place)")
    }
  }

  /// From an implementation in Python: what releases have sealed stays readable.
  @Test func theFormIsForEver() {
    let closed = seal.close("hunter2")
    #expect(SHA256.hash(closed).hex.prefix(16) == "ec12b6d936e1a90e")
  }
}
