#!/bin/sh
# lint.sh: the rules of the house that a machine can check.  Prints file:line: complaint.
set -u
cd "$(dirname "$0")/.." || exit 2
out=$(mktemp) && trap 'rm -f "$out" "$out".*' EXIT
sources=$(find src -name '*.[ch]' | LC_ALL=C sort)
headers=$(find src -name '*.h' | LC_ALL=C sort)

# 1. Functions we do without.
grep -nwE '(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|gmtime|localtime|ctime|asctime|alloca|system|popen) *\(' \
    $sources | sed 's/$/  <- banned/' >>"$out"

# 2. malloc and friends live in arena.c.
grep -nwE '(malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf) *\(' $sources |
    grep -v '^src/base/arena\.c' | sed 's/$/  <- use an arena, a buf or mem_alloc/' >>"$out"

# 3. Long functions, wide lines, long files.
awk 'FNR == 1 { if (n > 800) print file ": " n " lines"; n = 0; file = FILENAME; at = 0 }
    { n++; w = $0; gsub(/\t/, "        ", w)
      if (length(w) > 120) print FILENAME ":" FNR ": " length(w) " columns"
      if ($0 == "{") at = FNR
      if ($0 == "}" && at) { if (FNR - at > 61) print FILENAME ":" at ": a function of " FNR - at - 1 " lines"; at = 0 } }
    END { if (n > 800) print file ": " n " lines" }' $sources >>"$out"

# 4. In a header, every group of prototypes starts with a comment.
awk 'FNR == 1 || /^$/ { said = 0 }
    /^\/[*\/]/ || /^ \*/ { said = 1 }
    /^[a-z].*\(.*[;,]$/ && !/^(static|typedef|extern const)/ && !said { print FILENAME ":" FNR ": no comment"; said = 1 }' \
    $headers >>"$out"

# 5. Floors: a file may include headers of its own folder, or of a folder on a line above.
cat >"$out.floors" <<'FLOORS'
limits
base
record
list
rule
enrich read
match
link
assess
report
candor impact
cmd
main embed fetch
FLOORS
awk -v floors="$out.floors" 'BEGIN { while ((getline l < floors) > 0) { r++; k = split(l, w, " "); for (i = 1; i <= k; i++) rank[w[i]] = r } }
    function floor(p) { sub(/^src\//, "", p); sub(/\..*/, "", p); sub(/\/.*/, "", p); return p }
    /^#include "/ { split($0, q, "\""); if (q[2] ~ /\.list$/) next; a = floor(FILENAME); b = floor(q[2])
        if (!(a in rank)) print FILENAME ": not in the list of floors"
        else if (!(b in rank)) print FILENAME ":" FNR ": " b " is not in the list of floors"
        else if (rank[b] > rank[a] || (rank[b] == rank[a] && a != b)) print FILENAME ":" FNR ": " a " may not know " b }' \
    $sources >>"$out"

# 6. A foreign library has one door.
while read -r header door; do
	grep -rnE "^#include <$header" src | grep -vE "^src/($door):" | sed "s#\$#  <- only in $door#"
done >>"$out" <<'DOORS'
pcre2 base/regex.c
jansson base/json_file.c
yaml base/yaml.c
simdjson base/json_read.cc
expat base/xml.c
zlib base/input.c
libpsl list/suffix.c
nettle base/digest.c
unicode/ base/translit.c
spng base/picture.c
turbojpeg base/picture.c
curl/ fetch/transfer.c
maxminddb enrich/enrich_geo.c
sqlite3 link/store.c
DOORS

# 7. Open ends are issues, not comments.
grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $sources >>"$out"

cat "$out"
[ ! -s "$out" ] && echo "ok 1 the rules of the house"
