#!/bin/sh
# From gold to a model that suggests:  train_spacy.sh PROJECT FOLDER NEW_ARTICLE...
#
# FOLDER gets the export, the configuration, the model and its scores. Takes annotator[spacy].
# STEPS, SPLIT and SEED change what is said below; STEPS=60 is enough to see that all of it works.
set -eu
project=$1 folder=$2
shift 2
mkdir -p "$folder"

# A folder of DocBins for each part; copies and articles about one incident stay together.
annotator -p "$project" export "$folder/gold" --layer gold --format spacy \
  --split "${SPLIT:-train=0.8,dev=0.2}" --seed "${SEED:-0}"

python -m spacy init config "$folder/ner.cfg" --lang en --pipeline ner --optimize efficiency --force
python -m spacy train "$folder/ner.cfg" --output "$folder/model" \
  --paths.train "$folder/gold/spacy/train" --paths.dev "$folder/gold/spacy/dev" \
  --training.max_steps "${STEPS:-20000}" --training.eval_frequency "${EVERY:-200}"
python -m spacy evaluate "$folder/model/model-best" "$folder/gold/spacy/dev" \
  --output "$folder/scores.json"

annotator -p "$project" import "$@"
annotator -p "$project" suggest --with "spacy:$folder/model/model-best"
