/** `492 039`: how a number is read off one screen and typed on another. */
export function inThrees(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, '$1 ')
}
