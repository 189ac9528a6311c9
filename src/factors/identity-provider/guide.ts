import type { Guide } from '../factor.ts'
import { comparison } from './comparison.ts'

/** Teaching text of linked sign-ins. */
export const guide: Guide = {
  name: 'Linked sign-in',
  summary:
    'Sign in with an account that you have elsewhere, as at your company. It opens the first of the two doors; another factor opens the second.',
  needs: 'An account at a provider that is set up here.',
  steps: [
    'Choose the provider. Your browser goes to its page, and you sign in there as you always do.',
    'It sends you back here, and the account there is linked to yours here.',
    'Next time choose “Continue with” and its name in place of typing your name and password.',
    'Then show your second factor here, as ever.',
  ],
  cost: { grade: 5, why: 'Free: you have that account already.' },
  ease: { grade: 5, why: 'One password less, and often one press of a button.' },
  security: {
    grade: 2,
    why: 'As safe as the sign-in there. Whatever was asked there, a second factor is asked for here.',
  },
  tips: [
    'Look at the address of the page on which you type your password: it must be that of the provider.',
    'Sign out there, too, where others use the same computer: the button works for whoever is signed in there.',
    'An account there is linked to one account here, and by yourself: the same mail address links nothing.',
    'Keep another way to sign in for the day on which the provider is down.',
  ],
  troubles: [
    {
      sign: '“That account is not linked to one here”',
      help: 'Sign in another way, and add it under “My authenticators”. If it is linked, you were signed in there as somebody else: sign out there first.',
    },
    {
      sign: '“It cannot be reached just now”',
      help: 'The provider is down, or we cannot get to it. Sign in another way, or try again later.',
    },
    {
      sign: 'What my browser brought back was not accepted',
      help: 'You took longer than ten minutes, or came back by the history of the browser. Begin again at the sign-in page.',
    },
  ],
  whenLost: [
    'You cannot sign in there? Its own help desk helps with that.',
    'Somebody else may know your password there? Change it there at once, and remove the link here under “My authenticators”.',
  ],
  comparison,
}
