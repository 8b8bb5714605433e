import QuernSyntax

extension DiagnosticCatalogue {
  /// What is learned, and from what.
  static let learning: [DiagnosticKind] = argumentsKinds + targetKinds + dataKinds + useKinds

  private static func kind(
    _ phase: DiagnosticKind.Phase, _ code: String, _ title: String, _ explanation: String,
    _ example: String = ""
  ) -> DiagnosticKind {
    DiagnosticKind(code, phase, title: title, explanation: explanation, example: example)
  }

  private static let argumentsKinds: [DiagnosticKind] = [
    kind(
      .learning, "unknown-algorithm", "An algorithm that does not exist",
      "The algorithms are words: xgboost, logistic, linear, forest, knn, bayes, mlp, "
        + "baseline, kmeans, pca."),
    kind(
      .learning, "unknown-parameter", "A parameter that the algorithm does not have",
      "Names of scikit-learn, XGBoost and SageMaker are taken where they mean the "
        + "same.",
      "xgboost(max_dept: 3)"),
    kind(
      .learning, "unsupported-parameter", "A parameter that is known and not there",
      "The message says why, and what to use instead."),
    kind(
      .learning, "repeated-parameter", "One parameter twice",
      "Two spellings of one parameter are one parameter: eta is learning_rate.",
      "xgboost(eta: 0.1, learning_rate: 0.2)"),
    kind(
      .learning, "bad-parameter", "A value that the parameter cannot have",
      "The message names what it takes.",
      "xgboost(max_depth: -1)"),
    kind(
      .learning, "two-penalties", "Two ways to say one penalty",
      "A penalty is said by alpha and l1_ratio, or by lambda, or by C; not by two of "
        + "them."),
    kind(
      .learning, "penalty-without-ratio", "Half of a penalty",
      "alpha is the strength and l1_ratio the share of lasso in it: they go "
        + "together."),
    kind(
      .learning, "open-parameter", "A parameter left open outside of `tune`",
      "A range or a list is for `tune` to choose from; `train` needs one value.",
      "t |> train(xgboost(max_depth: 3..10), target: .y)"),
    kind(
      .learning, "bad-search", "A range or list that cannot be searched",
      "Its ends have to be values that the parameter can have, the lower one first.",
      "t |> tune(xgboost(max_depth: 10..3), target: .y)"),
    kind(
      .learning, "wrong-count", "A count that is not what the rows have",
      "Leave it out: classes and features are counted."),
    kind(
      .learning, "not-runs", "A comparison of rows that are no runs",
      "`compare` takes experiments(), rows of it, or evaluations.", "compare(table({a: [1]}))"),
    kind(
      .learning, "nothing-to-tune", "`tune` of an algorithm whose parameters are all given",
      "Leave some open by a range or a list: xgboost(max_depth: 3..10).",
      "t |> tune(xgboost(), target: .y)"),
    kind(
      .learning, "grid-of-ranges", "A grid over a range of floats",
      "A range of floats has no last step: give a list, or search at random."),
    kind(
      .learning, "grid-too-large", "A grid of more combinations than `trials`",
      "Raise trials, or search at random."),
    kind(
      .learning, "validation-and-folds", "Trials measured in two ways",
      "Trials are measured on `validation` or on folds."),
    kind(
      .learning, "folds-and-options",
      "Folds that are given, and options that would deal rows again",
      "group, order, stratify and seed are said where the folds are made."),
    kind(
      .learning, "not-folds", "Something that is no folds",
      "Folds are a number, or what `folds(t, 5)` gives."),
  ]

  private static let targetKinds: [DiagnosticKind] = [
    kind(
      .learning, "missing-target", "`train` without a target",
      "The algorithm learns to predict a column: say which.",
      "t |> train(xgboost())"),
    kind(
      .learning, "needless-target", "A target for an algorithm that learns without one",
      "kmeans and pca look at the features alone.",
      "t |> train(kmeans(), target: .y)"),
    kind(
      .learning, "needless-validation", "Validation rows without a target",
      "Without a target nothing can be measured on them."),
    kind(
      .learning, "null-target", "Rows without a target",
      "A row that does not say what is to be learned cannot teach it: drop such rows "
        + "first."),
    kind(
      .learning, "target-type", "A column that cannot be a target",
      "A target is a number, bool, str or category."),
    kind(
      .learning, "not-classes", "Classification of what has no classes",
      "Labels are bool, int, str or category."),
    kind(
      .learning, "not-numbers", "Regression of what is no number",
      "Leave `task` out, or learn classes."),
    kind(
      .learning, "one-class", "A target of one value",
      "There is nothing to tell apart: look at the filter before it."),
    kind(
      .learning, "too-many-classes", "A target of very many values",
      "A column with nearly as many values as rows is a name or a number, not a "
        + "class."),
    kind(
      .learning, "unknown-class", "A class that did not occur in training",
      "A model knows the classes of its training rows alone."),
    kind(
      .learning, "needs-target", "A step that learns from the target, where there is none",
      "encode_target is fitted by `train`, which knows the target; `prepare` does "
        + "not."),
    kind(
      .learning, "balance-task", "`balance` where there are no classes",
      "It makes classes of the target equally heavy."),
    kind(
      .learning, "task-not-supported", "A task that the algorithm does not learn",
      "The message names the algorithms that do."),
    kind(
      .learning, "no-weights", "Weights for an algorithm that has none",
      "Leave `weight:` out, or take another algorithm."),
    kind(
      .learning, "bad-weight", "A weight below zero, null or not finite",
      "A weight says how many rows a row counts for."),
  ]

  private static let dataKinds: [DiagnosticKind] = [
    kind(
      .learning, "empty-table", "No rows",
      "Look at the filter before it."),
    kind(
      .learning, "too-few-rows", "Fewer rows than the algorithm or the test needs",
      "The message says how many. A mean needs two numbers in each sample, a count two "
        + "values that occur."),
    kind(
      .learning, "no-features", "No column to learn from",
      "Everything is target, weight or group, or was dropped."),
    kind(
      .learning, "unprepared-feature", "A column that no step has made a number",
      "Texts and dates become numbers by a step of the recipe, which then goes with "
        + "the model.",
      "t |> train(xgboost(), target: .y)"),
    kind(
      .learning, "null-feature", "Missing values for an algorithm that cannot use them",
      "xgboost, forest and bayes take them as they are; others need impute(…) in the "
        + "recipe."),
    kind(
      .learning, "not-finite", "An infinite value in a feature",
      "Find it with filter, or clip the column."),
    kind(
      .learning, "too-many-features", "More features than the algorithm holds",
      "Select fewer, or lump levels before onehot."),
    kind(
      .learning, "too-many-levels", "onehot of a column with very many values",
      "Lump the rare ones first, use encode_target, or leave the column out."),
    kind(
      .learning, "too-many-weights", "A network too large for the memory",
      "Fewer or smaller layers, or fewer features."),
    kind(
      .learning, "too-large-to-keep", "A model that would be larger than what is kept",
      "knn keeps its training rows: train on fewer."),
    kind(
      .learning, "step-type", "A step on a column of another type",
      "numeric() and categorical() select columns by type."),
    kind(
      .learning, "nothing-to-learn", "A step on a column that is null in every training row",
      "Drop the column, or look at the split."),
    kind(
      .learning, "aggregate-in-recipe", "An aggregate in a recipe's `derive`",
      "A recipe works row by row, so that one row can be predicted; what it learns "
        + "it learns by its own steps."),
    kind(
      .learning, "groups-in-recipe", "Groups in a recipe",
      "A step of a recipe sees one row at a time."),
    kind(
      .learning, "reserved-column", "A column with the name of a prediction",
      "`predict` appends predicted, score and scores: rename yours."),
    kind(
      .learning, "no-optimum", "A fit that has no end",
      "A line separates the classes, or the loss grew without limit: add a penalty, "
        + "or scale the features."),
    kind(
      .learning, "no-validation", "Early stopping without rows to measure on",
      "Give `validation:`."),
    kind(
      .learning, "training-died", "The process that trained ended without an answer",
      "Most likely the memory of the instance did not suffice. The session goes on."),
    kind(
      .learning, "native-library", "A library that is absent or failed",
      "The message names the package that has it."),
  ]

  private static let useKinds: [DiagnosticKind] = [
    kind(
      .learning, "missing-input", "A table without a column that the model needs",
      "A model takes the columns that its training table had, before the recipe."),
    kind(
      .learning, "input-type", "A column of another type than in training",
      "Cast it, or look at how the file was read."),
    kind(
      .learning, "unknown-metric", "A metric that does not exist",
      "The message shows the nearest one; metric(…) makes one of your own."),
    kind(
      .learning, "metric-task", "A metric of another task",
      "rmse measures numbers, auc two classes."),
    kind(
      .learning, "undefined-metric", "A metric that has no value here",
      "Most measures of classes need rows of both."),
    kind(
      .learning, "metric-result", "A metric of one's own that gave no number",
      "Its function ends in an aggregate over the columns."),
    kind(
      .learning, "metric-exists", "A metric with the name of a built-in one",
      "Give yours another name."),
    kind(
      .learning, "not-a-metric", "A function where a metric is needed",
      "metric(\"name\", t => …, better: high) makes one."),
    kind(
      .learning, "metric-and-cost", "A threshold tuned for two things",
      "Tune it for a metric, or by costs."),
    kind(
      .learning, "no-threshold", "No threshold at which the goal is defined",
      "Are there rows of both classes?"),
    kind(
      .learning, "threshold-task", "A threshold for what has no two classes",
      "Thresholds cut the score of a binary model."),
    kind(
      .learning, "score-type", "A score that is no number",
      "A threshold is looked for on the column of scores."),
    kind(
      .learning, "unknown-outcome", "An outcome of a prediction that does not exist",
      "The outcomes are tp, fp, tn and fn."),
    kind(
      .learning, "option-of-table", "An option that goes with a table",
      "An evaluation knows its own columns."),
    kind(
      .learning, "needs-rows", "Something that is computed from rows, without them",
      "An evaluation keeps counts and curves, not rows: give the table."),
    kind(
      .learning, "no-confusion", "A confusion table of a regression",
      "There are no classes; `residuals` has actual and predicted numbers."),
    kind(
      .learning, "no-importance", "A model that does not say by itself what counts",
      "importance(m, on: held) measures it by permuting columns."),
    kind(
      .learning, "nothing-to-measure", "An evaluation of a model without a target",
      "kmeans and pca predict nothing that could be right."),
    kind(
      .learning, "damaged-model", "A saved model that cannot be read",
      "Train it again, or take another version."),
    kind(
      .learning, "newer-model", "A model saved by a later Quern",
      "Update quern."),
    kind(
      .learning, "not-xgboost", "A file that is no XGBoost model",
      "Models are read from XGBoost's JSON form."),
  ]
}
