# Listed names are found by likeness, in any order and script, and that is said.
export XDG_DATA_HOME="$PWD"
"$CANDOR" lists lookup --format text "YUN Ho-Jin" "hojin yun" "Yoon Ho Jin" "윤호진" "Tanchon Comercial Bank" "Roman Semenow" "Robert Johnson" "Yun"
