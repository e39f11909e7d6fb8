# shellcheck shell=bash
# What a person reads: steps on stdout, failures on stderr, as pyverify words them.

step() { printf -- '-----> %s\n' "$1"; }

# fail ERROR BECAUSE HINT: ends the phase
fail() {
  printf 'cpython buildpack: error: %s\nbecause: %s\nhint: %s\n' "$@" >&2
  exit 1
}
