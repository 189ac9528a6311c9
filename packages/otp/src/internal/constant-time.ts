/** All ones when two 32-bit integers are equal, else zero; without a branch. */
export function equalMask(a: number, b: number): number {
  const difference = a ^ b
  return ~((difference | -difference) >> 31)
}

/** `a` where the mask is all ones, `b` where it is zero; without a branch. */
export function select(mask: number, a: number, b: number): number {
  return b ^ (mask & (a ^ b))
}
