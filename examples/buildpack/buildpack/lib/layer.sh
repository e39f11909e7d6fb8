# shellcheck shell=bash
# Layers, each a folder with a TOML file beside it. The lifecycle gives back those of the last build,
# their metadata included, and keeps none whose types are not declared again.

# is_from LAYER KEY VALUE: whether the layer is here, made by the last build from the same thing
is_from() {
  [[ -d $CNB_LAYERS_DIR/$1 ]] && grep -qxE " *$2 = \"$3\"" "$CNB_LAYERS_DIR/$1.toml" 2>/dev/null
}

# declare_layer LAYER TYPES KEY=VALUE...
declare_layer() {
  local layer=$1 types=$2 type entry
  shift 2
  {
    echo "[types]"
    for type in $types; do echo "$type = true"; done
    echo "[metadata]"
    for entry; do echo "${entry%%=*} = \"${entry#*=}\""; done
  } >"$CNB_LAYERS_DIR/$layer.toml"
}
