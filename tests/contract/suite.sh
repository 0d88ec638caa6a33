#!/bin/sh
# suite.sh BUILD PROGRAM: the command line's contract, in TAP.
exec python3 "$(dirname "$0")/contract.py" "$2"
