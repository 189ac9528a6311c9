const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  l: 'i',
  '!': 'i',
  '|': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
}

/**
 * The form in which passwords and blocked words are compared, never hashed: lower case, without accents, look-alikes
 * (`p@ssw0rd`) unified. `1` may stand for `i` or `l`, so all three fold to `i`.
 */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[01l!|34@5$7+]/g, (character) => lookAlikes[character] ?? character)
}
