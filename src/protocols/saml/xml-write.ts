/** Markup of ours, or text that has become markup by `element`: never what came from elsewhere. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | boolean | undefined
type Content = Markup | string | undefined

/** Texts and values are encoded here and nowhere else, so that nobody's name ends an element. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  ...contents: readonly Content[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${encoded(String(value))}"`)
    .join('')
  const inside = contents.map(markupOf).join('')
  return { markup: inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>` }
}

/** Finished XML of ours, as the signer gave it back. */
export function finished(markup: string): Markup {
  return { markup }
}

function markupOf(content: Content): string {
  if (content === undefined) return ''
  return typeof content === 'string' ? encoded(content) : content.markup
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 §2.2 has no way to write
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

/** White space other than blanks is written as numbers: readers would make blanks of it, and signatures break. */
function encoded(text: string): string {
  return text.replace(unwritable, '\ufffd').replace(/[&<>"'\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`)
}

/** As XML Schema has it, in UTC. */
export function instant(at: number): string {
  return new Date(at).toISOString()
}
