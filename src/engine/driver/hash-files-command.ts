import { COMMANDS_DIRECTORY } from "./driver-paths.ts";
import { writeFile } from "./shell-text.ts";

const PATH = `${COMMANDS_DIRECTORY}/codebuild-hash-files`;

/** Shell text that puts `codebuild-hash-files` on the build's PATH. The directory is there. */
export function installHashFilesCommand(): string {
  return `${writeFile([PATH, HASH_FILES])}\nchmod 755 ${PATH} 2>/dev/null`;
}

/**
 * One SHA-256 for the regular files of the source directory that a pattern matches, whatever the order in which they come: of
 * other files, names or contents another (user guide, Amazon S3 caching; what AWS's own tool computes is not documented).
 * Patterns are those of `createGlob`. It asks for grep, sed, sort and sha256sum, but not for find, which Amazon Linux 2023 is without.
 */
const HASH_FILES = `#!/bin/sh
literal() {
  case $1 in
  [].*?+'()|^$\\{}[']) part="\\\\$1" ;;
  *) part=$1 ;;
  esac
}
to_expression() {
  rest=$1 expression= depth=0 name_begins=y
  while case $rest in ./*) ;; *) false ;; esac; do rest=\${rest#./}; done
  while [ "$rest" ]; do
    length=1 begins= first=\${rest%"\${rest#?}"}
    case $name_begins:$rest in
    'y:**/'*) part='(.*/)?' length=3 begins=y ;;
    'y:**') part='.*' length=2 ;;
    :'**'* | 'y:**'*) part= ;;
    *:'*'*) part='[^/]*' ;;
    *:'?'*) part='[^/]' ;;
    *:'['?*']'*)
      class=\${rest#??}
      part=\${rest%"$class"}\${class%%']'*}]
      length=\${#part}
      case $part in '[!'* | '[^'*) part="[^/\${part#??}" ;; esac ;;
    *:'{'*'}'*) part='(' depth=$((depth + 1)) begins=$name_begins ;;
    *:'}'*) if [ "$depth" -gt 0 ]; then part=')' depth=$((depth - 1)); else literal '}'; fi ;;
    *:,*) if [ "$depth" -gt 0 ]; then part='|' begins=y; else literal ,; fi ;;
    *:/*) part=/ begins=y ;;
    *:'\\'?*)
      rest=\${rest#?}
      literal "\${rest%"\${rest#?}"}" ;;
    *) literal "$first" ;;
    esac
    expression=$expression$part name_begins=$begins
    while [ "$length" -gt 0 ]; do rest=\${rest#?} length=$((length - 1)); done
  done
}
walk() {
  for file in "$1"* "$1".[!.]* "$1"..?*; do
    if [ -L "$file" ]; then continue
    elif [ -d "$file" ]; then walk "$file/"
    elif [ -f "$file" ]; then printf '%s\\n' "$file"
    fi
  done
}
names_and_sums() {
  printf '%s\\n' "$@"
  sha256sum "$@" | sed 's/^[^0-9a-f]*//; s/ .*//'
}
sums() {
  set --
  while IFS= read -r file; do
    set -- "$@" "./$file"
    [ $# -lt 500 ] && continue
    names_and_sums "$@"
    set --
  done
  [ $# -eq 0 ] || names_and_sums "$@"
}
[ $# -gt 0 ] || { echo 'usage: codebuild-hash-files PATTERN...' >&2; exit 2; }
for program in grep sed sort sha256sum; do
  command -v $program >/dev/null || { echo "codebuild-hash-files: the image has no $program" >&2; exit 127; }
done
cd -- "$CODEBUILD_SRC_DIR" || exit
LC_ALL=C
export LC_ALL
for pattern in "$@"; do
  to_expression "$pattern"
  shift
  set -- "$@" -e "$expression"
done
sum=$(walk '' | grep -E -x "$@" | sort | sums | sha256sum) || exit
echo "\${sum%% *}"
`;
