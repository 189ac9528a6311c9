/** The words of security keys and passkeys. */
export const messages = {
  refused: 'That did not work. Try again, and follow what your browser asks.',
  taken: 'This key is set up already, for this account or for another one. Use another key.',
  'wrong-page':
    'The key was made for another page. Open this page anew from its usual address and try again.',
  'needs-verification':
    'Here a key must check that it is you, by PIN, fingerprint or face. Set a PIN for your key, or use another one.',
  'old-key': 'This key is too old: it cannot sign in a way that is safe today. Use another one.',
  'make-unreadable': 'The key could not show who made it. Try again, or use another one.',
  'make-unproven':
    'Only keys that prove who made them may be added here. Ask your administrator which ones, and allow the browser to pass on the make when it asks.',
  'make-refused': 'Keys of this model may not be added here. Ask your administrator which ones may.',
  'model-compromised': 'Keys of this model were reported as unsafe. Use another one.',
  'metadata-overdue':
    'At the moment nobody can tell whether this key is a safe one, so it cannot be added. Tell your administrator that the FIDO metadata are overdue.',
  'counted-backwards':
    'Your key counted backwards. Somebody may have copied it: tell your administrator, and replace it.',
  'ip-address':
    'Passkeys are bound to a name, and browsers refuse them at an IP address. Reach this installation by its host name, and set baseUrl to that.',
  insecure: 'Browsers allow passkeys over https only. Set up TLS, and set baseUrl to the https address.',
} as const
