#!/usr/bin/env python3
"""Optima and policy costs by retrainopt 0.4.2 for Tests/PoliciesTests: Tests/Golden/schedules/retrainopt.json.

The 60 cells of its own demo, run again from the source distribution (what the demo page shows is rounded to eight
decimals), and 80 random tables solved by its exact planner, with three random schedules each.

    pip install retrainopt==0.4.2
    pip download --no-deps --no-binary :all: retrainopt==0.4.2
    python3 scripts/reference/retrainopt-cells.py retrainopt-0.4.2.tar.gz
"""

import importlib.util
import json
import random
import sys
import tarfile
import tempfile
from pathlib import Path

import retrainopt
from retrainopt.core import evaluate_decision_sequence

VERSION = "0.4.2"
OUTPUT = Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "schedules" / "retrainopt.json"
RANDOM_TABLES = 80


def demo_of(archive):
    """The module that builds the demo, checked against the page that was published."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        root = Path(folder) / f"retrainopt-{VERSION}"
        spec = importlib.util.spec_from_file_location("demo", root / "examples" / "build_demo.py")
        demo = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(demo)
        published = root / "docs" / "_static" / "demo" / "data.json"
        # Rounded to eight decimals; the last can differ, as Python 3.12 has another `sum`.
        assert agree(demo.build_data(), json.loads(published.read_text(encoding="utf-8")))
    return demo


def agree(computed, published):
    """Whether two values are the same but for the rounding of their numbers."""
    if isinstance(computed, dict):
        return computed.keys() == published.keys() and all(
            agree(value, published[key]) for key, value in computed.items())
    if isinstance(computed, list):
        return len(computed) == len(published) and all(map(agree, computed, published))
    if isinstance(computed, float):
        return abs(computed - published) < 1e-8
    return computed == published


def demo_cells(demo):
    """Losses of each scenario, prices of each multiplier, and what every policy costs in every cell.

    A layer is a number of samples; there is no candidate at step 0.
    """
    steps, volumes = range(demo.STEPS), list(demo.VOLUMES)

    def row(evaluation):
        return [evaluation.future_losses[t] for t in sorted(evaluation.future_losses)]

    losses, initial = {}, {}
    for pattern, _, _ in demo.SCENARIOS:
        evaluator = demo.DemoEvaluator(demo.regime(pattern), 1.0)
        initial[pattern] = row(evaluator.evaluate_initial_model())
        losses[pattern] = [
            [row(evaluator.evaluate_candidate(s, n)) for s in steps[1:]] for n in volumes
        ]
    prices = {
        str(m): [[demo.synthetic_training_cost(s, n, m) for s in steps[1:]] for n in volumes]
        for m in demo.TRAINING_MULTIPLIERS
    }
    cells = []
    for case in demo.build_data()["cases"]:
        policies = {
            name: {
                "updates": [[s, volumes.index(n)] for s, n in enumerate(plan["actions"]) if n],
                "total": plan["total_cost"],
                "training": plan["training_cost"],
            }
            for name, plan in case["policies"].items()
        }
        cells.append({
            "scenario": case["scenario"], "quality": case["quality_weight"],
            "multiplier": str(case["training_multiplier"]), "policies": policies,
        })
    return {"initial": initial, "losses": losses, "prices": prices, "cells": cells}


class Table(retrainopt.TimelineDataset):
    """A random table, as the timeline and the evaluator of a planner. Candidates are (step, samples)."""

    def __init__(self, draw, whole):
        self.steps = draw.randint(3, 16)
        self.samples = list(range(1, draw.randint(1, 3) + 1))
        self.weight = draw.choice([0.25, 1.0, 3.5])
        high = draw.choice([1.0, 4.0, 20.0])

        def number(top):
            return float(draw.randint(0, 4)) if whole else round(draw.uniform(0, top), 4)

        self.sizes = [0 if draw.random() < 0.15 else len(self.samples) for _ in range(self.steps)]
        self.prices, self.losses = {}, {}
        self.losses[-1, 0] = {t: number(1) for t in range(self.steps)}
        for s in range(self.steps):
            for n in self.samples[: self.sizes[s]]:
                self.prices[s, n] = number(high)
                self.losses[s, n] = {t: number(1) for t in range(s, self.steps)}

    @property
    def num_steps(self):
        return self.steps

    def train_size(self, step):
        return self.sizes[step]

    def get_train_block(self, step):
        raise AssertionError("nothing is trained")

    get_eval_block = get_train_block

    def _evaluation(self, key):
        return retrainopt.CandidateEvaluation(
            model_id=key, dataset_size=self.sizes[max(key[0], 0)], training_seconds=0.0,
            training_cost=self.prices.get(key, 0.0), future_losses=self.losses[key],
        )

    def evaluate_initial_model(self, initial_model=None):
        return self._evaluation((-1, 0))

    def evaluate_candidate(self, step, n_samples):
        return self._evaluation((step, n_samples))

    evaluate_candidate_uncached = evaluate_candidate

    def iter_cached_candidates(self):
        return ()

    def plan(self):
        config = retrainopt.PlannerConfig(
            n_choices=tuple(self.samples), loss_cost_weight=self.weight)
        planner = retrainopt.RetrainingPlanner(self, Unused(), config, evaluator=self)
        return planner.plan("exact").decisions

    def priced(self, decisions):
        states = {key: self._evaluation(key).to_state_cost() for key in self.losses}
        total, training, _ = evaluate_decision_sequence(
            decisions, states, loss_cost_weight=self.weight)
        updates = [[s, d.n_samples - 1] for s, d in enumerate(decisions) if d.n_samples]
        return {"updates": updates, "total": total, "training": training}

    def random_schedule(self, draw):
        rate = draw.random()
        keep = retrainopt.Decision(retrainopt.DecisionAction.KEEP)
        return [
            retrainopt.Decision(
                retrainopt.DecisionAction.RETRAIN, draw.choice(self.samples[:size]), s)
            if size and draw.random() < rate else keep
            for s, size in enumerate(self.sizes)
        ]

    def exported(self, draw):
        def model(s, n):
            if (s, n) not in self.prices:
                return None
            losses = [self.losses[s, n][t] for t in range(s, self.steps)]
            return {"price": self.prices[s, n], "lag": 0, "losses": losses}

        return {
            "weight": self.weight,
            "initial": [self.losses[-1, 0][t] for t in range(self.steps)],
            "layers": [[model(s, n) for s in range(self.steps)] for n in self.samples],
            "optimum": self.priced(self.plan()),
            "schedules": [self.priced(self.random_schedule(draw)) for _ in range(3)],
        }


class Unused(retrainopt.ModelAdapter):
    """Nothing is trained."""

    def fit(self, train_data, *, step, n_samples, random_seed):
        raise AssertionError("nothing is trained")

    def evaluate(self, model, eval_data, *, step):
        raise AssertionError("nothing is trained")


def main():
    if len(sys.argv) != 2 or retrainopt.__version__ != VERSION:
        sys.exit(__doc__)
    draw = random.Random(60)
    data = demo_cells(demo_of(sys.argv[1]))
    data["version"] = VERSION
    # Every fourth has whole numbers, and so ties.
    data["tables"] = [Table(draw, i % 4 == 0).exported(draw) for i in range(RANDOM_TABLES)]
    OUTPUT.parent.mkdir(exist_ok=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    OUTPUT.write_text(text.replace('},{"', '},\n{"') + "\n", encoding="utf-8")
    print(f"{len(data['cells'])} cells and {RANDOM_TABLES} tables: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
