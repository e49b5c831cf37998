package when

// times are the rules, compiled. Where several match at one place the longest
// wins, and the earlier of two that are equally long.
var times = compile(rules)

// placings are the phrases that place something within the stretch of
// calendar that follows; they belong to the expression and leave its value.
var placings = [][]string{
	{"earlier", "on"}, {"later", "on"}, {"late", "on"}, {"early", "on"}, {"earlier", "in"}, {"later", "in"}, {"late", "in"},
	{"early", "in"}, {"earlier"}, {"later"}, {"early"}, {"late"}, {"mid", "-"}, {"mid"},
	{"the", "early"}, {"the", "late"}, {"the", "mid", "-"}, {"the", "mid"},
	{"the", "end", "of"}, {"the", "start", "of"}, {"the", "beginning", "of"}, {"the", "middle", "of"}, {"the", "close", "of"},
	{"the", "rest", "of"}, {"the", "remainder", "of"}, {"the", "turn", "of"}, {"the", "opening", "of"}, {"the", "course", "of"},
	{"the", "very", "end", "of"}, {"the", "first", "week", "of"}, {"the", "second", "week", "of"}, {"the", "third", "week", "of"}, {"the", "last", "week", "of"}, {"the", "final", "week", "of"},
	{"the", "first", "days", "of"}, {"the", "early", "days", "of"}, {"the", "last", "days", "of"}, {"the", "final", "days", "of"},
	{"the", "first", "months", "of"}, {"the", "final", "months", "of"}, {"the", "early", "hours", "of"}, {"the", "small", "hours", "of"}, {"the", "eve", "of"}, {"most", "of"}, {"much", "of"}, {"sometime"}, {"sometime", "in"},
}

// hedges are the phrases that say how near a length of time is to the truth;
// they belong to the expression.
var hedges = [][]string{
	{"no", "more", "than"}, {"no", "less", "than"}, {"more", "than"}, {"less", "than"}, {"fewer", "than"}, {"at", "least"}, {"at", "most"},
	{"up", "to"}, {"about"}, {"around"}, {"nearly"}, {"almost"}, {"roughly"}, {"approximately"}, {"over"}, {"under"}, {"some"},
	{"just", "over"}, {"just", "under"}, {"well", "over"}, {"barely"}, {"another"}, {"an", "additional"},
}

var rules = []rule{
	// Days of the calendar.
	{"day-month", "DAY of? MONTH ,? YEAR?", "The bridge fell on 9 June 2022.", dayMonth},
	{"day-month", "the DAY of MONTH ,? YEAR?", "The bridge fell on the ninth of June.", dayMonth},
	{"month-day", "MONTH the? DAY ,? YEAR?", "The bridge fell on June 9, 2022.", dayMonth},
	{"weekday-date", "WEEKDAY ,? the? DAY of? MONTH ,? YEAR?", "It reopens on Friday 9 June.", dayMonth},
	{"weekday-date", "WEEKDAY ,? MONTH the? DAY ,? YEAR?", "It reopens on Friday, June 9.", dayMonth},
	{"day-range", "DAY -|–|—|to|and to=DAY of? MONTH ,? YEAR?", "The fair runs 24-26 February.", dayRange},
	{"day-range", "MONTH DAY -|–|—|to|and to=DAY ,? YEAR?", "The fair runs February 24-26.", dayRange},
	{"month-year", "MONTH ,? of? YEAR", "The mill closed in March 2014.", monthYear},
	{"month-shift-year", "MONTH of? SHIFT word=year", "The mill closed in June last year.", monthShiftYear},
	{"month", "MONTH", "The mill closed in February.", monthAlone},
	{"shift-month", "the? SHIFT MONTH", "They met last November.", shiftMonth},
	{"year", "YEAR", "The mill opened in 1968.", yearAlone},
	{"year", "the? word=year YEAR", "The mill opened in the year 1968.", yearAlone},
	{"year-range", "YEAR -|–|/ NUMBER", "The 2022-23 budget was passed.", yearRange},
	{"short-year", "' NUMBER", "The flood of '98 was worse.", shortYear},
	{"day-month", "DAY -|/ MONTH -|/ YEAR", "Logged on 15-Oct-2022.", dayMonth},
	{"day-of-month", "the DAY", "The envoy left on the 24th.", dayOfMonth},
	{"iso-date", "YEAR - NUMBER - DAY", "Logged on 2022-10-15.", isoDate},
	{"numeric-date", "NUMBER / NUMBER / NUMBER", "Logged on 15/10/2022.", numericDate},
	{"numeric-date", "NUMBER . NUMBER . YEAR", "Logged on 15.10.2022.", numericDate},

	// Longer stretches of the calendar.
	{"decade", "the? YEAR s", "The 1990s were lean.", decadeDigits},
	{"decade", "the? ' NUMBER s", "The '80s were lean.", decadeShort},
	{"decade", "the word=twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties", "The nineties were lean.", decadeWord},
	{"century", "the? ORDINAL -? word=century", "It is a 20th century idea.", century},
	{"season-year", "the? SEASON of? YEAR", "The summer of 2014 was hot.", seasonYear},
	{"season", "word=the|in SEASON", "Talks resumed in the autumn.", seasonAlone},
	{"shift-season", "the? SHIFT past? SEASON", "They met last spring.", shiftSeason},
	{"quarter", "ORDINAL - word=quarter", "The third-quarter result was weak.", quarter},
	{"quarter", "the? word=fiscal? -? ORDINAL word=quarter of|in? YEAR?", "Sales fell in the third quarter.", quarter},
	{"quarter", "the? YEAR ORDINAL -? word=quarter", "The 2021 third quarter was weak.", quarter},
	{"quarter", "q NUMBER -|of? YEAR?", "Sales fell in Q3 2022.", quarter},
	{"quarter", "YEAR -? q NUMBER", "Sales fell in 2022-Q3.", quarter},
	{"quarter-shift", "SHIFT word=year 's ORDINAL -? quarter", "Last year's third quarter was weak.", quarterOfShift},
	{"half", "the? ORDINAL half of YEAR", "Exports rose in the first half of 2022.", half},
	{"half", "the? ORDINAL half of SHIFT year", "Exports rose in the first half of last year.", half},
	{"half", "h NUMBER YEAR", "Exports rose in H1 2022.", half},
	{"fiscal-year", "fiscal|fy year? YEAR", "Fiscal 2022 ended well.", fiscalYear},
	{"weekend", "the UNIT", "The ferry sank over the weekend.", theWeekend},

	// From the day of publication.
	{"day-word", "word=today|yesterday|tomorrow|tonight", "The court sits tomorrow.", dayWord},
	{"day-word", "the day word=before yesterday", "It rained the day before yesterday.", dayBeforeYesterday},
	{"day-word", "the day word=after tomorrow", "It rains the day after tomorrow.", dayBeforeYesterday},
	{"weekday", "WEEKDAY", "Shells hit the port on Saturday.", weekdayAlone},
	{"shift-weekday", "the? SHIFT past? WEEKDAY", "The envoy left last Monday.", shiftWeekday},
	{"weekday-of-week", "WEEKDAY of? SHIFT word=week", "The envoy left on Monday last week.", weekdayOfWeek},
	{"shift-part", "SHIFT PART", "The envoy left this morning.", shiftPart},
	{"overnight", "overnight", "Shells hit the port overnight.", overnight},
	{"part-of-day", "the? PART of", "On the night of 24 February sirens sounded.", partOfDay},
	{"shift-unit", "the? SHIFT UNIT", "The envoy left last week.", shiftUnit},
	{"that-unit", "that|the same|very? UNIT", "That year the mill closed.", sameUnit},
	{"since-then", "since then", "It burned in 2014. Since then it has stood empty.", sinceThen},
	{"year-earlier", "the? word=year - earlier|ago period|quarter|level?", "Sales fell from the year-earlier period.", yearEarlier},
	{"unit-before", "the UNIT word=before|after", "The envoy had left the day before.", unitBefore},
	{"ago", "NUMBER UNIT ago", "The envoy left three days ago.", ago},
	{"ago", "a|an|one UNIT or? so? ago", "The envoy left a week ago.", ago},
	{"ago", "a? VAGUE UNIT ago", "The mill closed several years ago.", agoVague},
	{"ago", "a couple of? UNIT ago", "The mill closed a couple of years ago.", agoCouple},
	{"ago", "some time ago", "The mill closed some time ago.", ref("PAST_REF")},
	{"ago", "not? long ago", "The mill closed long ago.", ref("PAST_REF")},
	{"ago", "UNIT ago", "The mill closed years ago.", agoVague},
	{"later", "NUMBER UNIT word=later|earlier|before|after|afterwards|afterward", "Two weeks later he resigned.", later},
	{"later", "a|an|one UNIT word=later|earlier|before|after", "A day later he resigned.", later},

	// Times of day.
	{"clock", "NUMBER word=am|pm|a.m|p.m|a.m.|p.m. ZONE?", "The siren sounded at 5.30pm.", clock},
	{"clock", "NUMBER : to=NUMBER word=am|pm|a.m|p.m|a.m.|p.m.? ZONE?", "The siren sounded at 17:30.", clock},
	{"clock", "NUMBER o'clock", "The siren sounded at 5 o'clock.", clock},
	{"clock-zone", "NUMBER ZONE", "The siren sounded at 0600 GMT.", clockZone},
	{"noon", "word=noon|midday|midnight", "The truce began at noon.", noon},

	// Lengths of time.
	{"duration", "NUMBER - UNIT", "The three-month siege ended.", length},
	{"duration", "the? SPAN? SPAN? NUMBER more? UNIT", "The siege lasted three months.", length},
	{"duration", "a|an UNIT", "The siege lasted a week.", lengthOne},
	{"duration-sum", "NUMBER UNIT and|,? to=NUMBER unit=UNIT", "The march took two years and three months.", lengthSum},
	{"duration-half", "a|an|another|one UNIT and a half", "They need another week and a half.", lengthAndHalf},
	{"duration-half", "half an|a -? UNIT", "The talks took half an hour.", lengthHalf},
	{"duration-range", "NUMBER to|or|-|– to=NUMBER UNIT", "It takes two to three weeks.", lengthRange},
	{"duration-vague", "the? SPAN? a? VAGUE more? UNIT", "No one had slept for several days.", lengthVague},
	{"duration-vague", "the? SPAN? a? couple of? UNIT", "Give it a couple of years.", lengthCouple},
	{"duration-vague", "UNIT", "It has burned for years.", lengthBare},
	{"duration-vague", "UNIT - long", "The decades-long feud ended.", lengthLong},
	{"a-while", "a while|time", "It took a while.", aWhile},

	// What comes round again.
	{"every", "every|each other? UNIT", "The bell rings every day.", everyUnit},
	{"every", "every|each NUMBER UNIT", "The bell rings every two hours.", everyNumber},
	{"every", "every|each WEEKDAY", "The council meets every Monday.", everyWeekday},
	{"every", "WEEKDAYS", "The council meets on Mondays.", everyWeekday},
	{"every", "every|each MONTH", "The council meets each July.", everyMonth},
	{"regularly", "word=daily|weekly|monthly|quarterly|yearly|annually|hourly|nightly|fortnightly", "It is checked daily.", regularly},

	// Holidays with a day of their own.
	{"shift-holiday", "the? SHIFT HOLIDAY", "They met last Christmas.", shiftHoliday},
	{"holiday", "HOLIDAY", "They were found on Christmas Day.", holidayDay},

	// Now, once and soon.
	{"now", "right? now", "The town is now empty.", ref("PRESENT_REF")},
	{"now", "currently|nowadays|presently", "The town is currently empty.", ref("PRESENT_REF")},
	{"now", "at the moment", "At the moment the town is empty.", ref("PRESENT_REF")},
	{"now", "at present", "At present the town is empty.", ref("PRESENT_REF")},
	{"now", "these days", "The town is empty these days.", ref("PRESENT_REF")},
	{"once", "more? recently", "The town was recently emptied.", ref("PAST_REF")},
	{"adjective", "word=current|recent", "The current mayor named recent floods.", refAdjective},
	{"earlier", "earlier", "The envoy repeated earlier promises.", earlierNoun},
	{"once", "previously|formerly", "The town was previously full.", ref("PAST_REF")},
	{"once", "the past", "The town was full in the past.", thePast},
	{"recent-units", "recent UNIT", "Fighting has slowed in recent weeks.", recentUnits},
	{"coming-units", "the? coming UNIT", "More will come in the coming weeks.", comingUnits},
	{"soon", "soon", "The town will soon be empty.", soon},
	{"soon", "as soon as possible", "Leave as soon as possible.", ref("FUTURE_REF")},
	{"soon", "the near? future", "They may return in the near future.", ref("FUTURE_REF")},
}
