"""The reader's network: one encoder, many heads.

text/encoder and text/reader compute the same in Go; a change here is a change
there.
"""

import torch
from torch import nn
from torch.nn import functional as F

import data
import own

WIDTH, LAYERS, HEAD = 384, 6, 32
ARC, LABEL = 256, 256
SIDE, SIDE_LAYERS, SIDE_UP = 192, 2, 384


class Block(nn.Module):
    """A transformer layer, normalised behind its sums as in BERT."""

    def __init__(self, width, up, dropout=0.1):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, up)
        self.down = nn.Linear(up, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = dropout

    def forward(self, x, mask):
        rows, length, width = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, width // HEAD, HEAD).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(rows, length, width)
        x = self.norm1(x + F.dropout(self.out(seen), self.dropout, self.training))
        up = F.gelu(self.up(x))
        return self.norm2(x + F.dropout(self.down(up), self.dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, vocabulary=30522, layers=LAYERS):
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.shape = nn.Embedding(8, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Block(WIDTH, 4 * WIDTH) for _ in range(layers)])
        nn.init.zeros_(self.shape.weight)

    def forward(self, pieces, shapes, mask):
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]] + self.shape(shapes)
        x = F.dropout(self.norm(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_bert(self, tensors):
        """Takes the weights of a BERT of the same size; its token type goes into the positions."""
        e = "embeddings."
        self.word.weight.data.copy_(tensors[e + "word_embeddings.weight"])
        self.position.weight.data.copy_(tensors[e + "position_embeddings.weight"] + tensors[e + "token_type_embeddings.weight"][0])
        copy(self.norm, tensors, e + "LayerNorm")
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                joined = torch.cat([tensors[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")])
                getattr(layer.qkv, part).data.copy_(joined)
            copy(layer.out, tensors, at + "attention.output.dense")
            copy(layer.norm1, tensors, at + "attention.output.LayerNorm")
            copy(layer.up, tensors, at + "intermediate.dense")
            copy(layer.down, tensors, at + "output.dense")
            copy(layer.norm2, tensors, at + "output.LayerNorm")


def copy(module, tensors, name):
    module.weight.data.copy_(tensors[name + ".weight"])
    module.bias.data.copy_(tensors[name + ".bias"])


class Labels:
    """The inventories that are read off the training data."""

    def __init__(self, tags, lemmas, deps):
        self.tags, self.lemmas, self.deps = tags, lemmas, deps
        self.tag_of = {tag: i for i, tag in enumerate(tags)}
        self.lemma_of = {rule: i for i, rule in enumerate(lemmas)}
        self.dep_of = {dep: i for i, dep in enumerate(deps)}

    def dep(self, name):
        """The label of a relation; a rare subtype falls back to its relation."""
        return self.dep_of.get(name, self.dep_of.get(name.split(":")[0], data.NONE))


class Reader(nn.Module):
    def __init__(self, labels, shapes=True, layers=LAYERS):
        super().__init__()
        self.labels, self.shapes = labels, shapes
        self.encoder = Encoder(layers=layers)
        self.tag = nn.Linear(WIDTH, len(labels.tags))
        self.lemma = nn.Linear(WIDTH, len(labels.lemmas))
        self.arc_head = nn.Linear(WIDTH, ARC)  # of a word as a head
        self.arc_dep = nn.Linear(WIDTH, ARC)  # of a word that seeks its head
        self.root = nn.Parameter(torch.randn(ARC) * 0.02)
        self.label_head = nn.Linear(WIDTH, LABEL)
        self.label_dep = nn.Linear(WIDTH, LABEL)
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.label = nn.Linear(LABEL, len(labels.deps))
        self.name = nn.Linear(WIDTH, len(data.NAMES))
        self.cue = nn.Linear(WIDTH, len(data.CUES))  # PolNeAR's conventions
        self.ledger_cue = nn.Linear(WIDTH, len(data.CUES))  # a ledger's
        self.trigger = nn.Linear(WIDTH, len(data.TRIGGERS))
        self.status = nn.Linear(WIDTH, len(own.STATUSES))
        # The cue's reader: who says what by one cue.
        self.side = nn.Linear(WIDTH, SIDE)
        self.side_place = nn.Embedding(2 * data.REACH + 1, SIDE)
        self.side_quoted = nn.Embedding(2, SIDE)
        self.side_ledger = nn.Embedding(2, SIDE)
        self.side_norm = nn.LayerNorm(SIDE, eps=1e-12)
        self.side_layers = nn.ModuleList([Block(SIDE, SIDE_UP) for _ in range(SIDE_LAYERS)])
        self.part = nn.Linear(SIDE, len(data.PARTS))
        self.act = nn.Linear(SIDE, len(own.ACTS))
        for embedding in (self.side_place, self.side_quoted, self.side_ledger):
            nn.init.normal_(embedding.weight, std=0.02)

    def words(self, batch):
        """The hidden state of the first piece of every word, one word a row."""
        shapes = batch.shapes if self.shapes else torch.zeros_like(batch.shapes)
        hidden = torch.zeros(*batch.pieces.shape, WIDTH)
        # Long and short windows apart, so that little is computed for the padding.
        lengths = batch.mask.sum(1)
        short = lengths <= batch.pieces.shape[1] * 0.6
        for rows in (short.nonzero()[:, 0], (~short).nonzero()[:, 0]):
            if len(rows):
                n = int(lengths[rows].max())
                part = self.encoder(batch.pieces[rows, :n], shapes[rows, :n], batch.mask[rows, :n])
                hidden = hidden.index_put((rows[:, None], torch.arange(n)[None]), part)
        return hidden.reshape(-1, WIDTH)[batch.firsts]

    def arcs(self, words, first, last):
        """Scores of a sentence: row = word, column 0 = root, column 1+j = word j as its head."""
        x = words[first:last]
        heads = torch.cat([self.root[None], self.arc_head(x)])
        return self.arc_dep(x) @ heads.T

    def relations(self, words, heads):
        """Scores of the labels; heads are rows of words, -1 for a root."""
        above = torch.where(heads[:, None] >= 0, self.label_head(words)[heads.clamp(min=0)], self.label_root)
        return self.label(F.dropout(F.relu(self.label_dep(words) + above), 0.1, self.training))


    def read_cues(self, words, quoted, cues, ledger):
        """For each cue the logits of the parts of the words around it, and of the act.

        cues: [(first, last, low bound, high bound)]: the Doc's words end at the bounds.
        """
        ranges, places = [], []
        for first, last, begin, end in cues:
            low, high = max(begin, first - data.REACH), min(end, last + data.REACH)
            at = torch.arange(low, high)
            places.append(torch.where(at < first, at - first, torch.where(at < last, 0, at - last + 1)) + data.REACH)
            ranges.append((low, high))
        length = max(high - low for low, high in ranges)
        index = torch.zeros(len(cues), length, dtype=torch.long)
        place = torch.zeros(len(cues), length, dtype=torch.long)
        mask = torch.zeros(len(cues), length, dtype=torch.bool)
        for row, (low, high) in enumerate(ranges):
            index[row, : high - low] = torch.arange(low, high)
            place[row, : high - low] = places[row]
            mask[row, : high - low] = True
        x = self.side(words)[index] + self.side_place(place) + self.side_quoted(quoted[index])
        x = x + self.side_ledger.weight[int(ledger)]
        x = F.dropout(self.side_norm(x), 0.1, self.training)
        for layer in self.side_layers:
            x = layer(x, mask)
        at_cue = torch.tensor([first - low for (first, _, _, _), (low, _) in zip(cues, ranges)])
        return self.part(x), self.act(x[torch.arange(len(cues)), at_cue]), ranges
