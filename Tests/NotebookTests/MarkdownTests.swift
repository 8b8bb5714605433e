import QuernNotebook
import Testing

/// Markdown to HTML; documents at random are compared with a peer in Tests/python/test_markdown.py.
struct MarkdownTests {
  private func check(_ markdown: String, _ html: String) {
    var renderer = MarkdownHTML()
    #expect(renderer.html(Markdown.parse(markdown)) == html)
  }

  @Test func blocks() {
    check("# A *b*\n\ntext\n", "<h1 id=\"a-b\">A <em>b</em></h1>\n<p>text</p>\n")
    check("a\n\n    code\n", "<p>a</p>\n<pre><code>code\n</code></pre>\n")
    check("> a\nb\n", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n")
    check("- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n")
    check(
      "3. a\n\n4. b\n", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n")
    check("```sh\n<a>\n```\n", "<pre><code class=\"language-sh\">&lt;a&gt;\n</code></pre>\n")
    check("a\n***\nb\n", "<p>a</p>\n<hr />\n<p>b</p>\n")
  }

  @Test func emphasis() {
    check("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>\n")
    check("snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>\n")
    check("~~a~~ \\*b\\*", "<p><del>a</del> *b*</p>\n")
  }

  @Test func linksAndPictures() {
    check("[a](b \"c\")", "<p><a href=\"b\" title=\"c\">a</a></p>\n")
    check("[a]\n\n[a]: <b c>", "<p><a href=\"b%20c\">a</a></p>\n")
    check("![*a*](b.png)", "<p><img src=\"b.png\" alt=\"a\" /></p>\n")
    check(
      "see https://x.org/a_b_c.",
      "<p>see <a href=\"https://x.org/a_b_c\">https://x.org/a_b_c</a>.</p>\n"
    )
  }

  @Test func formulasAreLeftAlone() {
    check("$a_1 * b_1 * c$", "<p><span class=\"math\">$a_1 * b_1 * c$</span></p>\n")
    check("from $5 to $6", "<p>from $5 to $6</p>\n")
  }

  @Test func tablesAndTasks() {
    check(
      "| a | b |\n|---|--:|\n| `x|` \\| y | 1 |\n",
      "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        + "<td>`x</td>\n<td align=\"right\">` | y</td>\n</tr>\n</tbody>\n</table>\n")
    check(
      "- [x] a\n",
      "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked /> a</li>\n</ul>\n")
  }

  @Test func twoHeadingsOfOneNameHaveTwoAnchors() {
    var renderer = MarkdownHTML()
    _ = renderer.html(Markdown.parse("# A b\n# A b\n# !\n"))
    #expect(renderer.headings.map(\.anchor) == ["a-b", "a-b-1", "-0"])
  }

  @Test func deepNestingIsNoTrap() {
    var renderer = MarkdownHTML()
    let deep = String(repeating: "> ", count: 5000) + "a\n" + String(repeating: "- ", count: 3000)
    #expect(renderer.html(Markdown.parse(deep)).contains("a"))
    let marks = String(repeating: "*a **a ", count: 400) + String(repeating: "[", count: 2000)
    #expect(renderer.html(Markdown.parse(marks)).contains("a"))
  }
}
