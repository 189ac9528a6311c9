/** What leads in from outside: computed from the lists that are served, so that nothing is left out. */
export interface Surface {
  readonly doors: readonly CoveredDoor[]
  /** Each route that is served with what it asks for, one a line; a report has their digest. */
  readonly registry: readonly string[]
}

/** A door of this server, as the list of doors has it. */
export interface CoveredDoor {
  readonly id: string
  /** What its callers may end in: a session, or a verdict on one call. */
  readonly ends: readonly ('sign-in' | 'verify')[]
  /**
   * Applications that show a key there, those that are connected by it, all of them for whoever holds this machine, or
   * only our own pages.
   */
  readonly serves: 'keyed' | 'connected' | 'all' | 'own-pages'
}

/** Programs that embed us sign people in to our own pages' application, and ask about codes. */
export const libraryDoor: CoveredDoor = {
  id: 'library',
  ends: ['sign-in', 'verify'],
  serves: 'own-pages',
}
