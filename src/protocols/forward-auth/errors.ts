import { SallyportError } from '../../kernel/errors.ts'

export function proxyUnknown() {
  return new SallyportError(
    'forbidden',
    'forward-auth.proxy-unknown',
    'This does not come from the proxy of a site that is connected here.',
  )
}

export function settingsUnreadable() {
  return new SallyportError(
    'unavailable',
    'forward-auth.settings-unreadable',
    'What is set for this site cannot be read. An administrator has to set it once more.',
  )
}

/** Used, over, of another site, or of another browser: all alike. */
export function wayOver() {
  return new SallyportError(
    'not-found',
    'forward-auth.way-over',
    'This way in was used, or its time is over. Go back to the site and open it once more.',
  )
}
