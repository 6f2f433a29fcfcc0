"""What every measure is, in a sentence that stands beside its number."""

from annotator.agreement.matching import LEVEL_MEANINGS

_LEVELS = "; ".join(f"{level}: {meaning}" for level, meaning in LEVEL_MEANINGS.items())
_PAIRS = "over all pairs of annotators and the sentences that both finished"
_ALIGNED = "values of things that both marked at the same place, pooled over pairs"

DEFINITIONS = {
    "span_f1": f"Twice the matched spans over both annotators' spans, micro-averaged {_PAIRS}; "
    "one-to-one matching with the most pairs, ties by character overlap. Levels: "
    f"{_LEVELS}. Claims are matched by their content, incidents by their trigger. Interval: "
    "percentile bootstrap over articles, 95 %.",
    "span_f1_shown": "Exact span F1 in sentences in which both annotators saw suggestions.",
    "span_f1_held_back": "Exact span F1 in sentences in which neither annotator saw suggestions.",
    "sentence_f1": "F1 of whether a sentence has anything of the layer at all.",
    "u_alpha": "Krippendorff's u-alpha (2016) of one type against everything else, on characters, "
    "pooled over pairs; undefined where one annotator's spans of the type overlap.",
    "cu_alpha": "Krippendorff's cu-alpha (2016): types where both marked something, on characters, "
    "pooled over pairs; undefined where one annotator's spans overlap.",
    "gamma": "Gamma (Mathet et al. 2015), mean over articles and pairs; alpha 1, beta 1, "
    "delta 1, sampler shuffle, 30 samples.",
    "percent": f"Share of equal {_ALIGNED}.",
    "alpha_nominal": f"Krippendorff's alpha, nominal, of {_ALIGNED}.",
    "alpha_ordinal": f"Krippendorff's alpha, ordinal, of {_ALIGNED}; of choices "
    "that the scheme calls ordered.",
    "alpha_interval": f"Krippendorff's alpha, interval, on log(1 + x), of {_ALIGNED}.",
    "alpha_ratio": f"Krippendorff's alpha, ratio, of {_ALIGNED}; what is unknown is missing, not "
    "0; both ends of a range stand for themselves.",
    "alpha_masi": "Krippendorff's alpha with Passonneau's MASI distance, of sets that are "
    f"{_ALIGNED}.",
    "ac1": f"Gwet's AC1 of {_ALIGNED}; skewed values do not pull it down.",
    "cohen": f"Cohen's kappa of {_ALIGNED}; the annotator whose name comes first is the first.",
    "fleiss": f"Fleiss' kappa of {_ALIGNED}.",
    "scott": f"Scott's pi of {_ALIGNED}.",
    "argument_f1": "F1 of what fills a role. Levels: role: filled at all; exact: with the same "
    "characters; overlap: with a shared character. Of claims only those that both marked count; "
    "of incidents all.",
    "given_f1": "F1 of whether an attribute of an aligned frame has a value at all.",
    "set_f1": "F1 over the members of sets, of aligned frames.",
    "days_apart": "Median number of days between the first days of dates, of aligned frames in "
    "which both are full dates; 0 is agreement.",
    "edge_f1": "F1 of relations whose ends both annotators have. Levels: labelled: of one type; "
    "unlabelled: of any.",
    "link_f1": "F1 of pairs of mentions, or of incidents, that were said to be the same; over all "
    "articles together, mean over pairs.",
    "lea": "LEA (Moosavi and Strube 2016), F1, of the same groups; a single one counts only where "
    "both left it single.",
    "b_cubed": "B3 (Bagga and Baldwin 1998), F1, of the same groups; many single ones flatter it.",
    "ceaf_e": "CEAF by entities (Luo 2005), F1, of the same groups.",
}
"""By the name that `annotator agreement --measure` takes."""
