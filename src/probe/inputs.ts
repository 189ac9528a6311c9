/** The attributes of each `<input>` of a page, as they are written; empty for one that never ends. */
export function inputsOf(body: string): readonly string[] {
  const [, ...inputs] = body.split(/<input\b/i)
  return inputs.map((input) => input.slice(0, input.indexOf('>') + 1))
}

/** Whether it is of that type: `hidden`, `password`. */
export function isOfType(input: string, type: 'hidden' | 'password'): boolean {
  return new RegExp(`\\btype=["']?${type}\\b`, 'i').test(input)
}
