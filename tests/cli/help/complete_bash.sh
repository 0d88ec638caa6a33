# The completions for bash, asked as bash would ask.
command -v bash >/dev/null || { echo "no bash"; exit 77; }
mkdir bin && ln -s "$CANDOR" bin/candor && PATH=$PWD/bin:$PATH && export PATH
candor help --bash >candor.bash
bash -n candor.bash || exit 1
touch applicants.jsonl
cat >ask.bash <<'ASK'
. ./candor.bash
ask() {
	COMP_WORDS=(candor "$@"); COMP_CWORD=$#
	_candor
	echo "$*: ${COMPREPLY[*]:0:3}"
}
ask he
ask --ver
ask help he
ask --
ask fields --f
ask fields --format t
ask fields --format = j
ask fields applied
ask advisories us-2022-05
ask rules sh
ask rules show dprk_address_r
ask explain several_countries
ASK
bash ask.bash
