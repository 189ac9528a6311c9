import type { Explained } from '../../applications/index.ts'
import type { Difference } from './difference.ts'

const differences = {
  'trailing-slash': 'by a slash at its end',
  scheme: 'by http or https',
  host: 'in its host',
  port: 'in its port',
  path: 'in its path',
  query: 'in what follows the question mark',
} as const satisfies Readonly<Record<Difference, string>>

const letterByLetter =
  'Set the redirect URI here to what the application sends, letter by letter: slashes count.'

/** What is most often wrong, by the error of the protocol, and how near it was. */
export const oidcRefusals: Readonly<Record<string, Explained>> = {
  ...Object.fromEntries(
    Object.entries(differences).map(([difference, words]) => [
      `oidc.invalid_redirect_uri ${difference}`,
      {
        says: `It asked to send people back to an address that differs from the registered one ${words}.`,
        remedy: letterByLetter,
      },
    ]),
  ),
  'oidc.invalid_redirect_uri': {
    says: 'It asked to send people back to an address that is not registered.',
    remedy: letterByLetter,
  },
  'oidc.invalid_client': {
    says: 'It proved itself with a secret or in a way that is not set here.',
    remedy: 'Enter the secret there anew, and compare how it authenticates: basic or post.',
  },
  'oidc.invalid_grant': {
    says: 'It showed a code or token that was used, was over, or belongs to somebody else.',
    remedy: 'Sign in once more. If it stays: two nodes of it may share one sign-in, or the clocks are apart.',
  },
  'oidc.invalid_scope': {
    says: 'It asked for more than it may learn.',
    remedy: 'Allow the scope here, or take it out of what it asks for.',
  },
  'oidc.invalid_request': {
    says: 'What it asked is not what we take; most often PKCE is missing.',
    remedy: 'Switch PKCE (S256) on there. For old software that keeps a secret: `pkce: optional` here.',
  },
  'oidc.unauthorized_client': {
    says: 'It asked in a way that is not allowed to it.',
    remedy: 'Allow the grant here that it uses.',
  },
  'oidc.registration invalid_token': {
    says: 'Something wanted to register itself, or to look after itself, without a token that works.',
    remedy: 'Make a registration token for it, or another one: they are counted, and run out.',
  },
  'oidc.registration invalid_redirect_uri': {
    says: 'Something wanted to register itself with an address that its token does not allow.',
    remedy: 'Make a token that allows the host, or correct the address there.',
  },
  'oidc.registration invalid_client_metadata': {
    says: 'Something wanted to register itself with more than its token allows, or what we do not do.',
    remedy: 'Look into the log for what it was, and compare it with the limits of the token.',
  },
  'oidc.registration access_denied': {
    says: 'It wanted to change what an administrator has set or switched off.',
  },
  'oidc.access_denied': {
    says: 'Somebody was not let in by the rules, or went back without signing in.',
    remedy: 'Look under the account why: *Why was somebody refused?*',
  },
}
