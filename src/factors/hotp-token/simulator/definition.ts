import type { Simulator, SimulatorOption } from '../../simulator.ts'

const name = { name: '[serial]', description: 'which token; without one, all are shown' }
const pskc: SimulatorOption = {
  flags: '--pskc <file>',
  description: 'make new tokens, and the file to import that comes with such a box',
}
const batch: SimulatorOption = { flags: '--batch <count>', description: 'how many; one unless told' }

/** A token with a button, or with a clock. */
export const hotpSimulator: Simulator = {
  id: 'hotp',
  summary: 'A hardware token: make a box of them, and press the button of one for its next code.',
  argument: name,
  options: [
    pskc,
    batch,
    { flags: '--clock', description: 'tokens with a clock in place of a button' },
    {
      flags: '--key <uri>',
      description: 'a token of your own, by its otpauth:// text; "-" reads standard input',
    },
  ],
  examples: ['hotp --batch 10 --pskc box.xml', 'hotp SIM4F2A0001', 'hotp --clock --pskc clocks.xml'],
  load: () => import('./press.ts'),
}

/** A token with keys, that answers questions. */
export const ocraSimulator: Simulator = {
  id: 'ocra',
  summary: 'A hardware token with keys: make a box of them, and let one answer a question.',
  argument: name,
  options: [
    pskc,
    batch,
    { flags: '--suite <suite>', description: 'how they answer; OCRA-1:HOTP-SHA1-6:QN08 unless told' },
    { flags: '--question <digits>', description: 'what is typed into the token' },
    { flags: '--pin <digits>', description: 'typed into the token, too, where its suite has a PIN' },
  ],
  examples: [
    'ocra --batch 3 --pskc box.xml',
    'ocra SIM4F2A0001 --question 12345678',
    'ocra --pskc box.xml --suite OCRA-1:HOTP-SHA256-8:C-QN08',
  ],
  load: () => import('./respond.ts'),
}
