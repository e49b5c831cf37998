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
