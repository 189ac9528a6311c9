import type { Authenticator } from '../authenticators/index.ts'

const longest = 64

/** A name among the account's others, numbered where one of that name is there; people may rename it. */
export function labelFor(
  { authenticators }: { readonly authenticators: readonly Authenticator[] },
  wished: string,
): string {
  const confirmed = authenticators.filter((row) => row.status !== 'pending')
  const taken = new Set(confirmed.map((row) => row.label))
  if (!taken.has(wished)) return wished.slice(0, longest)
  const numbers = [...Array(taken.size + 1).keys()].map((index) => ` ${index + 2}`)
  const numbered = numbers.map((number) => `${wished.slice(0, longest - number.length)}${number}`)
  return numbered.find((label) => !taken.has(label)) ?? wished.slice(0, longest)
}

/** Whether a name was made by us, out of this one: what its owner chose stays. */
export function isMadeFrom(label: string, name: string): boolean {
  return label === name || (label.startsWith(`${name} `) && /^\d+$/.test(label.slice(name.length + 1)))
}
