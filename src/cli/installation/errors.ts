import { SallyportError } from '../../kernel/errors.ts'

/** Not every command has a way over the network. */
export function onlyHere(command: string) {
  return new SallyportError(
    'invalid',
    'cli.only-here',
    `"sallyport ${command}" works on the machine of the installation only. Unset SALLYPORT_URL there.`,
  )
}

export function urlUnusable() {
  return new SallyportError(
    'invalid',
    'cli.url',
    'SALLYPORT_URL must be an https:// address without a name or a password in it. http:// is taken for this machine only: the key would be read on the way.',
  )
}

export function keyMissing() {
  return new SallyportError(
    'invalid',
    'cli.key-missing',
    'SALLYPORT_URL needs an API key: in SALLYPORT_API_KEY, or in a file that SALLYPORT_API_KEY_FILE names.',
  )
}

/** What stands there is not repeated: it may be another secret. */
export function keyMalformed() {
  return new SallyportError('invalid', 'cli.key-malformed', 'What is given as API key is none.')
}

export function keyRefused(host: string) {
  return new SallyportError(
    'forbidden',
    'cli.key-refused',
    `${host} does not take this API key: it is unknown there, was revoked, or is too old.`,
  )
}

export function unreachable(host: string, cause: unknown) {
  return new SallyportError(
    'unavailable',
    'cli.unreachable',
    `${host} gave no answer. Check the address and the network. What was to be changed may have been done.`,
    { cause },
  )
}

/** `reason` is the code of the TLS library: it names no secret. */
export function notTrusted(host: string, reason: string) {
  return new SallyportError(
    'unavailable',
    'cli.tls',
    `The certificate of ${host} is not trusted (${reason}); the key was not sent. For an authority of your own set NODE_EXTRA_CA_CERTS to its file.`,
  )
}

export function serverOlder(host: string) {
  return new SallyportError(
    'unavailable',
    'cli.server-older',
    `${host} does not know this request. It is older than this command line, or no Sallyport.`,
  )
}

export function answerUnlike(host: string) {
  return new SallyportError(
    'unavailable',
    'cli.answer-unlike',
    `${host} answers otherwise than this command line understands. Is it the address of Sallyport itself, and of the same version?`,
  )
}
