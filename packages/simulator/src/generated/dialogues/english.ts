import type { Language } from '../dialogue.ts'

export const english: Language = {
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  agents: ['Priya', 'Tom', 'Grace', 'Callum'],
  customers: ['Emma Clarke', 'Oliver Hughes', 'Amara Okafor', 'Jack Rowe'],
  dialogues: [
    ({ order, time, later, weekday, agent }) => [
      `Good morning! Your parcel ${order} comes tomorrow, ${weekday}, between ${time} and ${later}. Reply LATER for another day.`,
      'I am at work until six. Can the driver leave it with a neighbour?',
      'Of course. Which house number, and do they know about it?',
      'Number 14, the blue door. She knows.',
      { text: 'This one, so that nobody rings at the wrong house :)', file: 'blue-door.jpg' },
      `Thank you, the driver has your note and the picture. You will get a message when it is there. ${agent}`,
    ],
    ({ time, later, weekday, code }) => [
      `Reminder: you have an appointment with Dr Shah on ${weekday} at ${time}. Reply YES to confirm or NO to cancel.`,
      `Hello, is there anything after ${later} instead? I can't get away earlier 😕`,
      `There is one place left, at ${later} the same day. Shall I move you? Please answer within the hour, because the list of those waiting is long and we offer every free place to the next in turn straight away.`,
      'YES',
      'Sorry, one more thing: do I need to bring the old X-ray?',
      `You are booked, reference ${code}. No need to bring it, we have it on file. See you then 👍`,
    ],
    ({ order, amount, agent }) => [
      `We have received your return for order ${order}. The refund of €${amount} reaches your account in 3 to 5 days.`,
      'The parcel had two items in it. Is that for both?',
      {
        text: 'For both, yes. Here is the credit note with each of them on it.',
        file: `credit-note-${order}.pdf`,
      },
      'Brilliant, that was quick.',
      'Could you also take me off the catalogue list?',
      `Done, no more catalogues. It may be that the next one is already printed; if so, please forgive us. ${agent}`,
    ],
    ({ code }) => [
      `Your verification code is ${code}. It is valid for 10 minutes. We will never ask you for it.`,
      'I got the code but the page says it has expired??',
      'Sorry about that. A new code replaces the old one, and you asked for two: only the second one works.',
      'Ah. Yes, I pressed the button twice',
      'In now, thanks 🎉',
      'Glad to hear it. Have a nice day!',
    ],
    ({ time, weekday, agent }) => [
      `Hi, it is ${agent} from the bike workshop. Your bike is ready, collect it any time from tomorrow.`,
      'Great! Was it the gears after all?',
      {
        text: 'The gears were fine, the hanger was bent. Have a look at the old one next to the new one. We also put in new brake pads at the front because there was less than a millimetre left; they are on the house, since you have been waiting for so long.',
        file: 'hanger.jpg',
      },
      'Oh wow 😮',
      `Would ${weekday} at ${time} be all right? I come straight from the train`,
      'Any time. We lock up at six, the coffee machine even later.',
    ],
  ],
}
