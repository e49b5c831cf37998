package indicator

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// explain puts CEL's own words into ours where they are common mistakes.
func (c *compiler) explain(of Of, expression string, issues *cel.Issues) []slip {
	var slips []slip
	for _, issue := range issues.Errors() {
		offset := offsetOf(expression, issue.Location.Line(), issue.Location.Column())
		slips = append(slips, slip{offset, c.advise(of, expression, offset, issue.Message)})
	}
	return slips
}

func (c *compiler) advise(of Of, expression string, offset int, message string) string {
	between := func(before, after string) string {
		_, rest, ok := strings.Cut(message, before)
		if !ok {
			return ""
		}
		word, _, _ := strings.Cut(rest, after)
		return word
	}
	switch {
	case strings.HasPrefix(message, "undefined field"):
		field := between("'", "'")
		if class := c.classBefore(expression, offset); class != nil {
			return fmt.Sprintf("%s has no field %q; %s", class.name, field, instead(field, class.names()))
		}
		return fmt.Sprintf("there is no field %q", field)
	case strings.HasPrefix(message, "undeclared reference"):
		name := between("'", "'")
		if c.schema.class(name) != nil && name != "party" && name != "source" {
			return fmt.Sprintf("%q is not known where the indicator looks at %s, which have %s", name, of, strings.Join(variables[of], ", "))
		}
		names := append([]string{"about", "within", "near", "borderOf", "older", "countryOf"}, variables[of]...)
		return fmt.Sprintf("%q is not known; %s", name, instead(name, names))
	case strings.HasPrefix(message, "found no matching overload"):
		hint := "check the types on both sides"
		if strings.Contains(message, "(double, int)") || strings.Contains(message, "(int, double)") {
			hint = "write the number with a decimal point: 5000.0"
		} else if strings.Contains(message, "(string, ") {
			hint = "text is written between quotation marks"
		}
		return strings.ReplaceAll(message, prefix, "") + "; " + hint
	case strings.HasPrefix(message, "Syntax error"):
		said, _, _ := strings.Cut(strings.TrimPrefix(message, "Syntax error: "), " expecting ")
		return "this is no expression (" + said + "); text stands between quotation marks, conditions are joined by && and ||"
	}
	return message
}

// classBefore is the class of the last name before the dot at an offset.
func (c *compiler) classBefore(expression string, offset int) *class {
	if offset > len(expression) {
		return nil
	}
	before := expression[:offset]
	from := len(before)
	for from > 0 && (before[from-1] >= 'a' && before[from-1] <= 'z' || before[from-1] == '.') {
		from--
	}
	var found *class
	for i, name := range strings.Split(before[from:], ".") {
		if i == 0 {
			found = c.schema.class(name)
			continue
		}
		if found == nil || found.field(name) == nil {
			return nil
		}
		found = c.schema.class(found.field(name).typ.TypeName())
	}
	return found
}

// offsetOf is the byte at a line (from 1) and a column in code points (from 0).
func offsetOf(text string, line, column int) int {
	start := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[start:], '\n')
		if next < 0 {
			break
		}
		start += next + 1
	}
	for i := range text[start:] {
		if column == 0 {
			return start + i
		}
		column--
	}
	return len(text)
}

// words finds what fields are held against though they never say it.
func (c *compiler) words(expression string, tree *ast.AST) []slip {
	var slips []slip
	note := func(e ast.Expr, word string, allowed []string, what string) {
		if advice := wrong(word, allowed); advice != "" {
			location := tree.SourceInfo().GetStartLocation(e.ID())
			slips = append(slips, slip{offsetOf(expression, location.Line(), location.Column()), fmt.Sprintf("%s is never %q; %s", what, word, advice)})
		}
	}
	against := func(field, e ast.Expr) {
		path, allowed := c.field(field)
		for _, literal := range literals(e) {
			note(literal, wordOf(literal), allowed, path)
		}
	}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		args := e.AsCall().Args()
		switch e.AsCall().FunctionName() {
		case "_==_", "_!=_":
			against(args[0], args[1])
			against(args[1], args[0])
		case "@in":
			against(args[0], args[1])
			if args[1].Kind() == ast.CallKind && args[1].AsCall().FunctionName() == "countryOf" {
				for _, literal := range literals(args[0]) {
					note(literal, wordOf(literal), countries, "a country")
				}
			}
		case "within", "borderOf":
			for _, arg := range args[1:] {
				for _, literal := range literals(arg) {
					note(literal, wordOf(literal), countries, "a country")
				}
			}
		}
	}))
	return slips
}

// field is the path of a selected field and what it can say.
func (c *compiler) field(e ast.Expr) (path string, allowed []string) {
	path = pathOf(e)
	names := strings.Split(path, ".")
	class := c.schema.class(names[0])
	for i, name := range names[1:] {
		if class == nil {
			return path, nil
		}
		found := class.field(name)
		if found == nil {
			return path, nil
		}
		if i == len(names)-2 {
			return path, found.words
		}
		class = c.schema.class(found.typ.TypeName())
	}
	return path, nil
}

// pathOf is "event.actor.country", "" for what is no chain of fields.
func pathOf(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent()
	case ast.SelectKind:
		if operand := pathOf(e.AsSelect().Operand()); operand != "" && !e.AsSelect().IsTestOnly() {
			return operand + "." + e.AsSelect().FieldName()
		}
	}
	return ""
}

// literals are a text, or those of a list of texts; nil if e is neither.
func literals(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		if _, ok := e.AsLiteral().(types.String); ok {
			return []ast.Expr{e}
		}
	case ast.ListKind:
		var all []ast.Expr
		for _, element := range e.AsList().Elements() {
			found := literals(element)
			if len(found) != 1 {
				return nil
			}
			all = append(all, found...)
		}
		return all
	}
	return nil
}

// wordOf is the text of a literal.
func wordOf(e ast.Expr) string { return string(e.AsLiteral().(types.String)) }
