import { controlCharacter } from '../errors.ts'

/** `Issuer:account`; apps cut at the first colon, and some writers leave spaces after it. */
export function parseLabel(label: string): { issuer: string | undefined; account: string } {
  checkText(label, 'label')
  const colon = label.indexOf(':')
  const issuer = label.slice(0, Math.max(0, colon)).trim()
  return { issuer: issuer === '' ? undefined : issuer, account: label.slice(colon + 1).trim() }
}

/** No line ends and no invisible changes of direction, which would make a screen show another name. */
export function checkText(text: string, part: string): void {
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) throw controlCharacter(part)
}
