package event

import "tocsin"

// operators are verbs and adjectives that take the clause below them out of
// fact ("plans to attack", "failed to reach"). Those that are not listed leave
// it where it is ("began shelling", "tried to seize").
var operators = map[string]tocsin.Status{
	"plan": tocsin.Planned, "intend": tocsin.Planned, "prepare": tocsin.Planned, "vow": tocsin.Planned,
	"promise": tocsin.Planned, "pledge": tocsin.Planned, "want": tocsin.Planned, "aim": tocsin.Planned,
	"agree": tocsin.Planned, "set": tocsin.Planned, "due": tocsin.Planned, "ready": tocsin.Planned,
	"decide": tocsin.Planned, "order": tocsin.Planned, "go": tocsin.Planned, "about": tocsin.Planned,
	"expect": tocsin.Planned, "schedule": tocsin.Planned, "willing": tocsin.Planned, "commit": tocsin.Planned,
	"offer": tocsin.Planned, "mean": tocsin.Planned, "prepared": tocsin.Planned, "hope": tocsin.Planned,
	"wish": tocsin.Planned, "propose": tocsin.Planned, "designed": tocsin.Planned, "determined": tocsin.Planned,
	"seek": tocsin.Planned, "poised": tocsin.Planned, "resolve": tocsin.Planned, "volunteer": tocsin.Planned,
	"announce": tocsin.Planned, "likely": tocsin.Planned, "bid": tocsin.Planned, "keen": tocsin.Planned,

	"threaten": tocsin.Hypothetical, "urge": tocsin.Hypothetical, "ask": tocsin.Hypothetical,
	"demand": tocsin.Hypothetical, "call": tocsin.Hypothetical, "consider": tocsin.Hypothetical,
	"fear": tocsin.Hypothetical, "risk": tocsin.Hypothetical, "request": tocsin.Hypothetical, "have": tocsin.Hypothetical,
	"encourage": tocsin.Hypothetical, "tell": tocsin.Hypothetical, "able": tocsin.Hypothetical,
	"unable": tocsin.Negated, "possible": tocsin.Hypothetical, "press": tocsin.Hypothetical,
	"appeal": tocsin.Hypothetical, "invite": tocsin.Hypothetical, "warn": tocsin.Hypothetical, "beg": tocsin.Hypothetical, "plead": tocsin.Hypothetical,
	"need": tocsin.Hypothetical, "allow": tocsin.Hypothetical, "insist": tocsin.Hypothetical,
	"suggest": tocsin.Hypothetical, "push": tocsin.Hypothetical, "unlikely": tocsin.Hypothetical,
	"doubt": tocsin.Hypothetical, "deserve": tocsin.Hypothetical, "require": tocsin.Hypothetical, "imagine": tocsin.Hypothetical,
	"discuss": tocsin.Hypothetical, "recommend": tocsin.Hypothetical, "advise": tocsin.Hypothetical,
	"support": tocsin.Hypothetical, "oppose": tocsin.Hypothetical, "contemplate": tocsin.Hypothetical,
	"impossible": tocsin.Negated, "important": tocsin.Hypothetical, "necessary": tocsin.Hypothetical,

	"refuse": tocsin.Negated, "fail": tocsin.Negated, "deny": tocsin.Negated, "decline": tocsin.Negated,
	"prevent": tocsin.Negated, "avoid": tocsin.Negated, "stop": tocsin.Negated, "forget": tocsin.Negated,
	"refrain": tocsin.Negated, "rule": tocsin.Negated, "abstain": tocsin.Negated, "deter": tocsin.Negated,
}

// operatorNouns do the same to the clause or noun that they govern.
var operatorNouns = map[string]tocsin.Status{
	"plan": tocsin.Planned, "intention": tocsin.Planned, "preparation": tocsin.Planned, "promise": tocsin.Planned,
	"pledge": tocsin.Planned, "offer": tocsin.Planned, "order": tocsin.Planned, "vow": tocsin.Planned,
	"aim": tocsin.Planned, "goal": tocsin.Planned, "proposal": tocsin.Planned, "intent": tocsin.Planned,
	"commitment": tocsin.Planned, "willingness": tocsin.Planned, "readiness": tocsin.Planned, "eve": tocsin.Planned,

	"threat": tocsin.Hypothetical, "possibility": tocsin.Hypothetical, "risk": tocsin.Hypothetical,
	"fear": tocsin.Hypothetical, "prospect": tocsin.Hypothetical, "danger": tocsin.Hypothetical,
	"ability": tocsin.Hypothetical, "right": tocsin.Hypothetical, "call": tocsin.Hypothetical,
	"demand": tocsin.Hypothetical, "request": tocsin.Hypothetical, "idea": tocsin.Hypothetical,
	"chance": tocsin.Hypothetical, "likelihood": tocsin.Hypothetical, "need": tocsin.Hypothetical,
	"hope": tocsin.Hypothetical, "opportunity": tocsin.Hypothetical, "appeal": tocsin.Hypothetical,
	"pretext": tocsin.Hypothetical, "potential": tocsin.Hypothetical, "capacity": tocsin.Hypothetical,
	"permission": tocsin.Hypothetical, "capability": tocsin.Hypothetical, "condition": tocsin.Hypothetical,

	"failure": tocsin.Negated, "refusal": tocsin.Negated, "inability": tocsin.Negated, "lack": tocsin.Negated,
	"absence": tocsin.Negated, "denial": tocsin.Negated,
}

// trying are nouns whose infinitive is under way: "efforts to seize".
var trying = map[string]bool{
	"effort": true, "attempt": true, "campaign": true, "push": true, "drive": true, "move": true, "operation": true,
	"bid": true, "struggle": true, "battle": true, "fight": true, "decision": true, "first": true, "last": true,
	"latest": true, "group": true, "person": true, "country": true, "soldier": true, "troop": true,
}

// modifierStatus are adjectives of an event noun ("a planned meeting").
var modifierStatus = map[string]tocsin.Status{
	"planned": tocsin.Planned, "upcoming": tocsin.Planned, "scheduled": tocsin.Planned, "future": tocsin.Planned,
	"impending": tocsin.Planned, "proposed": tocsin.Planned, "forthcoming": tocsin.Planned, "imminent": tocsin.Planned,
	"looming": tocsin.Planned, "intended": tocsin.Planned, "expected": tocsin.Planned, "next": tocsin.Planned,
	"possible": tocsin.Hypothetical, "potential": tocsin.Hypothetical, "threatened": tocsin.Hypothetical,
	"any": tocsin.Hypothetical, "hypothetical": tocsin.Hypothetical, "eventual": tocsin.Hypothetical,
	"feared": tocsin.Hypothetical, "anticipated": tocsin.Planned, "no": tocsin.Negated, "averted": tocsin.Negated,
}

// governorStatus are verbs that take the event noun below them out of fact
// ("called for a ceasefire", "ruled out an invasion").
var governorStatus = map[string]tocsin.Status{
	"plan": tocsin.Planned, "prepare": tocsin.Planned, "promise": tocsin.Planned, "pledge": tocsin.Planned,
	"propose": tocsin.Planned, "schedule": tocsin.Planned, "expect": tocsin.Planned, "intend": tocsin.Planned,
	"offer": tocsin.Planned, "await": tocsin.Planned, "order": tocsin.Actual,
	"call": tocsin.Hypothetical, "demand": tocsin.Hypothetical, "urge": tocsin.Hypothetical,
	"threaten": tocsin.Hypothetical, "fear": tocsin.Hypothetical, "want": tocsin.Hypothetical,
	"seek": tocsin.Hypothetical, "request": tocsin.Hypothetical, "risk": tocsin.Hypothetical,
	"warn": tocsin.Hypothetical, "consider": tocsin.Hypothetical, "allow": tocsin.Hypothetical,
	"hope": tocsin.Hypothetical, "push": tocsin.Hypothetical, "secure": tocsin.Hypothetical,
	"press": tocsin.Hypothetical, "need": tocsin.Hypothetical, "trigger": tocsin.Hypothetical,
	"deter": tocsin.Hypothetical, "suggest": tocsin.Hypothetical,
	"avoid": tocsin.Negated, "prevent": tocsin.Negated, "deny": tocsin.Negated, "avert": tocsin.Negated,
	"refuse": tocsin.Negated, "cancel": tocsin.Negated, "postpone": tocsin.Negated, "reject": tocsin.Hypothetical,
}
