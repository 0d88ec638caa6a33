#!/bin/sh
# suite.sh BUILD PROGRAM: one record of many elements takes seconds at most, in TAP.
exec python3 "$(dirname "$0")/hostile.py" "$2"
