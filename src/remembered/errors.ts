import { internalError } from '../kernel/errors.ts'

/** Thrown for what this module did not make. */
export function notRecognised() {
  return internalError('a browser was taken for a remembered one that nobody recognised')
}

export function shownTooLittle() {
  return internalError('a browser was to be remembered at which one factor was shown')
}
