package demo

// letters is what Amal and Mika write to each other, and what they hear.
func (s *story) letters() []scene {
	amal, mika := s.amal, s.mika
	var drawer, midnight, post, site, kitchen, late *page

	return []scene{
		{145, "21:10", func() {
			drawer = mika.writes(`Amal,

I want to say this once without being asked.

When the first letter from the bank came, I put it into the drawer with the bicycle tools, because I knew that you never look there. I did that eleven times. Each time I told myself that I would put it right before you had to know, and each time it was harder to begin.

I wasn’t afraid that you would be angry. I think I was afraid that you would be kind, and that I would have to be somebody who needs it.

The drawer is empty now. You don’t have to say anything to this.

Mika`)
		}},
		{144, "22:30", func() {
			drawer.heard("You hid the letters eleven times. It was less about my anger than about not wanting to need help. You are not asking me for anything now.")
		}},
		{143, "07:15", func() { drawer.meant() }},

		{131, "00:40", func() {
			midnight = amal.writes(`Mika,

It is twenty to one and I am writing this instead of waking you.

What happens: I lie there and hear you breathe, and I think, what else. Then I ask, and you answer half asleep, and the half is what I remember in the morning.

It isn’t so much that I am angry. It is more that the floor moves.

What would help me: hear things from you before I find them. The boring ones too. Perhaps those most of all.

Amal`)
		}},
		{130, "19:20", func() {
			midnight.heard("You wake me because you are angry about the loan, and you want me to report everything to you.")
		}},
		{129, "12:45", func() {
			midnight.right("No, not report. I don’t want to be the one who checks, that is the worst of it. And it is less anger than a floor that moves. I’d like to hear things from you first, so that it holds still.")
		}},
		{128, "20:05", func() {
			midnight.heard("You lie awake because you can’t know what else may come. If small things come from me first, the floor holds still. You don’t want to be the one who checks.")
		}},
		{127, "07:30", func() { midnight.meant() }},

		{97, "17:10", func() {
			mika.writes(`Amal,

the shelf hangs. I stood before it this morning with my coffee and was far too glad about a board.

You didn’t mention the first try, and I noticed that you noticed that I didn’t either. I would like us to have more of that.

M.`)
		}},

		{62, "21:50", func() {
			post = amal.writes(`Mika,

in the first weeks I counted the post before you came home. I never told you. I stood in the hall with my coat on and counted envelopes.

Today I saw that I haven’t done it since about when the shelf went up. I don’t know which day I stopped. I had to sit down for a moment.

I am not saying that everything is good. There are still evenings when you put your phone face down and my stomach does what it does. But I wanted you to have this from me, on paper.

Amal`)
		}},
		{61, "20:30", func() {
			post.heard("You used to count the envelopes, and you have stopped without noticing. Not everything is good, and some evenings your stomach still turns when I put the phone down. You wanted me to know both.")
		}},
		{60, "08:20", func() { post.meant() }},

		{22, "18:40", func() {
			site = mika.writes(`Amal,

there is something small that isn’t small.

When Jo asks how we are and you say “we’re getting there”, I hear that I am a building site. You don’t mean it like that, I think. But everybody looks at me then, and I look at my plate.

I’d like you to ask me first what of this other people may know.

Mika`)
		}},
		{21, "21:25", func() {
			site.heard("When I talk about us with Jo, you feel looked at, like something that isn’t finished. You want to decide with me who knows what.")
		}},
		{20, "07:05", func() { site.meant() }},

		{4, "22:15", func() {
			kitchen = mika.writes(`Amal,

on the way home I rehearsed how I would tell you that the advice office wants one more paper. I was ready for your face. And then you only said “all right, which one?” and went on cutting onions.

I don’t think you know what that was for me. I had a whole speech, and I didn’t need it.

Mika`)
		}},
		{1, "20:10", func() {
			kitchen.heard("You were afraid of my face, and I just asked which paper. It was good that it was something ordinary.")
		}},
		{3, "21:00", func() {
			late = amal.writes(`Mika,

tomorrow is my late day again, and I notice that I have begun to like coming home on it. There is light in the kitchen, and somebody asks how it was and then waits for the answer.

I used to sit in the car for ten minutes first. I wanted you to know that I don’t any more.

Amal`)
		}},
		{1, "19:00", func() {
			late.heard("You like coming home on your late day now, because there is light and I wait until you have told it. You don’t need the ten minutes in the car any more.")
		}},
		{1, "21:45", func() {
			amal.writes(`Mika,

Jo ate two pieces of the cake and asked how we are. I said: ask Mika. You should have seen that face.

Amal`)
		}},
		{1, "22:40", func() {
			mika.writes(`Amal,

I looked at the account today, on my own and without being asked, and for the first time I wasn’t holding my breath.

Tomorrow it is our fifteen minutes again. I’ll make the tea. I’d like to talk about the hut by the lake, and about nothing else, if that is all right with you.

Mika`)
		}},
	}
}
