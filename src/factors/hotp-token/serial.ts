/**
 * A serial number as it is compared: what people leave out or put in when they copy it from the back of a token, and
 * what makers print differently than they write it into their files, makes no difference.
 */
export function canonicalSerial(text: string): string {
  return text.replace(/[ -]/g, '').toUpperCase()
}
