# Repeats of a test run what was wrong, each failed test with its own lines: among thousands
# of lines they are hard to find, and of a long run often only the end is kept.
# Tests that run side by side take turns; test is whose lines follow, "" outside of tests.

BEGIN { most = 30 } # lines of one test, the last ones

function keep() {
	told[test, count[test]++] = $0
	delete told[test, count[test] - most - 1]
}

function tell(name,   i) {
	for (i = count[name] > most ? count[name] - most : 0; i < count[name]; i++) print told[name, i]
	count[name] = 0
}

/^=== / { test = $3; next }
/^ *--- (PASS|SKIP): / { count[$3] = 0; next }
/^ *--- FAIL: / { print; tell($3); names = names " " $3; test = ""; next }
/^(ok|\?) / { test = ""; next } # what stands outside of tests is kept: a mistake in building comes long before its FAIL
/^FAIL[ \t]+[^ ]/ { tell(""); if (test != "") tell(test); print; test = ""; next }
!/^(PASS|FAIL)$/ { keep() }
END { if (names != "") print "failed:" names }
