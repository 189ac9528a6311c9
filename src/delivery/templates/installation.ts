import type { Letter, Sender } from '../letter.ts'
import type { MessagesClosed } from './values.ts'
import { utc } from './words.ts'

/** For administrators: messages were stopped, because they cost money or help nobody. */
export function messagesClosed(values: MessagesClosed, sender: Sender): Letter {
  return {
    subject: `Text messages of ${sender.name} were stopped`,
    paragraphs: [
      `On ${utc(values.at)} we stopped ${values.what}: ${values.because}.`,
      `They start again by themselves on ${utc(values.until)}, or as soon as you open them in the console. ` +
        'Until then people sign in by their other factors.',
    ],
    link: { label: 'Open the console', url: `${sender.baseUrl}/console` },
    ifNotYou:
      'Look first who asked for these messages: the audit trail tells the accounts and their addresses.',
  }
}
