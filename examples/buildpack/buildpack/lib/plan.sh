# shellcheck shell=bash
# The build plan, as the lifecycle writes it: one `key = "value"` a line.

# planned KEY: prints the first value of the key. This buildpack's own entries come first, before
# those of the buildpacks after it, which may ask for a CPython too.
planned() {
  sed -n "/^ *$1 = \"\(.*\)\"\$/{s//\1/p;q}" "$CNB_BP_PLAN_PATH"
}

# is_planned NAME: whether it is left to this buildpack. What an image extension met is not.
is_planned() {
  grep -q "^ *name = \"$1\"\$" "$CNB_BP_PLAN_PATH"
}
