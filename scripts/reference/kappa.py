"""Cohen's kappa by scikit-learn for the vector in Tests/EvaluationTests/ConfusionTests.swift.

pip install scikit-learn; python3 scripts/reference/kappa.py
"""

from sklearn.metrics import cohen_kappa_score

LABELS = [0, 2, 1, 1, 0, 2, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 0]
PREDICTIONS = [0, 2, 1, 0, 0, 2, 1, 0, 1, 2, 2, 0, 1, 1, 2, 1, 0, 2, 2, 0]

print(f"{cohen_kappa_score(LABELS, PREDICTIONS):.15f}")
