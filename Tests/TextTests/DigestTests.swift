import QuernText
import Testing

@Suite struct DigestTests {
  // FIPS 180-4 examples and NIST's short message vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func sha256MatchesTheStandard(_ message: String, _ expected: String) {
    #expect(SHA256.hash(message).hex == expected)
  }

  @Test func aMillionLettersHashToTheStandardDigest() {
    var hash = SHA256()
    let piece = [UInt8](repeating: 97, count: 1_000)
    for _ in 0..<1_000 { hash.update(piece) }
    #expect(
      hash.finalize().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func piecesOfAnySizeHashAsTheWhole() {
    let message = (0..<777).map { UInt8(truncatingIfNeeded: $0 * 31) }
    let whole = SHA256.hash(message)
    for size in [1, 3, 63, 64, 65, 128, 200] {
      var hash = SHA256()
      var start = 0
      while start < message.count {
        hash.update(Array(message[start..<min(start + size, message.count)]))
        start += size
      }
      #expect(hash.finalize() == whole, "pieces of \(size)")
    }
  }

  @Test func aFinalizedHashStartsAgain() {
    var hash = SHA256()
    hash.update("abc")
    _ = hash.finalize()
    #expect(hash.finalize() == SHA256.hash(""))
  }

  @Test func digestsReadBackFromTheirHexadecimalForm() {
    let digest = SHA256.hash("x")
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(bytes: digest.bytes) == digest)
    #expect(digest.short == String(digest.hex.prefix(12)))
    #expect(Digest(hex: String(digest.hex.dropLast())) == nil)
    #expect(Digest(hex: "g" + digest.hex.dropFirst()) == nil)
    #expect(Digest(bytes: [1, 2]) == nil)
  }

  // RFC 4231, cases 1 to 4, 6 and 7.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "This is a test using a larger than block-size key and a larger than block-size data. "
        + "The key needs to be hashed before being used by the HMAC algorithm.",
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ])
  func hmacMatchesTheStandard(_ key: [UInt8], _ message: String, _ expected: String) {
    #expect(HMAC.sha256(key: key, Array(message.utf8)).hex == expected)
  }

  @Test func hmacOfBytesMatchesTheStandard() {
    let dd = HMAC.sha256(
      key: [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50))
    #expect(dd.hex == "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")
    let cd = HMAC.sha256(key: Array(1...25), [UInt8](repeating: 0xcd, count: 50))
    #expect(cd.hex == "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")
    #expect(HMAC.equal(cd.bytes, cd.bytes))
    #expect(!HMAC.equal(cd.bytes, dd.bytes))
    #expect(!HMAC.equal([1], [1, 2]))
  }

  // RFC 3720, appendix B.4.
  @Test func crc32cMatchesTheStandard() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum(Array((0..<32).reversed())) == 0x113F_DB5C)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func crc32MatchesTheStandard() {
    #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.checksum([]) == 0)
  }

  @Test func checksumsContinueFromASeed() {
    // Long enough for the three stripes of the fast path, cut at odd places.
    let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let whole = CRC32C.checksum(bytes)
    var bitwise: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      bitwise ^= UInt32(byte)
      for _ in 0..<8 { bitwise = bitwise >> 1 ^ (bitwise & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    #expect(whole == ~bitwise)
    for cut in [0, 1, 7, 3_071, 3_072, 3_073, 19_999, 20_000] {
      let first = CRC32C.checksum(Array(bytes[..<cut]))
      #expect(CRC32C.checksum(Array(bytes[cut...]), seed: first) == whole, "cut at \(cut)")
      let other = CRC32.checksum(Array(bytes[..<cut]))
      #expect(CRC32.checksum(Array(bytes[cut...]), seed: other) == CRC32.checksum(bytes))
    }
  }

  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64MatchesTheStandard(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
    #expect(Base64.decode(encoded.filter { $0 != "=" }) == Array(plain.utf8))
  }

  @Test func brokenBase64IsRefused() {
    #expect(Base64.decode("Zg=x") == nil)
    #expect(Base64.decode("Z") == nil)
    #expect(Base64.decode("Zm9*") == nil)
    #expect(Base64.decode("Zh==") == nil, "bits that belong to no byte")
    #expect(Base64.decode("Zm9v\nYmFy") == Array("foobar".utf8))
  }

  @Test func hexadecimalDigitsOfEitherCaseAreRead() {
    #expect(Hex.decode("00fFAb") == [0, 255, 171])
    #expect(Hex.encode([0, 255, 171]) == "00ffab")
    #expect(Hex.decode("0") == nil)
    #expect(Hex.decode("0g") == nil)
  }

  @Test func percentEncodingKeepsOnlyUnreservedCharacters() {
    #expect(Percent.encode("a b/ü~") == "a%20b%2F%C3%BC~")
    #expect(Percent.decode("a%20b%2f%C3%BC~") == "a b/ü~")
    #expect(Percent.decode("%2") == nil)
    #expect(Percent.decode("%zz") == nil)
    #expect(Percent.decode("%ff") == nil, "not UTF-8")
  }
}
