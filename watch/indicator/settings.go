package indicator

import (
	"reflect"
	"strings"

	"tocsin/watch/detect"
)

// detect reads `detect: {rate: {alpha: 0.01}}`, or `detect: rate` where the
// detector's defaults do. "tripwire" is another name of the threshold.
func (r *reader) detect(item, node *Node, i *Indicator) {
	if node == nil {
		item.Fault("nothing says when it rings; for example detect: {tripwire: {at_least: 3}}, or detect: rate")
		return
	}
	config := reflect.ValueOf(&i.Detect).Elem()
	known := append(settingsOf(config), "tripwire")
	if !node.IsMapping() {
		if name := node.Word(known...); name != "" {
			choose(config, name)
		}
	} else if fields := node.Fields(known...); len(fields) != 1 {
		node.Fault("an indicator has just one detector; there are %s", strings.Join(known, ", "))
	} else {
		fill(fields[0].Value, choose(config, fields[0].Name))
	}
	i.Detect.Reset = i.Reset()
	if detectors(config) != 1 {
		return
	}
	var err error
	i.Detect.Reset = detect.Reset{}
	if i.detector, err = i.Detect.Detector(); err != nil {
		node.Fault("%s", err)
	}
}

// settingsOf names the fields of a struct as YAML knows them, but for the reset rule.
func settingsOf(v reflect.Value) []string {
	var names []string
	for i := range v.NumField() {
		if name := settingOf(v.Type().Field(i)); name != "" && name != "reset" {
			names = append(names, name)
		}
	}
	return names
}

func settingOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
	return name
}

func setting(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		if settingOf(v.Type().Field(i)) == name {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// choose makes the detector of a name with all its defaults.
func choose(config reflect.Value, name string) reflect.Value {
	if name == "tripwire" {
		name = "threshold"
	}
	field := setting(config, name)
	field.Set(reflect.New(field.Type().Elem()))
	return field.Elem()
}

func detectors(config reflect.Value) int {
	count := 0
	for i := range config.NumField() {
		if field := config.Field(i); field.Kind() == reflect.Pointer && !field.IsNil() {
			count++
		}
	}
	return count
}

// fill sets a detector's settings from the fields of a node.
func fill(node *Node, to reflect.Value) {
	for _, field := range node.Fields(settingsOf(to)...) {
		target := setting(to, field.Name)
		if target.Kind() == reflect.Pointer {
			target.Set(reflect.New(target.Type().Elem()))
			target = target.Elem()
		}
		switch target.Kind() {
		case reflect.Float64:
			target.SetFloat(field.Value.Number())
		case reflect.Int:
			target.SetInt(int64(field.Value.Count(-1, 1<<20)))
		case reflect.Bool:
			target.SetBool(field.Value.Flag())
		case reflect.String:
			target.SetString(field.Value.Text())
		default:
			field.Key.Fault("%s cannot be set here", field.Name)
		}
	}
}
