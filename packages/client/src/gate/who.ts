/** The application has a sign-in of its own, and nobody is signed in. */
export const nobody = Symbol('nobody')

/** Undefined: the application has no sign-in of its own. */
export type Who = string | typeof nobody | undefined
