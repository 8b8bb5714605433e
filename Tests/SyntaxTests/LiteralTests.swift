import QuernSyntax
import Testing

@Suite struct LiteralTests {
  @Test func `numbers`() {
    check("1_000", "1000")
    check("007", "7")
    check("1.5", "1.5f")
    check("1e3", "1000.0f")
    check("1_0.2_5E-1", "1.025f")
    check("9223372036854775807", "9223372036854775807")
    check("1e-400", "0.0f")
    check("1.x", "(field 1 x)")
  }

  @Test func `durations and sizes`() {
    check("24h", "(duration 0 86400000000)")
    check("7d", "(duration 0 604800000000)")
    check("2w", "(duration 0 1209600000000)")
    check("5min", "(duration 0 300000000)")
    check("1mo", "(duration 1 0)")
    check("2y", "(duration 24 0)")
    check("3ms", "(duration 0 3000)")
    check("4s", "(duration 0 4000000)")
    check("2GiB", "(size 2147483648)")
    check("2GB", "(size 2000000000)")
  }

  @Test func `dates`() {
    check("@2024-02-29", "@2024/2/29")
    check("@2024-02-29T10:00", "@2024/2/29T10:0:0.0")
    check("@2024-02-29T10:00:01.25", "@2024/2/29T10:0:1.250000")
    check("@2024-02-29T10:00:01.1234567Z", "@2024/2/29T10:0:1.123456Z")
    check("@2024-02-29T10:00+02:30", "@2024/2/29T10:0:0.0(150)")
    check("@2024-02-29T10:00-05:00", "@2024/2/29T10:0:0.0(-300)")
    check("@2024-02-29T10:00[Europe/Oslo]", "@2024/2/29T10:0:0.0[Europe/Oslo]")
    check("@2024-02-29 - 1d", "(- @2024/2/29 (duration 0 86400000000))")
    check("@2024-02-29T10:00+1h", "(+ @2024/2/29T10:0:0.0 (duration 0 3600000000))")
    check("@2024-01-01..@2024-02-01", "(.. @2024/1/1 @2024/2/1)")
  }

  @Test func `strings`() {
    check(#""""#, #""""#)
    check(#""a\n\t\"\\\{b}""#, "\"a\\n\t\"\\{b}\"")
    check(#""\u{1F600}\u{41}""#, "\"😀A\"")
    check(#""a {b} c""#, #""a "+{b}+" c""#)
    check(#""{f("x {y}")}""#, #"{(f() "x "+{y})}"#)
    check(#""{ {a: 1}.a }""#, "{(field (record a:1) a)}")
    check(#""{for x in xs: x}""#, "{(for x xs x)}")
    check(#"'a\n{b}"'"#, #""a\n{b}"""#)
    check("'''one\n'two' {x}\n'''", "\"one\\n'two' {x}\\n\"")
    check("''''a''''", "\"'a'\"")
    check("''", "\"\"")
    check("'# no comment'", "\"# no comment\"")
  }
}
