import { type Element, elementsIn, Malformed } from '../../kernel/ber.ts'

const tags = { octets: 0x04, sequence: 0x30, set: 0x31, entry: 0x64, reference: 0x73 } as const

/**
 * Holds a message of a server against what it may be (RFC 4511 §4.1.1, §4.5.2), as far as the library believes the
 * lengths in it: it goes round and round where one of them points behind the end, or back. Throws `Malformed`.
 */
export function requireSound(message: Buffer): void {
  const [envelope] = elementsIn(message)
  const [, operation, controls] = elementsIn(envelope?.content ?? message)
  if (operation?.tag === tags.entry) requireEntry(operation)
  else if (operation?.tag === tags.reference) allIn(operation, tags.octets)
  else elementsIn(operation?.content ?? message)
  if (!controls) return
  for (const control of allIn(controls, tags.sequence)) elementsIn(control.content)
}

function requireEntry(entry: Element): void {
  const attributes = secondIn(entry, tags.sequence)
  for (const attribute of allIn(attributes, tags.sequence)) allIn(secondIn(attribute, tags.set), tags.octets)
}

/** What stands behind a name. */
function secondIn({ content }: Element, tag: number): Element {
  const [name, second, ...more] = elementsIn(content)
  if (name?.tag !== tags.octets || second?.tag !== tag || more.length > 0) throw new Malformed('entry')
  return second
}

function allIn({ content }: Element, tag: number): readonly Element[] {
  const elements = elementsIn(content)
  if (elements.some((one) => one.tag !== tag)) throw new Malformed(`no ${tag}`)
  return elements
}
