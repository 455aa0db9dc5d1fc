"""Metrics and tests by scikit-learn and scipy for the vectors in Tests/EvaluationTests.

pip install scikit-learn; python3 scripts/reference/metrics.py
"""

import numpy as np
from scipy.stats import PermutationMethod, wilcoxon
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

# ConfusionTests: three classes, by two classifiers, the second with margins unlike the labels'.
LABELS = [0, 2, 1, 1, 0, 2, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 0]
PREDICTIONS = [0, 2, 1, 0, 0, 2, 1, 0, 1, 2, 2, 0, 1, 1, 2, 1, 0, 2, 2, 0]
SKEWED = [0, 2, 0, 0, 0, 2, 1, 0, 1, 2, 0, 0, 1, 0, 2, 1, 0, 2, 0, 0]

# PredictionMetricsTests: labels and float32 probabilities of class 1, in 64ths so that they are exact.
BINARY = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1]
SIXTY_FOURTHS = [60, 9, 33, 50, 33, 2, 17, 41, 33, 5, 26, 64, 0, 17, 48, 12, 55, 9, 21, 63]

# PredictionMetricsTests: four labels and their probabilities of three classes, in 16ths.
TRIPLE = [0, 1, 2, 2]
SIXTEENTHS = [[10, 4, 2], [3, 12, 1], [5, 5, 6], [9, 3, 4]]

# PredictionMetricsTests: a regression.
VALUES = [1.5, -0.25, 3.0, 2.75, 0.0, -1.5, 4.25, 1.0]
GUESSES = [1.25, 0.5, 2.5, 3.5, 0.25, -1.0, 3.0, 1.0]

# SignedRankTestTests: without ties, with ties and zeros, and more than 50.
DISTINCT = [0.8, -0.3, 1.1, 0.45, -0.1, 0.9, 1.7, 0.25, -0.6, 1.3]
TIED = [3, -1, 2, 2, 0, 4, -2, 1, 3, 0, 5]
MANY = [((37 * i) % 101 - 42) / 8 for i in range(60)]


def show(name, value):
    print(f"{name:28} {value:.15f}")


show("kappa", m.cohen_kappa_score(LABELS, PREDICTIONS))
show("balanced accuracy", m.balanced_accuracy_score(LABELS, SKEWED))
show("macro precision", m.precision_score(LABELS, SKEWED, average="macro"))
show("macro F1", m.f1_score(LABELS, SKEWED, average="macro"))
recalls = m.recall_score(LABELS, SKEWED, average=None)
show("G-mean", float(np.prod(recalls)) ** (1 / 3))
second = np.equal(LABELS, 1), np.equal(SKEWED, 1)
show("precision of class 1", m.precision_score(*second))
show("recall of class 1", m.recall_score(*second))
show("F1 of class 1", m.f1_score(*second))

scores = np.array(SIXTY_FOURTHS) / 64
show("ROC AUC", m.roc_auc_score(BINARY, scores))
show("average precision", m.average_precision_score(BINARY, scores))
show("Brier", m.brier_score_loss(BINARY, scores))
right = np.equal(scores > 0.5, np.equal(BINARY, 1))
top = np.maximum(scores, 1 - scores)
accuracy, confidence = calibration_curve(right, top, n_bins=15, strategy="uniform")
edges = np.linspace(0, 1, 16)
counts = np.bincount(np.searchsorted(edges[1:-1], top), minlength=15)
show("calibration error", np.sum(counts[counts > 0] * np.abs(accuracy - confidence)) / len(top))
show("Brier, three classes", m.brier_score_loss(TRIPLE, np.array(SIXTEENTHS) / 16))

show("MAE", m.mean_absolute_error(VALUES, GUESSES))
show("RMSE", m.root_mean_squared_error(VALUES, GUESSES))
show("R squared", m.r2_score(VALUES, GUESSES))

show("p, distinct", wilcoxon(DISTINCT, method="exact").pvalue)
tied = [x for x in TIED if x != 0]
show("p, tied", wilcoxon(tied, method=PermutationMethod(n_resamples=np.inf)).pvalue)
show("p, more than 50", wilcoxon(MANY, method="asymptotic", correction=False).pvalue)
for name, sample in [("distinct", DISTINCT), ("tied", tied), ("more than 50", MANY)]:
    print("W,", name, wilcoxon(sample, alternative="greater").statistic)
print("zeros and ties in MANY", sum(x == 0 for x in MANY), 60 - len({abs(x) for x in MANY}))
