package main

import "testing"

func TestWhoHasLeftIsLetInNoMore(t *testing.T) {
	w := newWorld(t)
	w.init()
	file := w.write("people.csv", "name,e-mail,manager\nMax Lead,max@example.org,\nNoor Said,noor@example.org,max@example.org\n")
	w.done("people", "import", file, "--data", w.data())
	w.done("people", "leave", "max@example.org", "--data", w.data())
	w.refused(exitRefused, []string{"Nobody here", "max@example.org"}, "people", "invite", "max@example.org", "--data", w.data())
	w.refused(exitRefused, []string{"Nobody here"}, "people", "leave", "max@example.org", "--data", w.data())
	w.refused(exitRefused, []string{"only operator"}, "people", "leave", "olga@example.org", "--data", w.data())
	w.done("people", "invite", "noor@example.org", "--data", w.data())
}
