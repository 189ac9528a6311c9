import type { Simulator } from '../../simulator.ts'

/** An authority that hands out cards, and the cards. */
export const smartCardSimulator: Simulator = {
  id: 'smart-card',
  summary: 'An authority of smart cards: issue one, revoke it, and answer who asks about it.',
  argument: { name: '[name]', description: 'whose card; without one, the authority and all cards are shown' },
  options: [
    { flags: '--upn <name>', description: 'the name by which Windows would know its holder' },
    { flags: '--email <address>', description: 'the address of its holder' },
    { flags: '--policy <oid>', description: 'the policy under which it is issued' },
    { flags: '--days <number>', description: 'how long it is good; 365 unless told' },
    { flags: '--password <text>', description: 'of the .p12 file; "sallyport" unless told' },
    { flags: '--revoke', description: 'take the card back' },
    { flags: '--serve', description: 'answer who asks for the list and the status of cards, until stopped' },
    { flags: '--port <number>', description: 'where; 8889 unless told, and written into each new card' },
  ],
  examples: [
    'smart-card ana --upn ana@corp.example --email ana@example.com',
    'smart-card ana --revoke',
    'smart-card --serve',
  ],
  load: () => import('./run.ts'),
}
