package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

func (completionCommand) Help() string {
	return `The script completes commands, flags, their choices and file names. Load it from the shell's start-up file:

  source <(tocsin completion bash)        # in ~/.bashrc
  source <(tocsin completion zsh)         # in ~/.zshrc, after compinit
  tocsin completion fish | source         # in ~/.config/fish/config.fish`
}

// Run writes the script for the command line as it is declared, so that it
// cannot fall behind.
func (c *completionCommand) Run(parsed *kong.Context, term terminal) error {
	shells := map[string]func(io.Writer, *kong.Application){"bash": completeBash, "zsh": completeZsh, "fish": completeFish}
	shells[c.Shell](term.Out, parsed.Model)
	return nil
}

// subcommands are those that a user is shown.
func subcommands(app *kong.Application) []*kong.Node {
	var nodes []*kong.Node
	for _, node := range app.Children {
		if !node.Hidden {
			nodes = append(nodes, node)
		}
	}
	return nodes
}

// flags are those of the command and of the whole program.
func flags(app *kong.Application, node *kong.Node) []*kong.Flag {
	var flags []*kong.Flag
	for _, group := range [][]*kong.Flag{node.Flags, app.Flags} {
		for _, flag := range group {
			if !flag.Hidden {
				flags = append(flags, flag)
			}
		}
	}
	return flags
}

// words are what may follow the command by itself: the choices of its
// arguments, or the commands that “help” explains.
func words(app *kong.Application, node *kong.Node) []string {
	if node.Name == "help" {
		var names []string
		for _, sub := range subcommands(app) {
			names = append(names, sub.Name)
		}
		return names
	}
	var words []string
	for _, argument := range node.Positional {
		words = append(words, choices(argument)...)
	}
	return words
}

// choices are the values that a flag or argument is limited to.
func choices(value *kong.Value) []string {
	if value.Enum == "" {
		return nil
	}
	return strings.Split(value.Enum, ",")
}

func spellings(flag *kong.Flag) []string {
	spellings := []string{"--" + flag.Name}
	if flag.Short != 0 {
		spellings = append(spellings, "-"+string(flag.Short))
	}
	return spellings
}

func completeBash(out io.Writer, app *kong.Application) {
	fmt.Fprint(out, `# bash completion for tocsin
_tocsin() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=""
  case "${COMP_WORDS[1]} $previous" in
`)
	for _, node := range subcommands(app) {
		for _, flag := range flags(app, node) {
			for _, spelling := range spellings(flag) {
				if values := choices(flag.Value); values != nil {
					fmt.Fprintf(out, "    %s) COMPREPLY=($(compgen -W %s -- \"$current\")); return ;;\n",
						quoted(node.Name+" "+spelling), quoted(strings.Join(values, " ")))
				}
			}
		}
	}
	var names []string
	fmt.Fprint(out, "  esac\n  case \"$COMP_CWORD ${COMP_WORDS[1]}\" in\n")
	for _, node := range subcommands(app) {
		names = append(names, node.Name)
	}
	fmt.Fprintf(out, "    \"1 \"*) words=%s ;;\n", quoted(strings.Join(names, " ")))
	for _, node := range subcommands(app) {
		all := words(app, node)
		for _, flag := range flags(app, node) {
			all = append(all, spellings(flag)...)
		}
		fmt.Fprintf(out, "    *\" \"%s) words=%s ;;\n", node.Name, quoted(strings.Join(all, " ")))
	}
	fmt.Fprint(out, `  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _tocsin tocsin
`)
}

func completeZsh(out io.Writer, app *kong.Application) {
	fmt.Fprint(out, "#compdef tocsin\n_tocsin() {\n  if (( CURRENT == 2 )); then\n    local -a commands=(\n")
	for _, node := range subcommands(app) {
		fmt.Fprintf(out, "      %s\n", quoted(node.Name+":"+node.Help))
	}
	fmt.Fprint(out, "    )\n    _describe command commands\n    return\n  fi\n  local command=$words[2]\n  shift words; (( CURRENT-- ))\n  case $command in\n")
	for _, node := range subcommands(app) {
		fmt.Fprintf(out, "    %s) _arguments", node.Name)
		for _, flag := range flags(app, node) {
			for _, spelling := range spellings(flag) {
				fmt.Fprintf(out, " \\\n      %s", quoted(zshFlag(flag, spelling)))
			}
		}
		after := "_files"
		if values := words(app, node); values != nil {
			after = "(" + strings.Join(values, " ") + ")"
		}
		fmt.Fprintf(out, " \\\n      %s ;;\n", quoted("*: :"+after))
	}
	fmt.Fprint(out, "  esac\n}\ncompdef _tocsin tocsin\n")
}

func zshFlag(flag *kong.Flag, spelling string) string {
	help := strings.NewReplacer("[", "(", "]", ")", ":", `\:`).Replace(flag.Help)
	switch values := choices(flag.Value); {
	case flag.IsBool():
		return spelling + "[" + help + "]"
	case values != nil:
		return spelling + "[" + help + "]: :(" + strings.Join(values, " ") + ")"
	}
	return spelling + "[" + help + "]: :_files"
}

func completeFish(out io.Writer, app *kong.Application) {
	fmt.Fprintln(out, "# fish completion for tocsin")
	for _, node := range subcommands(app) {
		fmt.Fprintf(out, "complete -c tocsin -n __fish_use_subcommand -f -a %s -d %s\n", node.Name, quoted(node.Help))
		here := quoted("__fish_seen_subcommand_from " + node.Name)
		if values := words(app, node); values != nil {
			fmt.Fprintf(out, "complete -c tocsin -n %s -f -a %s\n", here, quoted(strings.Join(values, " ")))
		}
		for _, flag := range flags(app, node) {
			fmt.Fprintf(out, "complete -c tocsin -n %s -l %s", here, flag.Name)
			if flag.Short != 0 {
				fmt.Fprintf(out, " -s %c", flag.Short)
			}
			switch values := choices(flag.Value); {
			case values != nil:
				fmt.Fprintf(out, " -x -a %s", quoted(strings.Join(values, " ")))
			case !flag.IsBool():
				fmt.Fprint(out, " -r")
			}
			fmt.Fprintf(out, " -d %s\n", quoted(flag.Help))
		}
	}
}

// quoted makes one word of the text in bash and zsh, and in fish too so long
// as it has no backslash.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
