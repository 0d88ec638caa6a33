# The file in the configuration folder is taken by itself; --company "" does without; a relative $XDG_CONFIG_HOME is ignored.
echo '{"id": "a", "devices": [{"software": ["AnyDesk"]}]}' >a.jsonl
mkdir -p "$HOME/.config/candor" config/candor
echo 'remote_tools: []' >"$HOME/.config/candor/company.yaml"
echo 'remote_tools: [{name: AnyDesk, reason: ours}]' >config/candor/company.yaml
outcome() { "$CANDOR" scan --format csv "$@" a.jsonl | sed -n '2s/,[0-9]*,.*//p'; }
outcome
outcome --company ""
XDG_CONFIG_HOME=$PWD/config outcome
XDG_CONFIG_HOME=config outcome
