import type { Phrases } from './talks.ts'

export const en: Phrases = {
  names: [
    'Priya Raghunathan',
    "Siobhán O'Connell",
    'Marcus Whitfield',
    'Zoë Achterberg',
    'Oluwaseun Adeyemi',
    'Hannah Kowalczyk',
    'Desmond Okafor',
    'Emily Tran',
    'Callum MacLeod',
    'Grace Nakamura-Hill'
  ],
  talks: [
    {
      topic: 'Sales',
      opening: ['Hi there!', 'Do you ship the standing desk to Ireland?', 'And is the walnut top still available?'],
      answers: [
        'Dublin 8, second floor, no lift unfortunately',
        'What would delivery cost?',
        'That works for me. Can I pay by card?',
        'Lovely, please go ahead and order it'
      ]
    },
    {
      topic: 'Sales',
      opening: [
        'We are a school with about 120 pupils and would like to know if there is an education discount on the tablets.'
      ],
      answers: [
        'We would need them before the end of January',
        'Yes, a purchase order is fine',
        'Could you put that in writing so I can forward it?'
      ]
    },
    {
      topic: 'Support',
      opening: ['hey', 'my parcel says delivered', 'but there is nothing here??'],
      answers: [
        'Order 55-90312',
        'I checked with both neighbours already',
        'A replacement would be great',
        'Same address please, but with a signature this time'
      ],
      caption: 'This is all the courier left'
    },
    {
      topic: 'Support',
      opening: ['I was charged twice for my subscription this month. Could somebody have a look, please?'],
      answers: [
        'The last four digits are 0092',
        'Both on the 3rd, a minute apart',
        'How long does the refund usually take?',
        'Okay, that is reasonable'
      ]
    }
  ],
  thanks: ['Brilliant, thank you so much!', 'Thanks, that solved it 🎉', 'Cheers, have a good one'],
  impatient: ['Hello?', 'Is anybody there?', 'Still waiting…'],
  agent: {
    greetings: [
      'Hello {name}, this is {agent}. How can I help?',
      'Hi {name}, {agent} here. Let me have a look for you.'
    ],
    questions: [
      'Could you tell me the order number, please?',
      'One moment, I am checking that with the warehouse.',
      'Since when has this been happening?'
    ],
    solutions: [
      'All done: you will get a confirmation by email in a few minutes.',
      'I have fixed that on our side. Could you try once more?'
    ],
    goodbyes: [
      'You are welcome, {name}. Just write if anything else comes up.',
      'Thank you for getting in touch. Have a lovely day!'
    ]
  }
}

export const de: Phrases = {
  names: ['Jürgen Böttcher', 'Annika Schäfer', 'Götz von Ühlingen', 'Leonie Weiß', 'Ömer Yıldız'],
  talks: [
    {
      topic: 'Sales',
      opening: ['Guten Tag', 'gibt es für das Lastenrad auch ein Regenverdeck? Auf der Seite finde ich nichts.'],
      answers: ['Modell Größe L, Baujahr 2025', 'Wie lange ist die Lieferzeit?', 'Gut, dann nehme ich es dazu']
    },
    {
      topic: 'Support',
      opening: ['Hallo, meine Rechnung vom März fehlt im Kundenkonto. Ich brauche sie für die Steuererklärung.'],
      answers: ['Kundennummer 4471-09', 'Als PDF per E-Mail reicht mir völlig', 'Ist angekommen, danke!']
    }
  ],
  thanks: ['Vielen Dank für die schnelle Hilfe!', 'Super, danke schön 👍'],
  impatient: ['Ist da jemand?', 'Hallo?'],
  agent: {
    greetings: ['Guten Tag {name}, hier ist {agent}. Was kann ich für Sie tun?'],
    questions: ['Nennen Sie mir bitte Ihre Kundennummer?', 'Einen Augenblick, ich sehe nach.'],
    solutions: ['Das ist erledigt, Sie bekommen gleich eine Bestätigung per E-Mail.'],
    goodbyes: ['Sehr gern, {name}. Einen schönen Tag noch!']
  }
}
