/** All ones when two 32-bit integers are equal, else zero; without a branch. */
export function equalMask(a: number, b: number): number {
  const difference = a ^ b
  return ~((difference | -difference) >> 31)
}

/** `a` where the mask is all ones, `b` where it is zero; without a branch. */
export function select(mask: number, a: number, b: number): number {
  return b ^ (mask & (a ^ b))
}

/** All ones when two texts are equal, else zero; only their lengths show in the time it takes. */
export function equalTextMask(a: string, b: string): number {
  if (a.length !== b.length) return 0
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return equalMask(difference, 0)
}
