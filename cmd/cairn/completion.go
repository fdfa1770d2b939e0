package main

import (
	"fmt"
	"strings"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: bash, zsh or fish."`
}

// Help tells where the answer goes.
func (completionCommand) Help() string {
	return `bash: put  eval "$(cairn completion bash)"  into ~/.bashrc.
zsh: cairn completion zsh > a file named _cairn in a folder of your fpath.
fish: cairn completion fish > ~/.config/fish/completions/cairn.fish`
}

// Run writes the words of the whole command line in the language of the shell.
func (c completionCommand) Run(t *terminal) error {
	all, err := spots()
	if err != nil {
		return err
	}
	script := map[string]func([]spot) string{"bash": bashWords, "zsh": zshWords, "fish": fishWords}[c.Shell](all)
	return t.answer(map[string]string{"shell": c.Shell, "script": script}, func() { _, _ = fmt.Fprint(t.out, script) })
}

// paths are the places behind the first, as a pattern of the shell parted by bar.
func paths(all []spot, bar string) string {
	var quoted []string
	for _, s := range all[1:] {
		quoted = append(quoted, `"`+s.path+`"`)
	}
	return strings.Join(quoted, bar)
}

// bashWords finds the place by walking over the words typed so far. What has no
// word of its own is completed as a file.
func bashWords(all []spot) string {
	var b strings.Builder
	b.WriteString(`# Completes cairn in bash.
_cairn() {
	local place=cairn words="" word
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case "$place $word" in
		` + paths(all, "|") + `) place="$place $word" ;;
		esac
	done
	case "$place" in
`)
	for _, s := range all {
		fmt.Fprintf(&b, "\t%q) words=%q ;;\n", s.path, strings.Join(s.everyWord(), " "))
	}
	b.WriteString(`	esac
	COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _cairn cairn
`)
	return b.String()
}

// everyWord may follow: commands first, then flags.
func (s spot) everyWord() (all []string) {
	for _, w := range s.words {
		all = append(all, w.Name)
	}
	for _, f := range s.flags {
		all = append(all, "--"+f.Name)
	}
	return append(all, s.choices()...)
}

// choices are the words among which the first argument is chosen.
func (s spot) choices() []string {
	if len(s.node.Positional) == 0 || s.node.Positional[0].Enum == "" {
		return nil
	}
	return s.node.Positional[0].EnumSlice()
}

// zshWords says beside each word what it is for.
func zshWords(all []spot) string {
	var b strings.Builder
	b.WriteString(`#compdef cairn
# Completes cairn in zsh.
_cairn() {
	local place=cairn word
	local -a commands flags
	for word in ${words[2,CURRENT-1]}; do
		case "$place $word" in
		(` + paths(all, "|") + `) place="$place $word" ;;
		esac
	done
	case "$place" in
`)
	for _, s := range all {
		var commands, flags []string
		for _, w := range s.words {
			commands = append(commands, zshWord(w.Name, w.Help))
		}
		for _, c := range s.choices() {
			commands = append(commands, zshWord(c, ""))
		}
		for _, f := range s.flags {
			flags = append(flags, zshWord("--"+f.Name, f.Help))
		}
		fmt.Fprintf(&b, "\t(%q)\n\t\tcommands=(%s)\n\t\tflags=(%s)\n\t\t;;\n", s.path, strings.Join(commands, " "), strings.Join(flags, " "))
	}
	b.WriteString(`	esac
	if [[ $PREFIX == -* ]]; then
		_describe -o flag flags
	elif (( $#commands )); then
		_describe command commands
	else
		_files
	fi
}
if [[ $funcstack[1] == _cairn ]]; then
	_cairn "$@"
else
	compdef _cairn cairn
fi
`)
	return b.String()
}

func zshWord(word, help string) string {
	return shellQuote(strings.ReplaceAll(word, ":", `\:`) + after(":", help))
}

// shellQuote is the text as one word of a POSIX shell.
func shellQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// fishWords are one line for each word.
func fishWords(all []spot) string {
	var b strings.Builder
	b.WriteString(`# Completes cairn in fish.
function __cairn_place
	set -l place cairn
	for word in (commandline -opc)[2..-1]
		if contains -- "$place $word" ` + paths(all, " ") + `
			set place "$place $word"
		end
	end
	echo $place
end
`)
	for _, s := range all {
		at := fmt.Sprintf("complete -c cairn -n 'test (__cairn_place) = %q'", s.path)
		for _, w := range s.words {
			fmt.Fprintf(&b, "%s -f -a %s -d %s\n", at, w.Name, fishQuote(w.Help))
		}
		for _, c := range s.choices() {
			fmt.Fprintf(&b, "%s -f -a %s\n", at, c)
		}
		for _, f := range s.flags {
			value := ""
			if takesValue(f) {
				value = " -r"
			}
			fmt.Fprintf(&b, "%s -l %s%s -d %s\n", at, f.Name, value, fishQuote(f.Help))
		}
	}
	return b.String()
}

// fishQuote is the text as one word of fish, whose quotes know a backslash.
func fishQuote(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
