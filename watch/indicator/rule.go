package indicator

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"tocsin"
)

// Bounds of a rule: of its text, and of the steps that one look may take. A
// step is about a comparison; ordinary rules take 20.
const (
	longestRule = 4000
	mostNodes   = 500
	mostSteps   = 20_000
)

// Rule is a compiled expression. It may be used by several goroutines.
type Rule struct {
	of      Of
	program cel.Program // nil matches everything
	demands []demand
	schema  *schema
	seen    *patterns
}

// variables are what rules over a kind of thing can name.
var variables = map[Of][]string{
	Events:     {"event", "claim", "statement", "place", "article", "actors"},
	Claims:     {"claim", "statement", "place", "article", "actors"},
	Statements: {"claim", "statement", "place", "article", "actors"},
	Figures:    {"figure", "claim", "statement", "place", "article", "actors"},
	Articles:   {"article", "actors"},
}

// compiler makes rules; it keeps an environment for each kind of thing.
type compiler struct {
	schema *schema
	world  World
	seen   *patterns
	envs   map[Of]*cel.Env
}

func newCompiler(world World) *compiler {
	return &compiler{schema: newSchema(), world: world, seen: &patterns{}, envs: map[Of]*cel.Env{}}
}

func (c *compiler) env(of Of) (*cel.Env, error) {
	if env := c.envs[of]; env != nil {
		return env, nil
	}
	registry := types.NewEmptyRegistry()
	options := []cel.EnvOption{
		cel.CustomTypeProvider(provider{registry, c.schema}),
		cel.CustomTypeAdapter(registry),
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(longestRule),
		cel.ExpressionNodeLimit(mostNodes),
		cel.RegexProgramSizeLimit(1000),
	}
	for _, name := range variables[of] {
		if name == "actors" {
			options = append(options, cel.Variable(name, cel.ListType(c.schema.party.typ)))
			continue
		}
		options = append(options, cel.Variable(name, c.schema.class(name).typ))
	}
	env, err := cel.NewEnv(append(options, functions(c.schema, c.world, c.seen)...)...)
	if err == nil {
		c.envs[of] = env
	}
	return env, err
}

// slip is a mistake in a rule, at a byte of its text.
type slip struct {
	offset  int
	message string
}

// compile makes a Rule of an expression, or says all that is wrong with it.
func (c *compiler) compile(of Of, expression string) (*Rule, []slip) {
	rule := &Rule{of: of, schema: c.schema, seen: c.seen}
	if expression == "" {
		return rule, nil
	}
	env, err := c.env(of)
	if err != nil {
		return rule, []slip{{0, "rules cannot be compiled: " + err.Error()}}
	}
	checked, issues := env.Compile(expression)
	if issues != nil && issues.Err() != nil {
		return rule, c.explain(of, expression, issues)
	}
	tree := checked.NativeRep()
	var slips []slip
	if checked.OutputType() != cel.BoolType {
		slips = append(slips, slip{0, fmt.Sprintf("a rule says whether something counts, true or false; this one gives a %s", strings.TrimPrefix(checked.OutputType().String(), prefix))})
	}
	slips = append(slips, c.words(expression, tree)...)
	if len(slips) > 0 {
		return rule, slips
	}
	whole := false
	if rule.demands, whole = demands(tree.Expr()); whole {
		return rule, nil
	}
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	// Without a loop a rule is bounded by its length, and counting steps costs
	// more than they do.
	if loops(tree.Expr()) {
		options = append(options, cel.CostLimit(mostSteps))
	}
	rule.program, err = env.Program(checked, options...)
	if err != nil {
		return rule, []slip{{0, err.Error()}}
	}
	return rule, nil
}

func loops(e ast.Expr) bool {
	found := false
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) { found = found || e.Kind() == ast.ComprehensionKind }))
	return found
}

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
		names := append([]string{"about", "within", "near", "borderOf", "countryOf"}, variables[of]...)
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
			note(literal, text1(literal), allowed, path)
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
					note(literal, text1(literal), countries, "a country")
				}
			}
		case "within", "borderOf":
			for _, arg := range args[1:] {
				for _, literal := range literals(arg) {
					note(literal, text1(literal), countries, "a country")
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

func text1(e ast.Expr) string { return string(e.AsLiteral().(types.String)) }

// ErrCost: a rule took more steps than it may.
var ErrCost = errors.New("the rule takes too many steps; make it simpler")

// Match reports whether the sighting is one that the rule is about. Where the
// rule asks for what is not known of it, it is not. The only error is ErrCost.
func (r *Rule) Match(s *Sighting) (bool, error) {
	if !looksAt(r.of, s) {
		return false, nil
	}
	for i := range r.demands {
		if !r.demands[i].met(s, r.seen) {
			return false, nil
		}
	}
	if r.program == nil {
		return true, nil
	}
	out, _, err := r.program.Eval(activation{r.schema, s})
	var stopped interpreter.EvalCancelledError
	if errors.As(err, &stopped) {
		return false, ErrCost
	}
	return err == nil && out == types.True, nil
}

// looksAt reports whether a kind of thing covers the sighting.
func looksAt(of Of, s *Sighting) bool {
	switch of {
	case Events:
		return s.Noun == tocsin.NounEvent
	case Claims:
		return s.Noun == tocsin.NounClaim
	case Statements:
		return s.Noun == tocsin.NounClaim && s.Statement.ID != ""
	case Figures:
		return s.Noun == tocsin.NounQuantity
	}
	return s.Noun == tocsin.NounArticle
}

// activation hands a sighting's parts to a rule.
type activation struct {
	schema *schema
	s      *Sighting
}

// Parent implements interpreter.Activation.
func (a activation) Parent() interpreter.Activation { return nil }

// ResolveName implements interpreter.Activation.
func (a activation) ResolveName(name string) (any, bool) {
	switch name {
	case "event":
		return object{a.schema.event, &a.s.Event}, true
	case "claim":
		return object{a.schema.claim, &a.s.Claim}, true
	case "statement":
		return object{a.schema.statement, &a.s.Statement}, true
	case "figure":
		return object{a.schema.figure, &a.s.Figure}, true
	case "place":
		return object{a.schema.place, &a.s.Place}, true
	case "article":
		return object{a.schema.article, &a.s.Article}, true
	case "actors":
		return a.actors(), true
	}
	return nil, false
}

// mostActors bounds what a rule that goes through the actors may cost.
const mostActors = 200

func (a activation) actors() any {
	actors := a.s.Actors[:min(len(a.s.Actors), mostActors)]
	list := make([]any, len(actors))
	for i := range actors {
		list[i] = object{a.schema.party, &actors[i]}
	}
	return list
}
