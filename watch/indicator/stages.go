package indicator

import "slices"

func (r *reader) stages(list *Node) {
	items := list.Items()
	if len(items) > mostStages {
		list.Fault("there are %d stages; a problem has at most %d", len(items), mostStages)
		return
	}
	var known []string
	for _, i := range r.problem.Indicators {
		known = append(known, i.ID)
	}
	var names []string
	for _, item := range items {
		stage := Stage{Severity: Moderate, Least: -1}
		var least, ringing *Node
		for _, field := range item.Fields("name", "ringing", "least", "severity") {
			switch field.Name {
			case "name":
				stage.Name = field.Value.Text()
				if slices.Contains(names, stage.Name) {
					field.Value.Fault("another stage is called %q too", stage.Name)
				}
			case "ringing":
				ringing = field.Value
				for _, id := range field.Value.Items() {
					if word := id.Word(known...); word != "" {
						stage.Ringing = append(stage.Ringing, word)
					}
				}
			case "least":
				least = field.Value
				stage.Least = least.Count(1, mostIndicators)
			case "severity":
				stage.Severity = Severity(field.Value.Word(words(Severities...)...))
			}
		}
		if !item.IsMapping() {
			continue
		}
		if stage.Name == "" {
			item.Fault("the stage has no name")
		}
		if ringing == nil {
			item.Fault("the stage says not which indicators must ring; list their ids under ringing:")
		}
		if ringing != nil && least != nil && stage.Least > len(ringing.Items()) {
			least.Fault("%d must ring, but only %d are listed", stage.Least, len(ringing.Items()))
		}
		if stage.Least < 0 {
			stage.Least = len(stage.Ringing)
		}
		names = append(names, stage.Name)
		r.problem.Stages = append(r.problem.Stages, stage)
	}
}
