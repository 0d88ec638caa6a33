#!/bin/sh
# suite.sh BUILD PROGRAM: the memory of scan: killed a hundred times, used by two at once, on a full disk.
exec python3 "$(dirname "$0")/memory.py" "$2"
