package import QuernPlan

/// Every built-in word of edition 1.
package enum Words {
  package static let all: [Word] =
    cells + files + tables + reshaping + values + windows + dates + statistics + learning + plots
    + platform

  /// The registry that checker, evaluator, completion and the reference share.
  package static let registry = WordRegistry(all)

  private static let cells: [Word] = [
    .show, .print, .warn, .ask, .progress, .assert, .expect, .unique, .notNull, .try,
  ]
  private static let files: [Word] = [
    .read, .write, .table, .generate, .schema, .explain, .cache, .attach, .sql,
  ]
  private static let tables: [Word] = [
    .head, .tail, .describe, .countRows, .columns, .filter, .derive, .update, .select, .drop,
    .rename, .sort, .distinct, .join, .append, .summarise, .dropnull, .fill, .numeric,
    .categorical, .matching, .allColumns, .except,
  ]
  private static let reshaping: [Word] = [
    .sample, .peek, .one, .across, .pivot, .unpivot, .explode, .unnest, .asofJoin, .levels, .lump,
    .cut,
  ]
  private static let values: [Word] = [
    .count, .sum, .mean, .median, .min, .max, .std, .variance, .first, .last, .nunique, .mode,
    .quantile, .cast, .round, .abs, .floor, .ceil, .sqrt, .exp, .log, .clip, .between, .lower,
    .upper, .trim, .replace, .startsWith, .endsWith, .contains, .len, .regex, .extract,
    .splitText, .joinText, .slice, .pad, .parse, .get, .map, .fold,
  ]
  private static let windows: [Word] = [
    .rank, .rowNumber, .ntile, .lag, .lead, .diff, .pctChange, .cumsum, .cumprod, .cummin, .cummax,
    .rolling, .desc,
  ]
  private static let dates: [Word] = [
    .date, .time, .datetime, .now, .year, .month, .day, .hour, .minute, .second, .weekday,
    .quarter, .week, .truncate, .atZone,
  ]
  private static let statistics: [Word] = [
    .corr, .ttest, .chisq, .histogram, .crosstab, .normal,
  ]
  private static let learning: [Word] =
    [Word.split, .folds, .recipe, .prepare, .impute, .onehot, .scale, .encodeTarget, .balance]
    + [.train, .predict, .evaluate, .crossValidate, .crossPredict, .tune, .tuneThreshold]
    + [.withThreshold, .metric, .confusion, .importance, .compare]
    + Word.algorithmWords
  private static let plots: [Word] = [.plot, .layer, .facet, .save]
  private static let platform: [Word] = [
    .experiments, .track, .run, .deploy, .endpoint, .invoke, .stop,
    .register, .model, .wait, .logs, .why, .script, .process, .instance, .instances, .cost,
  ]
}
