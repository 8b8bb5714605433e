/// Texts that use the whole grammar, for the tests that change them at random.
enum Corpus {
  static let texts: [String] = [
    """
    param region: str = "eu"                                   # typed input
    let raw = read("s3://lake/churn.csv")                      # lazy
    let base = raw |> filter(.tenure > 0)
    let prep = recipe(
      derive(monthly = .total / .tenure, senior = .age >= 65),
      impute(numeric(), with: median), onehot(.plan), drop(.customer_id))
    let (fit, valid, held) = base |> split([0.6, 0.2, 0.2], group: .customer_id, seed: 7)
    let m = fit |> train(xgboost(max_depth: 6, rounds: 200), target: .churn, prep: prep)
    let score = held |> evaluate(m, [auc, logloss])
    plot(score, roc)
    let ep = m |> deploy("churn", instances: 1..4)             # acts
    ep |> invoke({tenure: 12, total: 840.0, age: 41, plan: "basic", customer_id: "c1"})
    """,
    """
    |> head(3)

    # A comment.


    param n: list[int?]? in 1..10 = [1, 2]
    fn f(a: int, b = 2, c: str? = null) = if a > b then a else if c is null then 0 else b ?? 1
    fn g(x) do
      let (y, z) = h(x)  # taken apart

      # A value.
      y + z * 2 ^ -3 // 4 % 5 - -6
    end
    use "features.qn" as features
    """,
    """
    run("name", () => do
      for (i, x) in xs if i > 0 and not x in [1, 2]: do
        let s = "a {x} \\n \\{ {f("b {i}")} \\u{1F600}"
        features.g(s)[0].field.`odd name`
      end
    end)
    t
      |> update(across(numeric(), c => clip(c, 0, 1)))

      # why
      |> derive(
        r = rank(.`Charge  Amount`), by: .plan,  # one
        d = case when .a is not null then .b.c when .d != "x" then 'raw\\d' else null end,

        e = [1_000, 1.5e-3, 24h, 3mo, 2GiB, true, false],
      )
    """,
    """
    let s = '''
    raw 'text' {not} # taken
    '''
    let d = [@2024-01-31, @2024-01-31T10:00, @2024-01-31T10:00:01.5Z, @2024-01-31T10:00+02:00]
    let z = @2024-01-31T10:00[Europe/Oslo]
    (t |> f()).x > 1 or (x => x + 1)(2) == 3
    -9223372036854775808 .. 9223372036854775807
    {if: 1, `a b`: {}, end: []}
    (a + b) * (c - (d - e)) ?? ((f))
    ü + 日本 - _x1
    """,
  ]
}

/// A small generator of numbers whose seed is known (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
