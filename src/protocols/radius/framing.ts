const longest = 4096
const shortest = 20
const headLength = 4

/** Packets out of a stream, each as long as it says (RFC 6614 §2.1); undefined once it says what no packet is. */
export function openFraming() {
  let kept: Buffer = Buffer.alloc(0)
  return {
    take(chunk: Buffer): readonly Buffer[] | undefined {
      kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk])
      const packets: Buffer[] = []
      while (kept.length >= headLength) {
        const length = kept.readUInt16BE(2)
        if (length < shortest || length > longest) return undefined
        if (kept.length < length) break
        packets.push(kept.subarray(0, length))
        kept = kept.subarray(length)
      }
      return packets
    },
  }
}
