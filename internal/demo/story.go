package demo

import "troth/internal/promise"

// firstDay is how many days ago the two signed up.
const firstDay = 151

// promises is what Amal and Mika promise each other. Mika had hidden a debt;
// both are mending that, and their evenings. Days are counted back from today,
// so no text names a day of the week, a month or a season.
func (s *story) promises() []scene {
	amal, mika := s.amal, s.mika
	const once, weekly = promise.Once, promise.Weekly
	var letters, sister, questions, supper, account, dentist, shelf, again, phone, advice, parents, lentils, yoga, reading, drill, tax *word

	scenes := []scene{
		{149, "20:15", func() {
			letters = mika.promises("I’ll put all the letters from the bank on the table, the old ones too.", s.day(147), once, "")
		}},
		{148, "21:40", func() {
			questions = amal.promises("I’ll write down what I still want to know about the money, and not ask at midnight.", s.day(138), once, "")
		}},
		{147, "19:30", func() { letters.kept("") }},
		{147, "22:05", func() { letters.noticed("") }},
		{146, "20:50", func() {
			sister = mika.promises("I’ll tell my sister that we can’t lend her any more this year.", s.day(140), once, "")
		}},
		{144, "18:10", func() {
			supper = amal.promises("One evening a week I’m home by six, and we eat without screens.", s.day(143), weekly, "")
		}},
		{141, "19:05", func() {
			sister.changed("", s.day(135), "She moves house this week, and I want to say it to her face. Give me five more days.")
		}},
		{139, "17:45", func() { questions.kept("") }},
		{138, "21:15", func() { questions.noticed("") }},
		{135, "21:30", func() { sister.kept("") }},
		{134, "07:40", func() { sister.noticed("") }},
		{129, "22:20", func() {
			supper.missed(s.day(129), "The evening for the parents went on and on, and I didn’t write. I should have.")
		}},
		{127, "20:00", func() {
			account = mika.promises("Once a week we look at the account together, fifteen minutes, with tea.", s.day(126), weekly, "")
		}},
		{121, "19:20", func() {
			dentist = mika.promises("I’ll make the appointment at the dentist’s that I keep putting off.", s.day(117), once, "")
		}},
		{118, "20:30", func() {
			shelf = amal.promises("I’ll put up the shelf in the hall.", s.day(112), once, "")
		}},
		{111, "09:10", func() {
			shelf.missed("", "The wall is crooked, and so was my temper. I’ll borrow Jo’s long drill.")
		}},
		{111, "21:50", func() {
			account.missed(s.day(112), "I fell asleep on the sofa and let you think I was reading.")
		}},
		{108, "18:40", func() {
			again = amal.promises("The shelf, second try, with Jo’s drill.", s.day(98), once, "")
		}},
		{100, "22:10", func() {
			phone = mika.promises("For two weeks my phone sleeps in the kitchen.", s.day(86), once, "")
		}},
		{98, "16:20", func() { again.kept("") }},
		{97, "08:15", func() { again.noticed("") }},
		{92, "19:00", func() {
			advice = mika.promises("I’ll ask at the town hall about advice on debts, and tell you what they said.", s.day(84), once, "")
		}},
		{86, "21:30", func() { phone.kept("") }},
		{85, "18:20", func() { advice.kept("") }},
		{85, "19:15", func() { advice.noticed("") }},
		{85, "19:20", func() {
			phone.differs("", "Twice it was on the stairs. I’d rather hear that from you than find it.")
		}},
		{85, "19:30", func() {
			account.changed(s.day(84), s.day(82), "Your mother is here. I don’t want to do it with the door open.")
		}},
		{85, "22:10", func() {
			phone.missed("", "You’re right, twice. I told myself that the stairs don’t count.")
		}},
		{84, "07:50", func() { phone.noticed("") }},
		{82, "20:40", func() { account.kept(s.day(84)) }},
		{78, "20:20", func() {
			parents = amal.promises("I’ll tell my parents that we stay at home for the holidays, before they buy tickets.", s.day(70), once, "")
		}},
		{72, "18:30", func() {
			parents.changed("", s.day(66), "Dad gets his results this week. I’ll tell them after that.")
		}},
		{67, "19:45", func() { parents.kept("") }},
		{66, "08:05", func() { parents.noticed("") }},
		{61, "18:50", func() { supper.retire(amal, "") }},
		{60, "20:10", func() { supper.retire(mika, "") }},
		{60, "20:25", func() {
			lentils = mika.promises("I’ll learn your grandmother’s lentils, from you and not from a film.", s.day(52), once, "")
		}},
		{53, "20:55", func() { lentils.kept("") }},
		{52, "12:30", func() { lentils.noticed("") }},
		{45, "21:00", func() {
			yoga = amal.promises("Once a week I come to yoga with you.", s.day(43), weekly, "")
		}},
		{43, "11:30", func() { yoga.kept(s.day(43)) }},
		{35, "20:15", func() {
			yoga.retire(amal, "I said this because I felt guilty, and I don’t like yoga. Let’s walk instead, without a plan.")
		}},
		{26, "19:30", func() {
			reading = amal.promises("I’ll read the plan from the advice office before we talk about it, and not meanwhile.", s.day(20), once, "")
		}},
		{21, "22:00", func() { reading.kept("") }},
		{20, "19:10", func() { reading.noticed("") }},
		{12, "20:45", func() {
			mika.promises("I’ll book the hut by the lake for our long weekend.", s.day(-6), once, "")
		}},
		{9, "18:00", func() {
			tax = amal.promises("I’ll fill in the tax form, so that you only have to sign.", s.day(2), once, "")
		}},
		{6, "19:25", func() { drill = amal.promises("I’ll take Jo’s drill back, with a cake.", s.day(1), once, "") }},
		{3, "17:30", func() {
			tax.changed("", s.day(-2), "One paper from the school is missing, and their office is closed until tomorrow.")
		}},
		{2, "21:10", func() {
			amal.promises("I’ll ring the landlord about the damp corner.", s.day(0), once, "")
		}},
		{1, "18:20", func() { drill.kept("") }},
		{1, "21:30", func() {
			mika.promises("I’ll cook on your late day, and it won’t be noodles.", s.day(-3), once, "")
		}},
	}
	// The promises that come back. What is not said of one stays unsaid: it has
	// passed without a word. The account falls due today as well.
	week := func(from, to int, at string, keep func(day string), but ...int) {
		for ago := from; ago >= to; ago -= 7 {
			skip := false
			for _, b := range but {
				skip = skip || ago == b
			}
			if !skip {
				scenes = append(scenes, scene{ago, at, func() { keep(s.day(ago)) }})
			}
		}
	}
	week(143, 66, "19:50", func(day string) { supper.kept(day) }, 129, 94)
	week(136, 66, "22:15", func(day string) { supper.noticed(day) }, 129, 122, 108, 94, 87)
	week(126, 7, "20:40", func(day string) { account.kept(day) }, 112, 84, 56)
	week(126, 14, "22:30", func(day string) { account.noticed(day) }, 119, 112, 91, 84, 77, 63, 56, 35)
	_ = dentist // of which nobody ever spoke again
	return scenes
}
