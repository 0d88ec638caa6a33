# The completions for zsh are a function that zsh can read.
command -v zsh >/dev/null || { echo "no zsh"; exit 77; }
"$CANDOR" help --zsh >_candor
zsh -n _candor
