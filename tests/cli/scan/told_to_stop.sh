# A scan that is told to stop leaves neither half a report nor the file that it was written to.
for signal in INT TERM HUP; do
	mkfifo pipe
	# A background process of a shell ignores SIGINT; env puts that right.
	env --default-signal "$CANDOR" scan --no-link --output report.jsonl --summary run.json pipe &
	exec 3>pipe
	echo '{"id":"a"}' >&3
	tries=0
	until ls report.jsonl.* >/dev/null 2>&1 || [ $tries -ge 300 ]; do sleep 0.1; tries=$((tries + 1)); done
	ls report.jsonl.* >/dev/null 2>&1 || echo "nothing was being written"
	kill -s $signal $!
	wait $! 2>/dev/null
	exec 3>&-
	rm pipe
	ls
done
