import type { Comparison } from '../factor.ts'

/** What security keys and passkeys are worth to whoever chooses for others. */
export const comparison: Comparison = {
  withstands: {
    'false-page': 'yes',
    guessing: 'yes',
    interception: 'yes',
    'server-theft': 'yes',
    malware: 'partly',
    theft: 'yes',
    fatigue: 'yes',
  },
  needs: ['own-device'],
  device: {
    amount: 0,
    years: 5,
    source:
      'The fingerprint readers, cameras and phones that people have already. Two security keys cost about $60 to $120 a person (shops of the makers, 2025); then write that here.',
  },
  perSignIn: { amount: 0, source: 'Nothing is sent and nobody is paid.' },
  support: { amount: 4, source: 'Our assumption: one lost device in four years, a quarter of an hour.' },
  effort: 'Little: the address of the installation is settled first, for keys are bound to it.',
  excludes: 'People at old browsers, and at shared computers without USB.',
  whenLost: 'A second key or the passkey of another device; otherwise a recovery code or an access pass.',
}
