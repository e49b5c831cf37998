package indicator

import (
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// provider tells CEL of the classes, and of its own types.
type provider struct {
	types.Provider
	schema *schema
}

func (p provider) class(name string) *class {
	if !strings.HasPrefix(name, prefix) {
		return nil
	}
	return p.schema.class(name)
}

// FindStructType implements types.Provider.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if class := p.class(name); class != nil {
		return types.NewTypeTypeWithParam(class.typ), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	if class := p.class(name); class != nil {
		return class.names(), true
	}
	return p.Provider.FindStructFieldNames(name)
}

// FindStructFieldType implements types.Provider.
func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	class := p.class(name)
	if class == nil {
		return p.Provider.FindStructFieldType(name, field)
	}
	found := class.field(field)
	if found == nil {
		return nil, false
	}
	return &types.FieldType{
		Type: found.typ, IsSet: found.has,
		GetFrom: func(v any) (any, error) {
			got := found.get(v)
			if err, ok := got.(*types.Err); ok {
				return nil, err
			}
			return got, nil
		},
	}, true
}

// NewValue implements types.Provider: rules make no objects.
func (p provider) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if p.class(name) != nil {
		return types.NewErr("a rule cannot make a %s", name)
	}
	return p.Provider.NewValue(name, fields)
}
