/// The standard normal distribution, by exactly rounded operations only, so that its values do not
/// depend on the C library.
package enum NormalDistribution {
  /// The value below which a draw falls with probability `p` of (0, 1): Wichura's AS 241 (1988),
  /// to about sixteen digits.
  package static func quantile(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * polynomial(a, r) / polynomial(b, r)
    }
    let tail = q < 0 ? p : 1 - p
    guard tail > 0 else { return q < 0 ? -.infinity : .infinity }
    var r = (-logarithm(tail)).squareRoot()
    let value: Double
    if r <= 5 {
      r -= 1.6
      value = polynomial(c, r) / polynomial(d, r)
    } else {
      r -= 5
      value = polynomial(e, r) / polynomial(f, r)
    }
    return q < 0 ? -value : value
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var sum = coefficients[7]
    for index in stride(from: 6, through: 0, by: -1) { sum = sum * x + coefficients[index] }
    return sum
  }

  /// The natural logarithm of a positive normal number, within one unit in the last place
  /// (the reduction and series of Ng's fdlibm, 1993).
  static func logarithm(_ x: Double) -> Double {
    var k = Double(x.exponent)
    var m = x.significand
    if m > 1.414_213_562_373_095_1 {
      m *= 0.5
      k += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let odd =
      w
      * (0.399_999_999_994_094_2 + w
        * (0.222_221_984_321_497_84
          + w * 0.153_138_376_992_093_73))
    let even =
      z
      * (0.666_666_666_666_673_5 + w
        * (0.285_714_287_436_623_9
          + w * (0.181_835_721_616_180_5 + w * 0.147_981_986_051_165_86)))
    let half = 0.5 * f * f
    let rest = s * (half + (odd + even))
    // ln 2 in two parts: the first has few enough bits that its product with k is exact.
    return k * 6.931_471_803_691_238e-01
      - ((half - (rest + k * 1.908_214_929_270_587_7e-10)) - f)
  }

  private static let a = [
    3.387_132_872_796_366_608_0, 1.331_416_678_917_843_774_5e+2, 1.971_590_950_306_551_442_7e+3,
    1.373_169_376_550_946_112_5e+4, 4.592_195_393_154_987_145_7e+4, 6.726_577_092_700_870_085_3e+4,
    3.343_057_558_358_812_810_5e+4, 2.509_080_928_730_122_672_7e+3,
  ]
  private static let b = [
    1.0, 4.231_333_070_160_091_125_2e+1, 6.871_870_074_920_579_083_0e+2,
    5.394_196_021_424_751_107_7e+3, 2.121_379_430_158_659_586_7e+4, 3.930_789_580_009_271_061_0e+4,
    2.872_908_573_572_194_267_4e+4, 5.226_495_278_852_854_561_0e+3,
  ]
  private static let c = [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 2.417_807_251_774_506_117_70e-1,
    2.272_384_498_926_918_458_33e-2, 7.745_450_142_783_414_076_40e-4,
  ]
  private static let d = [
    1.0, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40,
    6.897_673_349_851_000_045_50e-1,
    1.481_039_764_274_800_745_90e-1, 1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946_00e-4,
    1.050_750_071_644_416_843_24e-9,
  ]
  private static let e = [
    6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
    2.965_605_718_285_048_912_30e-1, 2.653_218_952_657_612_309_30e-2,
    1.242_660_947_388_078_438_60e-3, 2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
  ]
  private static let f = [
    1.0, 5.998_322_065_558_879_376_90e-1, 1.369_298_809_227_358_053_10e-1,
    1.487_536_129_085_061_485_25e-2, 7.868_691_311_456_132_591_00e-4,
    1.846_318_317_510_054_681_80e-5,
    1.421_511_758_316_445_888_70e-7, 2.044_263_103_389_939_785_64e-15,
  ]
}
