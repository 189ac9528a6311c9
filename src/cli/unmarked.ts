/** A sentence with marks for what is typed and for what stands on a page, as a terminal shows it: without them. */
export function unmarked(text: string): string {
  return text.replace(/`([^`]+)`|\*([^\s*](?:[^*]*[^\s*])?)\*/g, '$1$2')
}
