import type { Language } from '../dialogue.ts'

export const swedish: Language = {
  weekdays: ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag'],
  agents: ['Åsa', 'Johan', 'Leila', 'Björn'],
  customers: ['Märta Lindqvist', 'Erik Sjöberg', 'Sara Åkesson', 'Nils Öberg'],
  dialogues: [
    ({ time, later, weekday }) => [
      `Påminnelse: du har tid för bilservice på ${weekday} kl ${time}. Svara JA om tiden passar.`,
      `Hej! Går det att få en senare tid, helst efter ${later}?`,
      `Vi har en lucka ${later} samma dag. Ska vi boka om dig dit?`,
      'JA',
      { text: 'Kan ni titta på den här bucklan samtidigt?', file: 'buckla.jpg' },
      `Nu är du ombokad till ${weekday} ${later}. Vi tar en titt på bucklan och ringer med ett pris innan vi gör något. Har du dubbdäcken med dig i bilen så byter vi gärna till dem på samma gång, det tar ungefär en kvart.`,
    ],
    ({ order, code, agent }) => [
      `Ditt paket ${order} finns nu att hämta hos ombudet. Ta med legitimation. Hämtkod: ${code}`,
      'Ombudet säger att de inte hittar paketet 🤔',
      'Det låter inte bra. Jag ringer dem direkt, ge mig fem minuter.',
      'Toppen, jag står kvar i kön',
      'De hittade det! Det låg under disken 😄',
      `Härligt! Ursäkta strulet. Hälsningar ${agent}`,
    ],
    ({ amount, weekday, agent }) => [
      `Hej! Din faktura på ${amount} kr förfaller på ${weekday}. Hör av dig om något är oklart.`,
      'Hej, jag har redan betalat den här?',
      'Betalningen syns inte hos oss än. Har du ett kvitto du kan skicka?',
      { text: 'Här kommer det', file: 'kvitto.png' },
      'Pengarna drogs i förrgår',
      `Tack, då är det bara banken som är långsam. Du behöver inte göra något mer. /${agent}`,
    ],
    ({ time, later, weekday, agent }) => [
      `Fiberarbetet på din gata börjar på ${weekday} kl ${time}. Uppkopplingen ligger nere i ungefär två timmar.`,
      'Jag har ett viktigt möte då. Kan ni börja lite senare?',
      `Vi kan ta er sida av gatan sist, så blir det efter ${later}. Duger det?`,
      'Det duger fint!',
      'Tack snälla ❤️',
      `Så lite så. Lycka till på mötet! ${agent}`,
    ],
  ],
}
