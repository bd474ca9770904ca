import type { Language } from '../dialogue.ts'

export const french: Language = {
  weekdays: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  agents: ['Camille', 'Youssef', 'Hélène', 'Mathis'],
  customers: ['Chloé Lefèvre', 'Hugo Marchand', 'Inès Benali', 'Gaëlle Le Goff'],
  dialogues: [
    ({ time, weekday, agent }) => [
      `Bonjour, votre table pour quatre est réservée ${weekday} à ${time}. Répondez OUI pour confirmer.`,
      'OUI. Nous serons peut-être cinq, est-ce possible ?',
      'Bien sûr, je vous installe à la grande table près de la fenêtre.',
      'Parfait !',
      'Une personne est allergique aux noix, pouvez-vous prévenir la cuisine ?',
      `C'est noté, le chef est prévenu. Il vous propose le gâteau au chocolat sans fruits à coque à la place du dessert du jour. À ${weekday} ! ${agent}`,
    ],
    ({ order, time, later, agent }) => [
      `Votre commande ${order} sera livrée demain entre ${time} et ${later}.`,
      "Je ne serai pas là, l'interphone est en panne en plus 😩",
      'Pas de souci. Le livreur peut-il la laisser chez la gardienne ?',
      'Oui, elle est là toute la journée',
      { text: "L'entrée est ici, à gauche du café", file: 'entree.jpg' },
      `Merci pour la photo, c'est transmis au livreur. Bonne journée, ${agent}`,
    ],
    ({ amount, code, agent }) => [
      `Bonjour, votre devis ${code} est prêt : ${amount} € pose comprise. Des questions ?`,
      'Le prix comprend-il la reprise de l’ancien four ?',
      { text: 'Oui, tout est détaillé dans le devis joint.', file: `devis-${code}.pdf` },
      "D'accord, c'est très clair.",
      'On signe 👍',
      `Merci de votre confiance ! Je vous rappelle pour fixer la date. ${agent}`,
    ],
    ({ time, later, weekday, agent }) => [
      `Rappel : contrôle dentaire ${weekday} à ${time}. Pour annuler, répondez NON.`,
      `Puis-je venir à ${later} ?`,
      `Oui, ${later} est libre. Je vous déplace.`,
      'Super, merci',
      "Faut-il être à jeun ? C'est ma première visite",
      `Pas du tout, mangez normalement 🙂 ${agent}`,
    ],
  ],
}
