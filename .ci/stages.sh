# shellcheck shell=bash
# Stages that are all run, and a table of them at the end; sourced by .ci/run and .ci/night.
#   . .ci/stages.sh LOGS    the folder for what they print
logs=$1
mkdir -p "$logs"
stages=()
failed=()

# stage NAME COMMAND…: run a command, keep what it prints in $logs/NAME.log, and note its seconds and result.
# A red one stops nobody: one run tells everything.
stage() {
  local name=$1 began=$SECONDS result=passed tests
  shift
  echo "── $name ──"
  if ! "$@" 2>&1 | tee "$logs/$name.log"; then
    result=FAILED
    failed+=("$name")
  fi
  tests=$(sed -nE 's/^(.* )?([0-9]+) passed.* in [0-9.]+s.*/\2/p' "$logs/$name.log" | awk '{ all += $1 } END { print all + 0 }')
  stages+=("$(printf '%-12s %7s tests %6s s  %s' "$name" "$tests" "$((SECONDS - began))" "$result")")
}

# The table of the stages, each test that failed and passed alone, and each failed one; fails if a stage did.
closing() {
  local name
  echo "── all stages ──"
  printf '%s\n' "${stages[@]}"
  grep -ahE '^UNSTEADY' "$logs"/*.log || true
  for name in "${failed[@]}"; do
    echo "── failed: $name ──"
    grep -aE '^(FAILED|ERROR|LEFT OUT)' "$logs/$name.log" || tail -n 20 "$logs/$name.log"
  done
  [ ${#failed[@]} = 0 ]
}
