/** Something that is no message: nothing after it can be believed either. */
export class Malformed extends Error {}

/** A value in BER (X.690 §8.1), as LDAP has it: a tag of one byte, a definite length (RFC 4511 §5.1). */
export interface Element {
  readonly tag: number
  readonly content: Buffer
}

const sequence = 0x30

/**
 * Takes a stream apart into whole messages of LDAP, each of them a sequence. Throws `Malformed` for what never becomes one,
 * and for one of more than `longest` bytes.
 */
export function openFraming(longest: number) {
  const chunks: Buffer[] = []
  let held = 0
  let wanted = 0
  return {
    take(chunk: Buffer): readonly Buffer[] {
      chunks.push(chunk)
      held += chunk.length
      // Put together once there is enough, so that what trickles in is not copied with each byte.
      if (held < wanted) return []
      let waiting: Buffer = Buffer.concat(chunks)
      const whole: Buffer[] = []
      let end = endOf(waiting, longest)
      for (; end !== undefined && end <= waiting.length; end = endOf(waiting, longest)) {
        whole.push(waiting.subarray(0, end))
        waiting = waiting.subarray(end)
      }
      chunks.splice(0, chunks.length, waiting)
      held = waiting.length
      wanted = end ?? 0
      return whole
    },
  }
}

/** Where the first message ends; undefined while that cannot be told yet. */
function endOf(bytes: Buffer, longest: number): number | undefined {
  const [tag] = bytes
  if (tag !== undefined && tag !== sequence) throw new Malformed(`tag ${tag}`)
  const head = headOf(bytes)
  if (!head) return undefined
  if (head.length > longest) throw new Malformed('too long')
  return head.size + head.length
}

/** What stands side by side in `bytes`. Throws `Malformed` where one is longer than what is there. */
export function elementsIn(bytes: Buffer): readonly Element[] {
  const elements: Element[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const head = headOf(rest)
    const end = head ? head.size + head.length : Number.POSITIVE_INFINITY
    if (!head || end > rest.length) throw new Malformed('longer than what is there')
    elements.push({ tag: head.tag, content: rest.subarray(head.size, end) })
    rest = rest.subarray(end)
  }
  return elements
}

/** How long the first element is, and its own head; undefined where that is not all there. */
function headOf(
  bytes: Buffer,
): { readonly tag: number; readonly size: number; readonly length: number } | undefined {
  const [tag, first, ...more] = bytes.subarray(0, 6)
  if (tag === undefined || first === undefined) return undefined
  if (first < 0x80) return { tag, size: 2, length: first }
  const bytesOfLength = first & 0x7f
  if (bytesOfLength === 0 || bytesOfLength > 4) throw new Malformed('length')
  if (more.length < bytesOfLength) return undefined
  const length = more.slice(0, bytesOfLength).reduce((all, byte) => all * 256 + byte, 0)
  return { tag, size: 2 + bytesOfLength, length }
}
