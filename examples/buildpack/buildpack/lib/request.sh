# shellcheck shell=bash
# Which CPython the app asks for.

# find_request: sets `requested_by`, the first of the three that is there; fails if none is.
find_request() {
  if [[ -n ${BP_CPYTHON_VERSION:-} ]]; then
    requested_by=BP_CPYTHON_VERSION
  elif [[ -f .python-version ]]; then
    requested_by=.python-version
  elif [[ -f runtime.txt ]]; then
    requested_by=runtime.txt
  else
    return 1
  fi
}

# read_request: sets `requested`, the version that `requested_by` asks for.
read_request() {
  case $requested_by in
    BP_CPYTHON_VERSION) requested=$BP_CPYTHON_VERSION ;;
    .python-version) read_only_line .python-version ;;
    runtime.txt)
      read_only_line runtime.txt
      [[ $requested == python-* ]] || fail "runtime.txt asks for ${requested@Q}" \
        "its line has to be python-VERSION" "write for example python-3.14.0"
      requested=${requested#python-}
      ;;
  esac
  # As python.org spells versions. Which of them exist, pyverify finds out.
  local release='[0-9]+\.[0-9]+(\.[0-9]+((a|b|rc)[0-9]+)?)?'
  [[ $requested =~ ^(latest|$release)$ ]] || fail "$requested_by asks for ${requested@Q}" \
    "that is no version of CPython" "write 3.14.0, 3.15.0b3, 3.14 for its newest release, or latest"
}

# read_only_line FILE: sets `requested` to the one line that is neither blank nor a comment.
read_only_line() {
  local lines
  mapfile -t lines < <(sed -e 's/#.*//' -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1")
  [[ ${#lines[@]} == 1 ]] || fail "$1 names ${#lines[@]} versions" \
    "an app runs on exactly one" "leave one line, for example 3.14"
  requested=${lines[0]}
}
