#!/bin/sh
# suite.sh BUILD PROGRAM: candor hash against a second reckoning of what docs/link.md defines.
exec python3 "$(dirname "$0")/hash.py" "$2"
